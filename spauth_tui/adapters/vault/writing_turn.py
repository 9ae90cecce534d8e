"""Which task of this program may write to the vault."""

import asyncio
from types import TracebackType
from typing import Any

from spauth_tui.domain.errors.vault import NotInABatch


class WritingTurn:
    """A lock that refuses at once, rather than waiting forever, if the task that has it asks again."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._owner: asyncio.Task[Any] | None = None

    def refuse_in_own(self) -> None:
        """Raise `NotInABatch` if this task has the turn."""
        if self._owner is not None and self._owner is asyncio.current_task():
            raise NotInABatch

    async def __aenter__(self) -> None:
        self.refuse_in_own()
        await self._lock.acquire()
        self._owner = asyncio.current_task()

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._owner = None
        self._lock.release()
