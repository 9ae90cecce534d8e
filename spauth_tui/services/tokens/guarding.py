"""Guarded authorizations: the passphrase is needed again before a token leaves the vault for a person or a program."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.vault_care.passphrases import Passphrases


@dataclass(frozen=True, slots=True)
class Permit:
    """Proof that the passphrase was typed for the current action; does not contain it."""


Clearance = Secret | Permit | None  # what lets a guarded token out: the passphrase, a permit from earlier, or neither


Ask = Callable[["Guarding"], Awaitable[Permit]]
"""Asks for the passphrase in the middle of an action; raises `PassphraseNeeded` if nobody types it."""


class Guarding:
    """Decides whether a value may leave the vault, and sets the guard.

    What an application's authorizations share (its client secret, its grantless access tokens) is guarded as soon as
    one of them is. Everything may go to Amazon's own hosts; `services.tokens.sending` asks here for anything else.
    `ask` then asks for the passphrase; without it `PassphraseNeeded` is raised.
    """

    def __init__(self, vault: Vault, passphrases: Passphrases, clock: Clock, ask: Ask | None = None) -> None:
        self._vault, self._passphrases, self._clock, self._ask = vault, passphrases, clock, ask

    async def admit(self, authorization_id: AuthorizationId, clearance: Clearance) -> Permit | None:
        """Check that a token may be handed out now: it is not guarded, or the passphrase is or was right.

        Call it at each hand-out, since the guard may have been set meanwhile. Returns the permit for later hand-outs of
        the same action, None if there was no passphrase. Raises `PassphraseNeeded` without passphrase and permit, and
        `WrongPassphrase`, which is logged.
        """
        return await self._admit(clearance, is_guarded=(await self._vault.authorization(authorization_id)).guarded)

    async def admit_application(self, application_id: ApplicationId, clearance: Clearance) -> Permit | None:
        """Do the same for what an application's authorizations share."""
        return await self.admit_all((await self._vault.holdings(application_id)).authorizations, clearance)

    async def admit_all(self, authorizations: Iterable[Authorization], clearance: Clearance) -> Permit | None:
        """Do the same for what all of these share; nobody knows whether one that cannot be read is guarded."""
        is_guarded = any(each.guarded for each in authorizations)
        if not is_guarded and not isinstance(clearance, Permit):
            unreadable = (await self._vault.holdings()).unreadable
            is_guarded = any(each.what == "authorization" for each in unreadable)
        return await self._admit(clearance, is_guarded=is_guarded)

    async def _admit(self, clearance: Clearance, *, is_guarded: bool) -> Permit | None:
        if isinstance(clearance, Permit) or not is_guarded:
            return clearance if isinstance(clearance, Permit) else None
        if clearance is None:
            raise PassphraseNeeded
        return await self.prove(clearance)

    async def admit_client_elsewhere(self, client_id: str) -> None:
        """Check that an application's client secret and refresh tokens may go to anyone but Amazon."""
        held = await self._vault.holdings()
        application_ids = {each.id for each in held.applications if each.client_id == client_id}
        for each in held.authorizations:
            if each.guarded and (each.application_id in application_ids or not application_ids):
                through = f"Its application's client secret is guarded through {held.subject(each)}"
                await self._have_it_typed(f"{through}: nothing was sent.")
                return

    async def admit_token_elsewhere(self, token: Secret) -> None:
        """Do the same for an access token, grantless or not; one with an unknown owner counts as guarded."""
        held = await self._vault.holdings()
        guarded = {each.application_id for each in held.authorizations if each.guarded}
        if not guarded:
            return
        for each in held.authorizations:
            current = None if each.guarded else await self._vault.access_token(each.id)
            if current is not None and current.value == token:
                return
        for application in held.applications:
            for life in () if application.id in guarded else application.grantless:
                lent = await self._vault.grantless_token(application.id, life.scope_key)
                if lent is not None and lent.value == token:
                    return
        await self._have_it_typed("The access token is guarded: nothing was sent.")

    async def times_set(self, authorization_id: AuthorizationId) -> int:
        """Return how often the guard has been set; a permit kept beyond its action expires when this grows."""
        return await self._vault.times_guarded(authorization_id)

    async def prove(self, passphrase: Secret) -> Permit:
        """Return the permit that the passphrase gives; raises `WrongPassphrase`."""
        await self._passphrases.prove(passphrase)
        return Permit()

    async def _have_it_typed(self, if_declined: str) -> Permit:
        if self._ask is None:
            raise PassphraseNeeded(if_declined)
        try:
            return await self._ask(self)
        except PassphraseNeeded as declined:
            raise PassphraseNeeded(if_declined, declined.remedy, ways=declined.ways) from None

    async def guard(self, authorization: Authorization) -> Authorization:
        """Guard an authorization."""
        return await self._set(authorization, guarded=True)

    async def unguard(self, authorization: Authorization, clearance: Secret | Permit) -> Authorization:
        """Remove the guard; raises `WrongPassphrase`."""
        (done,) = await self.unguard_many([authorization], clearance)
        return done

    async def unguard_many(
        self, chosen: Sequence[Authorization], clearance: Secret | Permit
    ) -> tuple[Authorization, ...]:
        """Remove the guard of several; the passphrase, slow to check, is checked once and before anything changes."""
        if isinstance(clearance, Secret):
            await self.prove(clearance)
        return tuple([await self._set(each, guarded=False) for each in chosen])

    async def _set(self, authorization: Authorization, *, guarded: bool) -> Authorization:
        kind = EventKind.GUARDED if guarded else EventKind.UNGUARDED
        event = Event.about(authorization.id, self._clock.now(), kind)
        # Set, not toggled: what was shown does not matter.
        current = await self._vault.authorization(authorization.id)
        return await self._vault.change(current, replace(current, guarded=guarded), event)
