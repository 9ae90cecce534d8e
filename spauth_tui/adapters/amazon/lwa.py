"""Login with Amazon over HTTP."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from spauth_tui.adapters.amazon.http import Field, HttpClient
from spauth_tui.adapters.amazon.reply import ForeignValue, Reply
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

MAX_LIFETIME = 86_400
TRIES = 3
_RETRYABLE = frozenset({429, 500, 502, 503, 504})


class LoginWithAmazon:
    """Exchanges refresh tokens at LWA; implements `RetryingEndpoint`.

    `address` may be a simulator's, which the caller has checked to be on loopback. `is_within` says that the simulator
    runs in this process.
    """

    def __init__(
        self, client: HttpClient, clock: Clock, address: str = TOKEN_ADDRESS, *, is_within: bool = False
    ) -> None:
        self.goes_elsewhere = address != TOKEN_ADDRESS and not is_within
        self._client, self._clock, self._address = client, clock, address

    async def exchange(self, credentials: Credentials, before_again: Admit | None = None) -> Grant:
        """Exchange a refresh token; tries up to three times if retrying can help."""
        form: Mapping[str, Field] = {"grant_type": "refresh_token", "refresh_token": credentials.refresh_token}
        return await self._ask(credentials.client, form, before_again)

    async def grantless(self, client: Client, scope: str, before_again: Admit | None = None) -> Grant:
        return await self._ask(client, {"grant_type": "client_credentials", "scope": scope}, before_again)

    async def _ask(self, client: Client, asking: Mapping[str, Field], before_again: Admit | None) -> Grant:
        form = {**asking, "client_id": client.client_id, "client_secret": client.client_secret}
        attempt = 1
        while True:
            asked: timedelta | None = None
            try:
                reply = await self._client.send("POST", self._address, form=form)
                if reply.status not in _RETRYABLE:
                    return read_grant(reply)
                problem: ExchangeError = Throttled() if reply.status == 429 else Unavailable()
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


def read_grant(reply: Reply) -> Grant:
    """Read an answer strictly; raises `ExchangeError`s and nothing else."""
    if 300 <= reply.status < 400:
        raise UnexpectedRedirect
    if reply.too_large:
        raise NotUnderstood("Amazon's reply is far too large for a token response, so it was not read.")
    if reply.status == 200:
        return _parsed(reply.as_json(), reply.date)
    if reply.status < 400:
        raise NotUnderstood
    held = reply.as_json()
    error = held["error"].words(60)
    if not error:
        raise Unavailable if reply.status >= 500 else NotUnderstood
    description = held["error_description"].words()
    request_id = held["request_id"].words() or reply.header("x-amzn-requestid") or reply.header("x-amz-rid")
    raise ExchangeRefused(error, description, request_id, status=reply.status)


def _parsed(held: ForeignValue, server_time: datetime | None) -> Grant:
    token = held["access_token"].new_token()
    if token is None or not held["token_type"].is_word("bearer"):
        raise NotUnderstood
    seconds = held["expires_in"].number(1, MAX_LIFETIME, from_digits=True)
    if seconds is None:
        raise NotUnderstood("Amazon's reply has no usable lifetime for the access token; the one you had is kept.")
    return Grant(token, timedelta(seconds=seconds), server_time)


def pause(attempt: int, asked: timedelta | None, jitter: Callable[[], float] = random.random) -> timedelta:
    """Return how long to wait after attempt 1, 2, ...: what the reply `asked` for, or full jitter over 1, 2, 4 s."""
    return timedelta(seconds=jitter() * 2 ** (attempt - 1)) if asked is None else asked
