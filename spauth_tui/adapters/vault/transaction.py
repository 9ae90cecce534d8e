"""What is read from a vault and written to it; implements `Transaction`."""

from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from spauth_tui.adapters.vault.records import changing, keeping, reading, writing
from spauth_tui.adapters.vault.steps import EachAlone, InBatch
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.removal import Marked
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.ports.vault import Added, Changed, Kept, Removed

P = ParamSpec("P")
T = TypeVar("T")


def _read(
    query: Callable[Concatenate[Any, P], T],
) -> Callable[Concatenate["SqlTransaction", P], Coroutine[Any, Any, T]]:
    """Return the method that makes a query."""

    async def method(self: "SqlTransaction", /, *given: P.args, **named: P.kwargs) -> T:
        return await self._steps.read(lambda db: query(db, *given, **named))

    return method


def _look(query: Callable[[Any], T]) -> Callable[["SqlTransaction"], Coroutine[Any, Any, T]]:
    """Return the method that makes a query before the pages are checked."""

    async def method(self: "SqlTransaction", /) -> T:
        return await self._steps.look(query)

    return method


class SqlTransaction:
    """Queries and statements, each run by the steps."""

    def __init__(self, steps: EachAlone | InBatch) -> None:
        self._steps = steps

    async def holdings(self, of: ApplicationId | None = None) -> Holdings:
        return await self._steps.look(lambda db: reading.holdings(db, of))

    removed = _read(reading.removed)
    names = _look(reading.names)
    preferences = _look(reading.preferences)
    application = _read(reading.application)
    authorization = _read(reading.authorization)
    loan = _read(reading.loan)
    client = _read(reading.client)
    credentials = _read(reading.credentials)
    refresh_token = _read(reading.refresh_token)
    access_token = _read(reading.access_token)
    grantless_token = _read(reading.grantless_token)
    restricted_token = _read(reading.restricted_token)
    fingerprint = _read(keeping.fingerprint)
    events = _read(reading.events)
    times_guarded = _read(reading.times_guarded)
    last_asked_to_rotate = _read(reading.last_asked_to_rotate)

    async def add(self, record: Added, event: Event | None) -> None:
        await self._write(event, lambda db: writing.add(db, record))

    async def change(self, shown: Changed, wanted: Changed, event: Event | None) -> Changed:
        return await self._write(event, lambda db: changing.change(db, shown, wanted))

    async def keep(self, owner: ApplicationId | AuthorizationId, secret: Kept, event: Event) -> None:
        await self._write(event, lambda db: keeping.keep(db, owner, secret))

    async def make_current(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        await self._write(event, lambda db: writing.make_current(db, refresh_token_id, at))

    async def mark_revoked(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        await self._write(event, lambda db: writing.mark_revoked(db, refresh_token_id, at))

    async def remove(self, record: Removed, event: Event) -> None:
        await self._write(event, lambda db: writing.remove(db, record, event.at))

    async def bring_back(self, record: Marked, event: Event) -> None:
        await self._write(event, lambda db: writing.bring_back(db, record))

    async def delete(self, record: Marked, event: Event) -> None:
        await self._write(event, lambda db: writing.delete(db, record))

    async def delete_removed(self, until: datetime) -> None:
        await self._write(None, lambda db: writing.delete_removed(db, until))

    async def forget_expired(self, now: datetime) -> int:
        return await self._write(None, lambda db: writing.forget_expired(db, now))

    async def record(self, event: Event) -> None:
        await self._write(event, lambda _: None)

    async def _write(self, event: Event | None, statements: Callable[[Any], T]) -> T:
        def call(connection: Any) -> T:
            done = statements(connection)
            if event is not None:
                writing.event(connection, event)
            return done

        return await self._steps.write(call)
