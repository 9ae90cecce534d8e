"""A secret typed at the terminal while the event loop goes on with everything else."""

import asyncio
import contextlib
import os
import sys

from spauth_tui.commands.person import TERMINAL
from spauth_tui.domain.secret import Secret

_MOST_TYPED = 4096


async def secret_typed_meanwhile(prompt: str, seconds: float) -> Secret | None:
    """Return what is typed unseen at the terminal; None where there is none of ours, or nobody types in time."""
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
        """Read one line without echo; what was typed before the question is not taken for the answer."""
        loop, came = asyncio.get_running_loop(), asyncio.Event()
        before = termios.tcgetattr(terminal)
        silent = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
        loop.add_reader(terminal, came.set)
        try:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, silent)
            os.write(terminal, prompt.encode(errors="replace"))
            await came.wait()
            line = os.read(terminal, _MOST_TYPED).decode(errors="replace").rstrip("\r\n")
            return Secret(line) if line else None
        finally:
            loop.remove_reader(terminal)
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
            os.write(terminal, b"\n")
