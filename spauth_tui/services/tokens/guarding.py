"""Guarded authorizations: the passphrase again before a token leaves the vault for a person or a program."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from spauth_tui.domain.errors import PassphraseNeeded
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports import Clock, Vault
from spauth_tui.services.vault_care.passphrases import Passphrases


@dataclass(frozen=True, slots=True)
class Permit:
    """Says that the passphrase was typed for what is under way; it holds nothing of the passphrase."""


Leave = Secret | Permit | None
"""What a guarded authorization may be handed out by: the passphrase, a permit that it gave earlier, or neither."""


Ask = Callable[["Guarding"], Awaitable[Permit]]
"""Has the passphrase typed in the middle of what is under way; raises `PassphraseNeeded` where nobody types it."""


class Guarding:
    """Decides whether a value may leave the vault, and sets the guard.

    What an application shares among its authorizations, its client secret and grantless access tokens, is guarded as
    soon as one of them is. To Amazon's own hosts everything goes without asking; `services.sending` asks here for
    everything else. `ask` is who has the passphrase typed then; without one `PassphraseNeeded` is raised.
    """

    def __init__(self, vault: Vault, passphrases: Passphrases, clock: Clock, ask: Ask | None = None) -> None:
        self._vault = vault
        self._passphrases = passphrases
        self._clock = clock
        self._ask = ask

    async def admit(self, authorization_id: AuthorizationId, leave: Leave) -> Permit | None:
        """Return if a token may be handed out now: unguarded, or the passphrase is right or was proven before.

        To be asked at each hand-out: the guard may have been set since the last one. Returns the permit by which later
        hand-outs of the same action may go, None where nothing was proven. Raises `PassphraseNeeded` where neither
        passphrase nor permit was given and `WrongPassphrase`, which the log tells of.
        """
        return await self.admit_all([await self._vault.authorization(authorization_id)], leave)

    async def admit_application(self, application_id: ApplicationId, leave: Leave) -> Permit | None:
        """Return likewise if what an application shares may be handed out to a person or a program."""
        return await self.admit_all((await self._vault.part(application_id)).authorizations, leave)

    async def admit_all(self, present: Iterable[Authorization], leave: Leave) -> Permit | None:
        """Return likewise for what all of these have in common."""
        if isinstance(leave, Permit) or not any(each.guarded for each in present):
            return leave if isinstance(leave, Permit) else None
        if leave is None:
            raise PassphraseNeeded
        return await self.prove(leave)

    async def admit_client_elsewhere(self, client_id: str) -> None:
        """Return if client secret and refresh tokens of an application may go to anybody but Amazon.

        Raises `PassphraseNeeded` and `WrongPassphrase`.
        """
        held = await self._vault.holdings()
        theirs = {each.id for each in held.applications if each.client_id == client_id}
        for each in held.authorizations:
            if each.guarded and (each.application_id in theirs or not theirs):
                through = f"Its application's client secret is guarded through {held.subject(each)}"
                await self._have_it_typed(f"{through}: nothing was sent.")
                return

    async def admit_token_elsewhere(self, token: Secret) -> None:
        """Return likewise if an access token, grantless or not, may: one of an unknown owner is taken as guarded."""
        held = await self._vault.holdings()
        guarded = {each.application_id for each in held.authorizations if each.guarded}
        if not guarded:
            return
        for each in held.authorizations:
            present = None if each.guarded else await self._vault.access_token(each.id)
            if present is not None and present.value == token:
                return
        for application in held.applications:
            for life in () if application.id in guarded else application.grantless:
                lent = await self._vault.grantless_token(application.id, life.scope_key)
                if lent is not None and lent.value == token:
                    return
        await self._have_it_typed("The access token is guarded: nothing was sent.")

    async def times_set(self, authorization_id: AuthorizationId) -> int:
        """Return how often the guard was set: a permit that outlives its action holds until that grows."""
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
            raise PassphraseNeeded(if_declined, declined.remedy) from None

    async def guard(self, authorization: Authorization, subject: str) -> Authorization:
        """Ask for the passphrase from now on."""
        return await self._set(authorization, subject, guarded=True)

    async def unguard(self, authorization: Authorization, subject: str, leave: Secret | Permit) -> Authorization:
        """Stop asking; raises `WrongPassphrase`."""
        (done,) = await self.unguard_many([(authorization, subject)], leave)
        return done

    async def unguard_many(
        self, chosen: Sequence[tuple[Authorization, str]], leave: Secret | Permit
    ) -> tuple[Authorization, ...]:
        """Stop asking for any of them; the passphrase, which is slow to prove, is proven once.

        Raises `WrongPassphrase` before anything is changed.
        """
        if isinstance(leave, Secret):
            await self.prove(leave)
        return tuple([await self._set(each, subject, guarded=False) for each, subject in chosen])

    async def _set(self, authorization: Authorization, subject: str, *, guarded: bool) -> Authorization:
        kind = EventKind.GUARDED if guarded else EventKind.UNGUARDED
        event = Event(self._clock.now(), kind, subject, "", authorization.id)
        # Said outright, and not turned round: what was shown does not matter.
        present = await self._vault.authorization(authorization.id)
        return await self._vault.change(present, replace(present, guarded=guarded), event)
