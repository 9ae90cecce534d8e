"""Login with Amazon over HTTP."""

from collections.abc import Mapping
from datetime import timedelta

from spauth_tui.adapters.amazon.http import Field, HttpClient
from spauth_tui.adapters.amazon.reply import Reply
from spauth_tui.adapters.amazon.retrying import RETRYABLE, TRIES, pause
from spauth_tui.adapters.amazon.token_reply import parse_error, parse_grant
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.exchange import (
    ExchangeError,
    ExchangeRefused,
    NotUnderstood,
    Throttled,
    Unavailable,
    UnexpectedRedirect,
    Unreachable,
)
from spauth_tui.services.ports.amazon import Admit, Client, Credentials, Grant
from spauth_tui.services.ports.clock import Clock


class LoginWithAmazon:
    """Exchanges refresh tokens at LWA; fulfils `RetryingEndpoint`.

    `address` may be given for a simulator; who gives it has made sure that it is on loopback. `is_within` says that the
    simulator runs in this very program.
    """

    def __init__(
        self, client: HttpClient, clock: Clock, address: str = TOKEN_ADDRESS, *, is_within: bool = False
    ) -> None:
        self.goes_elsewhere = address != TOKEN_ADDRESS and not is_within
        self._client = client
        self._clock = clock
        self._address = address

    async def exchange(self, credentials: Credentials, before_again: Admit | None = None) -> Grant:
        """Exchange a refresh token; tries three times where trying again can help."""
        return await self._ask(
            {
                "grant_type": "refresh_token",
                "refresh_token": credentials.refresh_token,
                "client_id": credentials.client.client_id,
                "client_secret": credentials.client.client_secret,
            },
            before_again,
        )

    async def grantless(self, client: Client, scope: str, before_again: Admit | None = None) -> Grant:
        """Get an access token for a scope; raises likewise."""
        return await self._ask(
            {
                "grant_type": "client_credentials",
                "scope": scope,
                "client_id": client.client_id,
                "client_secret": client.client_secret,
            },
            before_again,
        )

    async def _ask(self, form: Mapping[str, Field], before_again: Admit | None) -> Grant:
        attempt = 1
        while True:
            asked: timedelta | None = None
            try:
                reply = await self._client.send("POST", self._address, form=form)
                if reply.status not in RETRYABLE:
                    return _grant(reply)
                problem = _passing_problem(reply.status)
                asked = reply.asked_to_wait(self._clock.now())
            except Unreachable as unreachable:
                if unreachable.kind.startswith("tls") or unreachable.kind in {"timeout", "settings"}:
                    raise
                problem = unreachable
            if attempt >= TRIES:
                raise problem
            await self._clock.sleep(pause(attempt, asked))
            if before_again is not None:
                await before_again()
            attempt += 1


def _passing_problem(status: int) -> ExchangeError:
    return Throttled() if status == 429 else Unavailable()


def _grant(reply: Reply) -> Grant:
    if 300 <= reply.status < 400:
        raise UnexpectedRedirect
    if reply.too_large:
        raise NotUnderstood("Amazon's reply is far too large for a token response; it was not read.")
    if reply.status == 200:
        return parse_grant(reply.as_json(), reply.date)
    if reply.status < 400:
        raise NotUnderstood
    told = parse_error(reply.as_json())
    if told is None:
        raise Unavailable if reply.status >= 500 else NotUnderstood
    raise ExchangeRefused(told.error, told.description, told.request_id, status=reply.status)
