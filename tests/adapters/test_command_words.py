"""A command on one line falls into the words that its writer meant, on each system."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.adapters.clipboard.backends import backends_for
from spauth_tui.adapters.system.command_words import words_of


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (r"C:\tools\pass.exe show spauth", [r"C:\tools\pass.exe", "show", "spauth"]),
        (r'"C:\Program Files\pass\pass.exe" show', [r"C:\Program Files\pass\pass.exe", "show"]),
        (r"\\server\share\pass.exe", [r"\\server\share\pass.exe"]),
        (r"C:\Users\O'Neill\pass.exe # 1", [r"C:\Users\O'Neill\pass.exe", "#", "1"]),
        ('clip.exe ""', ["clip.exe", ""]),
    ],
)
def test_on_windows_backslashes_are_parts_of_paths(command: str, words: list[str]) -> None:
    assert words_of(command, "win32") == words


@pytest.mark.parametrize("platform", ["linux", "darwin"])
@pytest.mark.parametrize("command", [r"a\ b c", "pass 'show me' \"my $vault\"", "a#b # c", "a;b|c&d", "ä ''"])
def test_elsewhere_words_are_as_in_a_shell(command: str, platform: str) -> None:
    assert words_of(command, platform) == shlex.split(command)


@given(st.lists(st.text(), max_size=5))
def test_what_a_shell_would_quote_comes_back_whole(words: list[str]) -> None:
    assert words_of(shlex.join(words), "linux") == words


@pytest.mark.parametrize(("command", "platform"), [("pass 'show", "linux"), ('pass "show', "win32"), ("", "win32")])
def test_where_there_is_no_whole_command_there_are_no_words(command: str, platform: str) -> None:
    assert words_of(command, platform) == []


def test_the_clipboards_command_keeps_its_backslashes_on_windows() -> None:
    (backend,) = backends_for({"SPAUTH_CLIPBOARD_COMMAND": r'"C:\my tools\clip.exe" /in'}, "win32")
    assert list(backend.put) == [r"C:\my tools\clip.exe", "/in"]
