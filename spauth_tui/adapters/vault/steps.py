"""How reads and writes reach the file: each write is a transaction, or a step of a longer one."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Protocol, TypeVar

from spauth_tui.adapters.vault.connection import begin
from spauth_tui.domain.errors.vault import NotInABatch

T = TypeVar("T")


class File(Protocol):
    """What an open file offers."""

    async def checked(self) -> None:
        """Wait until every page is known to be sound."""

    async def look(self, query: Callable[[Any], T]) -> T:
        """Read before the check has finished."""

    async def read(self, query: Callable[[Any], T]) -> T:
        """Read once the check has finished."""

    async def run(self, call: Callable[[Any], T]) -> T:
        """Make a call with the connection."""


class WritingTurn:
    """A lock that raises instead of deadlocking if the task that holds it asks again."""

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


class EachAlone:
    """Each write waits for its turn, and is durable when it returns."""

    def __init__(self, file: File, turn: WritingTurn, begin: Callable[[Any], None] = begin) -> None:
        self._file, self._turn, self._begin = file, turn, begin
        self.look, self.read = file.look, file.read

    async def write(self, statements: Callable[[Any], T]) -> T:
        async with self._turn:
            await self._file.checked()
            return await self._file.run(self._in_one(statements))

    def _in_one(self, statements: Callable[[Any], T]) -> Callable[[Any], T]:
        def call(connection: Any) -> T:
            self._begin(connection)
            return _done(connection, statements, "COMMIT", ("ROLLBACK",))

        return call


class InBatch:
    """Each write is a step of a transaction; one that fails undoes only itself."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.is_over = False  # whether the transaction has ended

    async def look(self, query: Callable[[Any], T]) -> T:
        """Read; every page was checked before the transaction began."""
        return await self._unless_over(self._file.look, query)

    async def read(self, query: Callable[[Any], T]) -> T:
        return await self._unless_over(self._file.read, query)

    async def write(self, statements: Callable[[Any], T]) -> T:
        """Write in a savepoint."""

        def call(connection: Any) -> T:
            if not connection.in_transaction:
                # The database has rolled back the transaction.
                raise NotInABatch
            connection.execute("SAVEPOINT step")
            return _done(connection, statements, "RELEASE step", ("ROLLBACK TO step", "RELEASE step"))

        return await self._unless_over(self._file.run, call)

    async def _unless_over(self, way: Callable[[Callable[[Any], T]], Awaitable[T]], call: Callable[[Any], T]) -> T:
        if self.is_over:
            raise NotInABatch
        return await way(call)


def _done(connection: Any, statements: Callable[[Any], T], end: str, undo: tuple[str, ...]) -> T:
    try:
        done = statements(connection)
        connection.execute(end)
    except BaseException:
        for each in undo if connection.in_transaction else ():
            connection.execute(each)
        raise
    return done
