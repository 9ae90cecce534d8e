"""Exchanging refresh tokens for access tokens, one or many."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from spauth_tui.domain.access_token import AccessToken, AccessTokenLife
from spauth_tui.domain.application import Application, ClientSecretId
from spauth_tui.domain.authorization import Authorization, AuthorizationId, RefreshTokenId, Refusal
from spauth_tui.domain.errors import ExchangeError, ExchangeRefused, NothingToExchange, SpauthError
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.services.client_secrets_in_turn import ClientSecretsInTurn
from spauth_tui.services.ports import Clock, Grant, TokenEndpoint, Vault

AT_ONCE = 4
"""Exchanges in flight during "refresh all"; more costs more than it gives."""

UNDER_WAY = 12 * AT_ONCE
"""Authorizations that are read, exchanged or saved at the same time; what waits to be saved is saved together."""

MOST_SKEW = timedelta(seconds=60)
"""How far this computer's clock may be from LWA's own before a person is told."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one exchange: the authorization as the vault now has it, and what went wrong, if anything."""

    authorization: Authorization
    problem: SpauthError | None = None


class _Room:
    """Room for so many exchanges at once; closed when those who asked for them have stopped."""

    def __init__(self, at_once: int) -> None:
        self.free = asyncio.Semaphore(at_once)
        self.is_open = True


class _Shared:
    """One exchange, and the rooms of all who wait for it: it takes place in the first one's."""

    def __init__(self, room: _Room) -> None:
        self.task: asyncio.Task[Authorization] | None = None
        self._place, self._waiting = room, list[_Room]()

    async def wait(self, room: _Room) -> Authorization:
        """Wait for what comes of it, as one of several."""
        assert self.task is not None
        self._waiting.append(room)
        try:
            return await asyncio.shield(self.task)
        finally:
            self._waiting.remove(room)

    @property
    def is_wanted(self) -> bool:
        """Whether anybody still waits for it who has not stopped."""
        return any(each.is_open for each in self._waiting)

    @asynccontextmanager
    async def place(self, give_up: Callable[[], None]) -> AsyncIterator[None]:
        """Wait for a place and keep it; where nobody waits for the exchange by then, it gives up and is cancelled."""
        async with self._place.free:
            if not self.is_wanted:
                give_up()
                raise asyncio.CancelledError
            yield


class Tokens:
    """Exchanges; a second request for an authorization whose exchange is under way joins it."""

    def __init__(self, vault: Vault, endpoint: TokenEndpoint, clock: Clock) -> None:
        self._vault = vault
        self._endpoint = endpoint
        self._clock = clock
        self._client_secrets = ClientSecretsInTurn(vault, clock)
        self.clock_ahead: timedelta | None = None
        """How far this computer's clock is ahead of Amazon's (negative: behind), where that is over a minute."""
        self.failed: dict[AuthorizationId, ExchangeError] = {}
        """What the last exchange came to nothing by, where no answer of Amazon's was a refusal."""
        self._under_way: dict[AuthorizationId, _Shared] = {}

    async def refresh(
        self, authorization_id: AuthorizationId, subject: str, since: datetime | None = None, room: _Room | None = None
    ) -> Authorization:
        """Exchange the current refresh token and store the access token.

        An exchange that another program on the vault began after `since` (now, unless given) is taken as this one.
        One that nobody waits for any more is cancelled if Amazon was not asked yet, and else ends and is kept.
        Returns the authorization as the vault then has it. Raises `ExchangeError` (a refusal is recorded in the
        vault first; the old access token stays) and `VaultError`.
        """
        room = room or _Room(1)
        shared = self._under_way.get(authorization_id)
        if shared is None:
            shared = self._under_way[authorization_id] = _Shared(room)
            shared.task = asyncio.create_task(
                self._in_turn(authorization_id, subject, since or self._clock.now(), shared)
            )
            shared.task.add_done_callback(lambda _: self._forget(authorization_id, shared))
        return await shared.wait(room)

    def _forget(self, authorization_id: AuthorizationId, shared: _Shared) -> None:
        """Have the next who asks begin an exchange of their own."""
        if self._under_way.get(authorization_id) is shared:
            del self._under_way[authorization_id]

    async def refresh_many(
        self, subjects: Iterable[tuple[AuthorizationId, str]], at_once: int = AT_ONCE
    ) -> AsyncIterator[Outcome]:
        """Exchange many, `at_once` at a time, yielding each outcome as it comes; one's failure stops no other.

        An outcome comes when it is durable in the vault; the next exchange does not wait for that.
        """
        waiting, since, room = iter(subjects), self._clock.now(), _Room(at_once)
        running: set[asyncio.Task[Outcome]] = set()
        ended: asyncio.Queue[asyncio.Task[Outcome]] = asyncio.Queue()

        def start() -> None:
            for authorization_id, subject in waiting:
                task = asyncio.create_task(self._outcome(authorization_id, subject, since, room))
                task.add_done_callback(ended.put_nowait)
                running.add(task)
                return

        for _ in range(max(at_once, UNDER_WAY)):
            start()
        try:
            while running:
                task = await ended.get()
                running.discard(task)
                start()
                yield task.result()
        finally:
            # What Amazon was not asked for yet is not asked for any more, unless others wait for it, too.
            room.is_open = False
            for task in running:
                task.cancel()

    async def last_failure(self, authorization_id: AuthorizationId) -> ExchangeError | None:
        """Return why the last exchange came to nothing, from the log where another run of the program saw it."""
        if authorization_id in self.failed:
            return self.failed[authorization_id]
        for event in await self._vault.events(authorization_id):
            if event.kind is EventKind.EXCHANGE_FAILED:
                return ExchangeError(event.detail)
            if event.kind in (EventKind.REFRESHED, EventKind.REFUSED):
                return None
        return None

    async def finish(self) -> None:
        """Cancel what is under way, before the vault closes."""
        tasks = [each.task for each in self._under_way.values() if each.task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _outcome(self, authorization_id: AuthorizationId, subject: str, since: datetime, room: _Room) -> Outcome:
        try:
            return Outcome(await self.refresh(authorization_id, subject, since, room))
        except SpauthError as problem:
            return Outcome(await self._vault.authorization(authorization_id), problem)

    async def _in_turn(
        self, authorization_id: AuthorizationId, subject: str, since: datetime, shared: _Shared
    ) -> Authorization:
        async with self._vault.turn(authorization_id):
            present, application = await self._vault.parties(authorization_id)
            life = present.access_token
            if life is not None and since < life.asked_at <= self._clock.now() and present.refusal is None:
                return present
            return await self._exchange(present, application, subject, shared)

    async def _exchange(
        self, authorization: Authorization, application: Application, subject: str, shared: _Shared
    ) -> Authorization:
        authorization_id = authorization.id
        asked_at, refresh_token_id = self._clock.now(), RefreshTokenId("")

        async def exchange(client_secret_id: ClientSecretId) -> Grant:
            nonlocal asked_at, refresh_token_id
            credentials = await self._vault.credentials(authorization_id, client_secret_id)
            async with shared.place(lambda: self._forget(authorization_id, shared)):
                asked_at, refresh_token_id = self._clock.now(), credentials.refresh_token_id
                return await self._endpoint.exchange(credentials)

        try:
            grant = await self._client_secrets.ask(application, exchange)
        except ExchangeRefused as refused:
            self.failed.pop(authorization_id, None)
            await self._record_refusal(authorization_id, subject, refused)
            raise
        except NothingToExchange:
            raise
        except ExchangeError as problem:
            self.failed[authorization_id] = problem
            now = self._clock.now()
            failed = Event(now, EventKind.EXCHANGE_FAILED, subject, problem.sentence, authorization_id)
            await self._vault.record(failed)
            raise
        self.failed.pop(authorization_id, None)
        self._compare_clocks(grant)
        life = AccessTokenLife(asked_at, asked_at + grant.lifetime, refresh_token_id)
        event = Event(self._clock.now(), EventKind.REFRESHED, subject, "", authorization_id)
        token = AccessToken(grant.access_token, life)
        return await self._vault.save_access_token(authorization_id, token, event)

    def _compare_clocks(self, grant: Grant) -> None:
        if grant.server_time is not None:
            ahead = self._clock.now() - grant.server_time
            self.clock_ahead = ahead if abs(ahead) > MOST_SKEW else None

    async def _record_refusal(self, authorization_id: AuthorizationId, subject: str, refused: ExchangeRefused) -> None:
        now = self._clock.now()
        refusal = Refusal(refused.error, refused.description, refused.request_id, refused.status, now)
        authorization = await self._vault.authorization(authorization_id)
        event = Event(now, EventKind.REFUSED, subject, refused.error, authorization_id)
        await self._vault.change(authorization, replace(authorization, refusal=refusal), event)
