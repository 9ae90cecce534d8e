"""Login with Amazon over HTTP."""

from collections.abc import Mapping

from spauth_tui.adapters.http import Answer, HttpClient
from spauth_tui.adapters.retrying import RETRYABLE, TRIES, pause
from spauth_tui.adapters.token_reply import http_date, parse_error, parse_grant
from spauth_tui.domain.errors import (
    ExchangeError,
    ExchangeRefused,
    NotUnderstood,
    Throttled,
    Unavailable,
    UnexpectedRedirect,
    Unreachable,
)
from spauth_tui.domain.token_endpoint import TOKEN_ADDRESS
from spauth_tui.services.ports import Client, Clock, Credentials, Grant


class LoginWithAmazon:
    """Exchanges refresh tokens at LWA; fulfils `services.ports.TokenEndpoint`.

    `address` may be given for a simulator; who gives it has made sure that it is on loopback.
    """

    def __init__(self, client: HttpClient, clock: Clock, address: str = TOKEN_ADDRESS) -> None:
        self._client = client
        self._clock = clock
        self._address = address

    async def exchange(self, credentials: Credentials) -> Grant:
        """Exchange a refresh token; tries three times where trying again can help.

        Raises `ExchangeError`s only.
        """
        return await self._ask(
            {
                "grant_type": "refresh_token",
                "refresh_token": credentials.refresh_token.reveal(),
                "client_id": credentials.client.client_id,
                "client_secret": credentials.client.client_secret.reveal(),
            }
        )

    async def grantless(self, client: Client, scope: str) -> Grant:
        """Get an access token for a scope; raises `ExchangeError`s only."""
        return await self._ask(
            {
                "grant_type": "client_credentials",
                "scope": scope,
                "client_id": client.client_id,
                "client_secret": client.client_secret.reveal(),
            }
        )

    async def _ask(self, form: Mapping[str, str]) -> Grant:
        attempt = 1
        while True:
            retry_after: str | None = None
            try:
                answer = await self._client.send("POST", self._address, form=form)
                if answer.status not in RETRYABLE:
                    return _grant(answer)
                problem = _passing_problem(answer.status)
                retry_after = answer.headers.get("retry-after")
            except Unreachable as unreachable:
                if unreachable.kind.startswith("tls") or unreachable.kind == "timeout":
                    raise
                problem = unreachable
            if attempt >= TRIES:
                raise problem
            await self._clock.sleep(pause(attempt, retry_after, self._clock.now()))
            attempt += 1


def _passing_problem(status: int) -> ExchangeError:
    return Throttled() if status == 429 else Unavailable()


def _grant(answer: Answer) -> Grant:
    if 300 <= answer.status < 400:
        raise UnexpectedRedirect
    if answer.too_large:
        raise NotUnderstood("Amazon's reply is far too large for a token response; it was not read.")
    if answer.status == 200:
        return parse_grant(answer.body, http_date(answer.headers.get("date")))
    if answer.status < 400:
        raise NotUnderstood
    try:
        told = parse_error(answer.body)
    except NotUnderstood:
        if answer.status >= 500:
            raise Unavailable from None
        raise
    raise ExchangeRefused(told.error, told.description, told.request_id, status=answer.status)
