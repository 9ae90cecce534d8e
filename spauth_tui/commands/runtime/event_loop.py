"""The event loop of a verb that waits: SIGTERM, SIGHUP and ctrl+c end it properly."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine
from types import FrameType
from typing import Any

from spauth_tui.commands.runtime.exit_codes import Exit
from spauth_tui.commands.runtime.interruptible import to_end_by
from spauth_tui.startup import crash_guard, ending, loop_threads


def run_on_a_loop(verb: Coroutine[Any, Any, int | None], hang_up: Callable[[], Awaitable[None]]) -> int | None:
    """Run a verb to its end, then hang up; return its exit code, or that of what ended it."""
    ending.forget()
    try:
        with asyncio.Runner() as runner:
            crash_guard.watch(runner.get_loop())
            loop_threads.install(runner.get_loop())
            return runner.run(_guarded(verb, hang_up))
    except asyncio.CancelledError:
        return Exit.INTERRUPTED


async def _guarded(verb: Coroutine[Any, Any, int | None], hang_up: Callable[[], Awaitable[None]]) -> int | None:
    """Run it as a task that signals cancel, so that the vault is locked and loans end."""
    task: asyncio.Task[int | None] = asyncio.ensure_future(verb)
    ended_by: list[int] = []

    loop = asyncio.get_running_loop()

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        ending.ask()
        ended_by.append(number)
        task.cancel()
        # The loop may be asleep.
        loop.call_soon_threadsafe(lambda: None)

    # Not with the loop's own handlers, which would see the signal only when the loop runs again.
    before = {number: signal.signal(number, end) for number in to_end_by()}
    try:
        return await task
    except asyncio.CancelledError:
        if ended_by:
            return 128 + ended_by[0]
        raise
    finally:
        await hang_up()
        for number, handler in before.items():
            signal.signal(number, handler)
