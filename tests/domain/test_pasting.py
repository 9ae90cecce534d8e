"""Commands to be pasted: a shell takes each word as it is."""

import os
import shutil
import subprocess

import pytest

from spauth_tui.domain.text.pasting import command, filled, quoted

WORDS = [
    "plain",
    "z';touch PWNED;'",
    "two words",
    "$HOME",
    "\x1b[31m",
    "a\nb",
    "b\udcff",
    "it's\x07 \\n",
    "",
    "Müller 日本",
]


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_a_shell_takes_every_word_as_it_is(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    script = os.fsencode(f"printf '%s\\0' {command(*WORDS)}")
    ran = subprocess.run([shell, "-c", script], capture_output=True, check=True)
    assert [os.fsdecode(each) for each in ran.stdout.split(b"\0")[:-1]] == WORDS


@pytest.mark.parametrize("word", WORDS)
def test_no_word_drives_a_terminal(word: str) -> None:
    assert quoted(word).isprintable()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a b", "spauth-tui check 'a b' says why."),
        ("x" * 63, f"spauth-tui check {'x' * 63} says why."),
        ("Atzr|CANARY-pasted-for-a-name", "spauth-tui check NAME says why."),
        ("", "spauth-tui check NAME says why."),
    ],
    ids=["quoted", "whole", "no secret", "none"],
)
def test_a_command_is_filled_with_the_whole_name_that_was_given(name: str, said: str) -> None:
    assert filled("spauth-tui check NAME says why.", {"NAME": name}) == said


def test_a_name_that_reads_like_the_place_of_one_is_not_filled() -> None:
    assert filled("spauth-tui edit NAME FILE", {"NAME": "FILE", "FILE": "x"}) == "spauth-tui edit FILE x"
