"""What is read from a vault and written to it; implements `Transaction`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from spauth_tui.adapters.vault.records import changing, keeping, reading, writing
from spauth_tui.adapters.vault.steps import EachAlone, InBatch
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.application import Application, ApplicationId, ClientSecretId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.restricted import RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.naming import Named
from spauth_tui.services.ports.amazon import Client, Credentials
from spauth_tui.services.ports.vault import Added, Changed, Kept, Removed

T = TypeVar("T")


class SqlTransaction:
    """Queries and statements, each run by the steps."""

    def __init__(self, steps: EachAlone | InBatch) -> None:
        self._steps = steps

    async def holdings(self, of: ApplicationId | None = None) -> Holdings:
        """Read everything but the values of secrets, or what belongs to one application."""
        return await self._steps.look(lambda db: reading.holdings(db, of))

    async def names(self) -> tuple[Named, ...]:
        """Read the name of every authorization."""
        return await self._steps.look(reading.names)

    async def preferences(self) -> Preferences:
        """Read the preferences."""
        return await self._steps.look(reading.preferences)

    async def application(self, application_id: ApplicationId) -> Application:
        """Read one application."""
        return await self._steps.read(lambda db: reading.application(db, application_id))

    async def authorization(self, authorization_id: AuthorizationId) -> Authorization:
        """Read one authorization."""
        return await self._steps.read(lambda db: reading.authorization(db, authorization_id))

    async def loan(self, loan_id: LoanId) -> Loan | None:
        """Read a loan; None if it has ended."""
        return await self._steps.read(lambda db: reading.loan(db, loan_id))

    async def client(self, application_id: ApplicationId, client_secret_id: ClientSecretId) -> Client:
        """Read a client id with one of its client secrets."""
        return await self._steps.read(lambda db: reading.client(db, application_id, client_secret_id))

    async def credentials(
        self, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None = None
    ) -> Credentials:
        """Read what an exchange needs."""
        return await self._steps.read(lambda db: reading.credentials(db, authorization_id, client_secret_id))

    async def refresh_token(self, refresh_token_id: RefreshTokenId) -> Secret:
        """Read one refresh token's value."""
        return await self._steps.read(lambda db: reading.refresh_token(db, refresh_token_id))

    async def access_token(self, authorization_id: AuthorizationId) -> AccessToken | None:
        """Read an access token with its value."""
        return await self._steps.read(lambda db: reading.access_token(db, authorization_id))

    async def grantless_token(self, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
        """Read a grantless access token with its value."""
        return await self._steps.read(lambda db: reading.grantless_token(db, application_id, scope_key))

    async def restricted_token(self, token_id: RestrictedTokenId) -> RestrictedToken:
        """Read a restricted data token with its value."""
        return await self._steps.read(lambda db: reading.restricted_token(db, token_id))

    async def fingerprint(self, refresh_token: Secret) -> str:
        """Return a refresh token's keyed fingerprint."""
        return await self._steps.read(lambda db: keeping.fingerprint(db, refresh_token))

    async def events(self, authorization_id: AuthorizationId | None = None, limit: int = 200) -> tuple[Event, ...]:
        """Read events, newest first."""
        return await self._steps.read(lambda db: reading.events(db, authorization_id, limit))

    async def times_guarded(self, authorization_id: AuthorizationId) -> int:
        """Count how often an authorization was guarded."""
        return await self._steps.read(lambda db: reading.times_guarded(db, authorization_id))

    async def last_asked_to_rotate(self, client_id: str) -> datetime | None:
        """Read when Amazon was last asked to rotate a client id's secret."""
        return await self._steps.read(lambda db: reading.last_asked_to_rotate(db, client_id))

    async def add(self, record: Added, event: Event | None) -> None:
        """Insert a record."""
        await self._steps.write(_logged(lambda db: writing.add(db, record), event))

    async def change(self, shown: Changed, wanted: Changed, event: Event | None) -> Changed:
        """Write the fields in which `wanted` differs from `shown`; return the updated record."""
        return await self._steps.write(_logged(lambda db: changing.change(db, shown, wanted), event))

    async def keep(self, owner: ApplicationId | AuthorizationId, secret: Kept, event: Event) -> None:
        """Store a secret of an application or an authorization."""
        await self._steps.write(_logged(lambda db: keeping.keep(db, owner, secret), event))

    async def make_current(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Roll back to an earlier refresh token."""
        await self._steps.write(_logged(lambda db: writing.make_current(db, refresh_token_id, at), event))

    async def mark_revoked(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Mark a refresh token as revoked at Amazon."""
        await self._steps.write(_logged(lambda db: writing.mark_revoked(db, refresh_token_id, at), event))

    async def remove(self, record: Removed, event: Event) -> None:
        """Remove a record, with everything that belongs to it."""
        await self._steps.write(_logged(lambda db: writing.remove(db, record), event))

    async def forget_expired(self, now: datetime) -> int:
        """Delete the expired restricted data tokens."""
        return await self._steps.write(lambda db: writing.forget_expired(db, now))

    async def record(self, event: Event) -> None:
        """Add an event alone."""
        await self._steps.write(_logged(lambda _: None, event))


def _logged(statements: Callable[[Any], T], event: Event | None) -> Callable[[Any], T]:
    """Return the statements with their event."""

    def call(connection: Any) -> T:
        done = statements(connection)
        if event is not None:
            writing.event(connection, event)
        return done

    return call
