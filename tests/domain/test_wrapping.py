"""Lines for a terminal: whole words, each continuation under its own column, and what is pasted stays whole."""

import pytest

from spauth_tui.domain.text.wrapping import width, wrapped


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("as short as it is", ["as short as it is"]),
        ("every page encrypted and authenticated", ["every page encrypted", "and authenticated"]),
        ("  yours   you keep it on a disk", ["  yours   you keep it", "          on a disk"]),
        ("  a note that is indented twice", ["  a note that is", "  indented twice"]),
        ("see https://example.com/a/long/address now", ["see", "https://example.com/a/long/address", "now"]),
        (
            "  to try it: spauth-tui check 'Acme US' --all",
            ["  to try it:", "  spauth-tui check 'Acme US' --all"],
        ),
        ("  spauth-tui import 'a file.env' --yes", ["  spauth-tui import 'a file.env' --yes"]),
        ("it is spauth-tui help, which says so.", ["it is spauth-tui help,", "which says so."]),
        (
            "\u4e00\u4e8c\u4e09\u56db\u4e94 \u516d\u4e03\u516b\u4e5d\u5341",
            ["\u4e00\u4e8c\u4e09\u56db\u4e94", "\u516d\u4e03\u516b\u4e5d\u5341"],
        ),
    ],
)
def test_a_line_is_wrapped_by_words(line: str, lines: list[str]) -> None:
    assert wrapped(line, 22 if line.isascii() else 20).split("\n") == lines


def test_a_question_keeps_the_space_before_its_answer() -> None:
    assert wrapped("Shall it be done at once? [y/N] ", 22).endswith("[y/N] ")


@pytest.mark.parametrize("columns", range(20, 60))
def test_no_word_is_lost_and_no_line_is_wider(columns: int) -> None:
    text = "name      state     all of what there is to say about it\n  deep: more words follow, and end."
    out = wrapped(text, columns)
    assert out.split() == text.split()
    assert all(width(line) <= columns for line in out.split("\n"))
