"""What Amazon answers: the token endpoint, and the few calls of SP-API."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import (
    Kind,
)
from spauth_tui.domain.model.authorization import (
    RefreshTokenId,
)
from spauth_tui.domain.model.proof import Participation
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Client:
    """What an application shows of itself at LWA."""

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
    """LWA's own clock, from its `Date` header, where it sent one."""


class TokenEndpoint(Protocol):
    """Login with Amazon's token endpoint."""

    @property
    def goes_elsewhere(self) -> bool:
        """Whether what is sent goes to anybody but Amazon's own host, and leaves this program."""
        ...

    async def exchange(self, credentials: Credentials) -> Grant:
        """Exchange a refresh token for an access token; raises `ExchangeError`s only."""
        ...

    async def grantless(self, client: Client, scope: str) -> Grant:
        """Get an access token for a scope, without a refresh token; raises `ExchangeError`s only."""
        ...


Admit = Callable[[], Awaitable[None]]
"""Asked whether something may go (still); raises where it may not."""


class RetryingEndpoint(TokenEndpoint, Protocol):
    """The same, which asks `before_again` before each further try, and raises what that raises."""

    async def exchange(self, credentials: Credentials, before_again: Admit | None = None) -> Grant:
        """Exchange a refresh token for an access token."""
        ...

    async def grantless(self, client: Client, scope: str, before_again: Admit | None = None) -> Grant:
        """Get an access token for a scope."""
        ...


@dataclass(frozen=True, slots=True)
class Verification:
    """What one SP-API call proved. `participations` is empty for vendors, whose call has none."""

    endpoint: str
    request_id: str
    participations: tuple[Participation, ...] = ()


class SellingPartnerApi(Protocol):
    """The few SP-API calls that prove, rotate and lend. Each is made once, never retried and never polled."""

    @property
    def goes_elsewhere(self) -> bool:
        """Whether what is sent goes to anybody but Amazon's own hosts, and leaves this program."""
        ...

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Verification:
        """Make the call that proves region and role; raises `SellingPartnerApiError`."""
        ...

    async def rotate_client_secret(self, grantless_token: Secret, region: Region) -> str:
        """Have Amazon make a new client secret, which cannot be undone; return the request id.

        The secret comes by SQS and not in the answer. Raises `SellingPartnerApiError`.
        """
        ...

    async def restricted_data_token(self, access_token: Secret, resources: Sequence[Resource], region: Region) -> Grant:
        """Get a restricted data token for the resources, from production; raises `SellingPartnerApiError`."""
        ...
