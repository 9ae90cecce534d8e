"""A secret typed while an event loop runs: nothing at the terminal keeps the loop."""

import asyncio
import os
import sys
from threading import Timer

import pytest

from spauth_tui.domain.model.secret import Secret

if sys.platform == "win32":
    pytest.skip("Windows has no terminal of this kind", allow_module_level=True)

import pty
import termios

from spauth_tui.commands.runtime.meanwhile import _typed


async def shown_at(ours: int, words: bytes) -> None:
    """Wait until the other end has written the words."""
    came = b""
    while words not in came:
        came += await asyncio.to_thread(os.read, ours, 1024)


async def test_a_line_that_somebody_else_read_first_keeps_nobody() -> None:
    ours, theirs = pty.openpty()
    beside = os.dup(theirs)
    loop = asyncio.get_running_loop()
    late = Timer(10, os.write, (ours, b"CANARY late\n"))
    late.start()

    def take() -> None:
        os.read(beside, 1024)
        loop.remove_reader(beside)
        loop.call_later(0.01, os.write, ours, b"CANARY answer\n")

    asked = asyncio.ensure_future(_typed(theirs, "Passphrase: "))
    await shown_at(ours, b"Passphrase: ")
    loop.add_reader(beside, take)
    os.write(ours, b"CANARY stolen\n")
    assert await asked == Secret("CANARY answer")
    late.cancel()
    for each in (ours, theirs, beside):
        os.close(each)


async def test_a_terminal_that_was_stopped_keeps_nobody() -> None:
    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    late = Timer(10, termios.tcflow, (theirs, termios.TCOON))
    late.start()
    asked = asyncio.ensure_future(_typed(theirs, "Passphrase: "))
    await shown_at(ours, b"Passphrase: ")
    termios.tcflow(theirs, termios.TCOOFF)
    os.write(ours, b"CANARY answer\n")
    assert await asked == Secret("CANARY answer")
    assert late.is_alive()
    assert termios.tcgetattr(theirs) == before
    late.cancel()
    termios.tcflow(theirs, termios.TCOON)
    os.close(ours)
    os.close(theirs)
