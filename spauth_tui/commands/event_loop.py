"""The event loop of a verb that waits for something: SIGTERM and SIGHUP end it properly, ctrl+c interrupts it."""

import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from spauth_tui import crash_guard
from spauth_tui.commands.exit_codes import Exit

_ENDING = ("SIGTERM", "SIGHUP")


def run_on_a_loop(verb: Coroutine[Any, Any, int], hang_up: Callable[[], Awaitable[None]]) -> int:
    """Run a verb to its end, then hang up; return its exit code, or that of what ended it."""
    try:
        with asyncio.Runner() as runner:
            crash_guard.watch(runner.get_loop())
            return runner.run(_guarded(verb, hang_up))
    except asyncio.CancelledError:
        return Exit.INTERRUPTED


async def _guarded(verb: Coroutine[Any, Any, int], hang_up: Callable[[], Awaitable[None]]) -> int:
    """Run it as a task that signals cancel: the vault is locked, what was lent is taken back."""
    task: asyncio.Task[int] = asyncio.ensure_future(verb)
    ended_by: list[int] = []

    def end(number: int) -> None:
        ended_by.append(number)
        task.cancel()

    if sys.platform != "win32":
        loop = asyncio.get_running_loop()
        for name in _ENDING:
            number = getattr(signal, name)
            loop.add_signal_handler(number, end, number)
    try:
        return await task
    except asyncio.CancelledError:
        if ended_by:
            return 128 + ended_by[0]
        raise
    finally:
        await hang_up()
