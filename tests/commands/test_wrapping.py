"""Verbs at a terminal: lines of its width, and whole lines in pipes."""

import os
import struct
import sys
from collections.abc import Iterator
from typing import TextIO

import pytest

from spauth_tui.commands.runtime.console import Console

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminal that Python knows", allow_module_level=True)

import fcntl
import pty
import termios

LONG = "  yours       You keep the passphrase where nobody else can read it, such as in a password manager."


@pytest.fixture
def terminal() -> Iterator[tuple[TextIO, int]]:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 44, 0, 0))
    with open(theirs, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor
        yield stream, ours
    os.close(ours)


def shown(console: Console, stream: TextIO, ours: int) -> list[str]:
    console.flush()
    stream.write("END")
    stream.flush()
    text = b""
    while not text.endswith(b"END"):
        text += os.read(ours, 65_536)
    return text.removesuffix(b"END").decode().splitlines()


def test_an_answer_and_a_message_are_wrapped_at_its_width(terminal: tuple[TextIO, int]) -> None:
    stream, ours = terminal
    console = Console(sys.stdin, stream, stream)
    console.answer(LONG)
    console.say(LONG)
    lines = [
        "  yours       You keep the passphrase where",
        "              nobody else can read it, such",
        "              as in a password manager.",
    ]
    assert shown(console, stream, ours) == [*lines, *lines]


def test_json_is_not_wrapped(terminal: tuple[TextIO, int]) -> None:
    stream, ours = terminal
    console = Console(sys.stdin, stream, stream)
    console.answer(f'{{"words": "{LONG}"}}')
    assert len(shown(console, stream, ours)) == 1
