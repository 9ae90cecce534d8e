"""Threads for an event loop's blocking calls; a program that was asked to end does not wait for them long."""

import asyncio
from collections.abc import Callable
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Thread
from typing import Any

from spauth_tui.startup import ending

_STEP = 0.05


def install(loop: asyncio.AbstractEventLoop) -> None:
    """Make the loop wait for its threads at its end, but after a signal only for the grace period.

    Whatever they write is complete at any moment, so the program may be killed.
    """
    loop.set_default_executor(_Threads())


class _Threads(ThreadPoolExecutor):
    """Runs each call on a thread of its own that does not keep Python from exiting."""

    def __init__(self) -> None:
        super().__init__()
        self._under_way: set[Future[Any]] = set()

    def submit(self, call: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        answer: Future[Any] = Future()
        answer.set_running_or_notify_cancel()

        def run() -> None:
            try:
                returned = call(*given, **named)
            except BaseException as problem:  # noqa: BLE001 - it is raised to the caller
                answer.set_exception(problem)
            else:
                answer.set_result(returned)

        self._under_way.add(answer)
        answer.add_done_callback(self._under_way.discard)
        Thread(target=run, name="blocking", daemon=True).start()
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - the pool's
        del cancel_futures
        while wait and self._under_way and not ending.is_overdue():
            futures.wait(list(self._under_way), _STEP)
