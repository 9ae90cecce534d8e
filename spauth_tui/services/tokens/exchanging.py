"""Exchanging refresh tokens for access tokens, one or many."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeError, ExchangeRefused, NothingToCopy, NothingToExchange
from spauth_tui.domain.model.access_token import AccessToken, AccessTokenLife
from spauth_tui.domain.model.application import Application, ClientSecretId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenId, Refusal
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.services.ports.amazon import Grant, TokenEndpoint
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.client_secret_fallback import ask_with_fallback

AT_ONCE = 4  # exchanges at once during "refresh all"; more would cost more than they gain

MOST_SKEW = timedelta(seconds=60)  # how far this computer's clock may differ from LWA's before the person is warned


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one exchange: the updated authorization, and what went wrong, if anything."""

    authorization: Authorization
    problem: SpauthError | None = None


class Tokens:
    """Exchanges refresh tokens; a second request for the same authorization joins the one in progress."""

    def __init__(self, vault: Vault, endpoint: TokenEndpoint, clock: Clock) -> None:
        self._vault, self._endpoint, self._clock = vault, endpoint, clock
        self.clock_ahead: timedelta | None = None
        """How far this computer's clock is ahead of Amazon's (negative: behind), if over a minute."""
        self.failed: dict[AuthorizationId, ExchangeError] = {}  # why the last exchange failed, unless Amazon refused it
        self._under_way: dict[AuthorizationId, asyncio.Task[Authorization]] = {}

    async def refresh(self, authorization_id: AuthorizationId, since: datetime | None = None) -> Authorization:
        """Exchange the current refresh token and store the access token.

        An exchange that another program on the vault began after `since` (default: now) counts as this one. One in
        progress is finished and stored even if nobody waits for it any more. Returns the updated authorization. Raises
        `ExchangeError` (a refusal is recorded in the vault first; the old access token stays) and `VaultError`.
        """
        task = self._under_way.get(authorization_id)
        if task is None:
            task = asyncio.create_task(self._in_turn(authorization_id, since or self._clock.now()))
            self._under_way[authorization_id] = task
            task.add_done_callback(lambda _: self._under_way.pop(authorization_id))
        return await asyncio.shield(task)

    async def live(self, authorization_id: AuthorizationId) -> AccessToken:
        """Return a live access token, exchanging first if there is none."""
        token = await self._vault.access_token(authorization_id)
        if token is None or not token.life.remaining(self._clock.now()):
            await self.refresh(authorization_id)
            token = await self._vault.access_token(authorization_id)
        if token is None:
            raise NothingToCopy
        return token

    async def refresh_many(self, chosen: Iterable[AuthorizationId], at_once: int = AT_ONCE) -> AsyncIterator[Outcome]:
        """Exchange many, yielding each outcome as it comes; what is running when the caller stops is still stored."""
        since, room = self._clock.now(), asyncio.Semaphore(at_once)

        async def exchange(authorization_id: AuthorizationId) -> Outcome:
            async with room:
                try:
                    return Outcome(await self.refresh(authorization_id, since))
                except SpauthError as problem:
                    return Outcome(await self._vault.authorization(authorization_id), problem)

        tasks = [asyncio.create_task(exchange(each)) for each in chosen]
        try:
            for outcome in asyncio.as_completed(tasks):
                yield await outcome
        finally:
            for task in tasks:
                task.cancel()

    async def last_failure(self, authorization_id: AuthorizationId) -> ExchangeError | None:
        """Return why the last exchange failed, from the log if another run of the program saw it."""
        if authorization_id in self.failed:
            return self.failed[authorization_id]
        for event in await self._vault.events(authorization_id):
            if event.kind is EventKind.EXCHANGE_FAILED:
                return ExchangeError(event.detail)
            if event.kind in (EventKind.REFRESHED, EventKind.REFUSED):
                return None
        return None

    async def finish(self) -> None:
        """Cancel what is in progress, before the vault closes."""
        tasks = list(self._under_way.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _in_turn(self, authorization_id: AuthorizationId, since: datetime) -> Authorization:
        async with self._vault.turn(authorization_id):
            current = await self._vault.authorization(authorization_id)
            life = current.access_token
            if life is not None and since < life.asked_at <= self._clock.now() and current.refusal is None:
                return current
            return await self._exchange(current, await self._vault.application(current.application_id))

    async def _exchange(self, authorization: Authorization, application: Application) -> Authorization:
        authorization_id = authorization.id
        asked_at, refresh_token_id = self._clock.now(), RefreshTokenId("")

        async def exchange(client_secret_id: ClientSecretId) -> Grant:
            nonlocal asked_at, refresh_token_id
            credentials = await self._vault.credentials(authorization_id, client_secret_id)
            asked_at, refresh_token_id = self._clock.now(), credentials.refresh_token_id
            return await self._endpoint.exchange(credentials)

        try:
            grant = await ask_with_fallback(self._vault, self._clock, application, exchange)
        except ExchangeRefused as refused:
            self.failed.pop(authorization_id, None)
            await self._record_refusal(authorization_id, refused)
            raise
        except NothingToExchange:
            raise
        except ExchangeError as problem:
            self.failed[authorization_id] = problem
            now = self._clock.now()
            failed = Event.about(authorization_id, now, EventKind.EXCHANGE_FAILED, problem.sentence)
            await self._vault.record(failed)
            raise
        self.failed.pop(authorization_id, None)
        if grant.server_time is not None:
            ahead = self._clock.now() - grant.server_time
            self.clock_ahead = ahead if abs(ahead) > MOST_SKEW else None
        life = AccessTokenLife(asked_at, asked_at + grant.lifetime, refresh_token_id)
        event = Event.about(authorization_id, self._clock.now(), EventKind.REFRESHED)
        token = AccessToken(grant.access_token, life)
        await self._vault.keep(authorization_id, token, event)
        return await self._vault.authorization(authorization_id)

    async def _record_refusal(self, authorization_id: AuthorizationId, refused: ExchangeRefused) -> None:
        now = self._clock.now()
        refusal = Refusal(refused.error, refused.description, refused.request_id, refused.status, now)
        authorization = await self._vault.authorization(authorization_id)
        event = Event.about(authorization_id, now, EventKind.REFUSED, refused.error)
        await self._vault.change(authorization, replace(authorization, refusal=refusal), event)
