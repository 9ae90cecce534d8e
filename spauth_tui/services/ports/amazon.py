"""Amazon's side: the token endpoint and a few SP-API calls."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.proof import Proof
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Client:
    """What identifies an application at LWA."""

    client_id: str
    client_secret: Secret


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one exchange needs."""

    client: Client
    refresh_token: Secret
    refresh_token_id: RefreshTokenId


@dataclass(frozen=True, slots=True)
class Grant:
    """LWA's answer to an exchange: the access token and its lifetime as LWA states it."""

    access_token: Secret
    lifetime: timedelta
    server_time: datetime | None = None
    """LWA's clock, from its `Date` header, if it sent one."""


class TokenEndpoint(Protocol):
    """Login with Amazon's token endpoint."""

    @property
    def goes_elsewhere(self) -> bool:
        """Whether requests go to anyone but Amazon's own host, outside this process."""

    async def exchange(self, credentials: Credentials) -> Grant:
        """Exchange a refresh token for an access token; raises only `ExchangeError`s."""

    async def grantless(self, client: Client, scope: str) -> Grant:
        """Get an access token for a scope, without a refresh token; raises only `ExchangeError`s."""


Admit = Callable[[], Awaitable[None]]
"""Checks that something may (still) be sent; raises if not."""


class RetryingEndpoint(TokenEndpoint, Protocol):
    """The same, but calls `before_again` before each retry, and raises whatever that raises."""

    async def exchange(self, credentials: Credentials, before_again: Admit | None = None) -> Grant:
        """Exchange a refresh token for an access token."""

    async def grantless(self, client: Client, scope: str, before_again: Admit | None = None) -> Grant:
        """Get an access token for a scope."""


class SellingPartnerApi(Protocol):
    """A few SP-API calls: test, rotate, get a restricted data token. Never retried, never polled."""

    @property
    def goes_elsewhere(self) -> bool:
        """Whether requests go to anyone but Amazon's own hosts, outside this process."""

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Proof:
        """Make the test call, which proves region and role; raises `SellingPartnerApiError`."""

    async def rotate_client_secret(self, grantless_token: Secret, region: Region) -> str:
        """Have Amazon make a new client secret, which cannot be undone; return the request id.

        The secret arrives through SQS, not in the answer. Raises `SellingPartnerApiError`.
        """

    async def restricted_data_token(self, access_token: Secret, resources: Sequence[Resource], region: Region) -> Grant:
        """Get a restricted data token for the resources, from production; raises `SellingPartnerApiError`."""
