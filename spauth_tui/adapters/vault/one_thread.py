"""One worker thread for everything that touches the vault's file."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class OneThread:
    """Runs calls one after another on a thread, each to its end even if its caller is cancelled."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, or raise what it raises; `RuntimeError` after `stop()`."""
        return await asyncio.shield(asyncio.wrap_future(self._pool.submit(call)))

    def stop(self) -> None:
        """End the thread after the queued calls; does not wait for it."""
        self._pool.shutdown(wait=False)
