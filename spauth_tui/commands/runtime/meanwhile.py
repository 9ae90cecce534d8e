"""A secret typed at the terminal while the event loop keeps running."""

import asyncio
import contextlib
import os
import sys
from typing import Any

from spauth_tui.commands.runtime.prompt import TERMINAL
from spauth_tui.domain.model.secret import Secret

_MOST_TYPED = 4096


async def secret_typed_meanwhile(prompt: str, seconds: float) -> Secret | None:
    """Return what is typed without echo; None if the terminal is not ours, or nobody types in time."""
    if sys.platform == "win32":
        return None
    try:
        terminal = os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None
    try:
        # A program in the background would be stopped for touching the terminal.
        if os.tcgetpgrp(terminal) != os.getpgrp():
            return None
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(seconds):
                return await _typed(terminal, f"\n{prompt}: ")
        return None
    finally:
        os.close(terminal)


if sys.platform != "win32":
    import termios

    async def _typed(terminal: int, prompt: str) -> Secret | None:
        """Read one line without echo, ignoring what was typed before the question.

        Only the loop may wait here, since it has to see ctrl+c. This waits neither for a line that somebody else read
        first nor for a terminal that was stopped with ctrl+s.
        """
        loop, came = asyncio.get_running_loop(), asyncio.Event()
        before = termios.tcgetattr(terminal)
        silent = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
        os.set_blocking(terminal, False)
        loop.add_reader(terminal, came.set)
        try:
            _set(terminal, silent)
            os.write(terminal, prompt.encode(errors="replace"))
            line = (await _line(terminal, came)).decode(errors="replace").rstrip("\r\n")
            return Secret(line) if line else None
        finally:
            loop.remove_reader(terminal)
            _set(terminal, before)
            with contextlib.suppress(BlockingIOError):
                os.write(terminal, b"\n")

    async def _line(terminal: int, came: asyncio.Event) -> bytes:
        while True:
            await came.wait()
            came.clear()
            with contextlib.suppress(BlockingIOError):
                return os.read(terminal, _MOST_TYPED)

    def _set(terminal: int, attributes: list[Any]) -> None:
        """Drop what was typed, as TCSAFLUSH does, but without waiting until all output is shown."""
        termios.tcsetattr(terminal, termios.TCSANOW, attributes)
        termios.tcflush(terminal, termios.TCIFLUSH)
