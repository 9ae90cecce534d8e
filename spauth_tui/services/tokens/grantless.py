"""Grantless access tokens: issued for an application's own credentials, stored and copied like the others."""

from datetime import timedelta

from spauth_tui.domain.errors.exchange import NothingToCopy
from spauth_tui.domain.errors.input import TooLittleTime
from spauth_tui.domain.model.application import Application, ClientSecretId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import GrantlessLife, GrantlessToken, Scope
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Grant, TokenEndpoint
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.client_secret_fallback import ask_with_fallback
from spauth_tui.services.tokens.guarding import Clearance, Guarding


class Grantless:
    """Gets an access token for a scope, and hands it out while it is live."""

    def __init__(self, vault: Vault, endpoint: TokenEndpoint, guarding: Guarding, clock: Clock) -> None:
        self._vault, self._guarding, self._endpoint, self._clock = vault, guarding, endpoint, clock

    async def obtain(self, application: Application, scope: Scope) -> Application:
        """Get a new grantless access token and store it; the old one stays if that raises an `ExchangeError`."""
        asked_at = self._clock.now()

        async def ask(client_secret_id: ClientSecretId) -> Grant:
            nonlocal asked_at
            client = await self._vault.client(application.id, client_secret_id)
            asked_at = self._clock.now()
            return await self._endpoint.grantless(client, scope.text)

        current = await self._vault.application(application.id)
        grant = await ask_with_fallback(self._vault, self._clock, current, ask)
        life = GrantlessLife(asked_at, asked_at + grant.lifetime, scope.key)
        event = Event(self._clock.now(), EventKind.GRANTLESS, application.label, scope.title)
        await self._vault.keep(application.id, GrantlessToken(grant.access_token, life), event)
        return await self._vault.application(application.id)

    async def hand_out(self, application: Application, scope: Scope, clearance: Clearance) -> Secret:
        """Return its value for a person or a program; raises `PassphraseNeeded` if the application has a guard."""
        value = await self.lend(application, scope)
        await self._guarding.admit_application(application.id, clearance)
        return value

    async def give(
        self,
        application: Application,
        scope: Scope,
        to: str,
        *,
        at_least: timedelta,
        renew: bool = False,
        clearance: Clearance = None,
    ) -> GrantlessToken:
        """Return one valid for at least `at_least`, a new one if necessary; `to` says in the log who got it.

        Raises `ExchangeError`s, `PassphraseNeeded` if any authorization of the application is guarded, `TooLittleTime`.
        """
        permit = await self._guarding.admit_application(application.id, clearance)
        token = None if renew else await self._vault.grantless_token(application.id, scope.key)
        if token is None or token.life.remaining(self._clock.now()) < at_least:
            await self.obtain(application, scope)
            token = await self._vault.grantless_token(application.id, scope.key)
        if token is None or token.life.remaining(self._clock.now()) < at_least:
            raise TooLittleTime("Amazon's new grantless access token is valid for less time than you asked for.")
        await self._guarding.admit_application(application.id, permit or clearance)
        event = Event(self._clock.now(), EventKind.HANDED_OUT, application.label, f"{to}, {scope.title}")
        await self._vault.record(event)
        return token

    async def lend(self, application: Application, scope: Scope) -> Secret:
        """Return the live grantless access token of a scope, for sending; raises `NothingToCopy`."""
        token = await self._vault.grantless_token(application.id, scope.key)
        if token is None or token.life.remaining(self._clock.now()) <= timedelta(0):
            raise NothingToCopy("There is no live grantless access token for this scope.", "Get one first.")
        return token.value
