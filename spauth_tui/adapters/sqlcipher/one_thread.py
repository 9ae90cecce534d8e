"""One worker thread on which everything that touches the vault's file happens."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
TOLD_AFTER = 0.001
"""Seconds that an answer waits at most for those after it, to be told with them."""


@dataclass(slots=True)
class _Asked:
    """A call, and who waits for what it returns."""

    call: Callable[[], Any]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    returned: Any = None
    raised: BaseException | None = None


class OneThread:
    """Runs calls one after another on a thread of its own; calls that wait together make one trip there and back.

    A caller that is cancelled stops waiting; the call it made still runs to its end, so a transaction is never
    torn.
    """

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting: deque[_Asked] = deque()
        self._is_running = False
        self._lock = Lock()
        """Held for the two above, never while anything is run."""

    async def run(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, or raise what it raises; `RuntimeError` after `stop()`."""
        loop = asyncio.get_running_loop()
        asked = _Asked(call, loop, loop.create_future())
        with self._lock:
            if not self._is_running:
                self._pool.submit(self._run_all)
                self._is_running = True
            self._waiting.append(asked)
        answer: T = await asked.answer
        return answer

    def stop(self) -> None:
        """Let what is queued end, then end the thread; does not wait for it."""
        self._pool.shutdown(wait=False)

    def _run_all(self) -> None:
        ran: list[_Asked] = []
        began = time.monotonic()
        while (asked := self._next()) is not None:
            try:
                asked.returned = asked.call()
            except BaseException as problem:  # noqa: BLE001 - it is raised where the call was asked for
                asked.raised = problem
            ran.append(asked)
            if time.monotonic() - began > TOLD_AFTER:
                _tell(ran)
                ran, began = [], time.monotonic()
        _tell(ran)

    def _next(self) -> _Asked | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._is_running = False
            return None


def _tell(ran: list[_Asked]) -> None:
    """Have each loop tell those who wait on it, in one go."""
    for loop in {each.loop for each in ran}:
        theirs = [each for each in ran if each.loop is loop]
        # A loop that is closed has nobody waiting any more.
        if not loop.is_closed():
            loop.call_soon_threadsafe(_answer, theirs)


def _answer(ran: list[_Asked]) -> None:
    for each in ran:
        if each.answer.done():
            continue
        if each.raised is not None:
            each.answer.set_exception(each.raised)
        else:
            each.answer.set_result(each.returned)
