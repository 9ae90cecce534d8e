"""Guarded authorizations: the passphrase again before a token leaves the vault for a person or a program."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spauth_tui.domain.authorization import Authorization, AuthorizationId
from spauth_tui.domain.errors import PassphraseNeeded
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.secret import Secret
from spauth_tui.services.passphrases import Passphrases
from spauth_tui.services.ports import Clock, Vault


@dataclass(frozen=True, slots=True)
class Permit:
    """Says that the passphrase was typed for what is under way; it holds nothing of the passphrase."""


Leave = Secret | Permit | None
"""What a guarded authorization may be handed out by: the passphrase, a permit that it gave earlier, or neither."""


class Guarding:
    """Decides whether a token may leave the vault, and sets the guard."""

    def __init__(self, vault: Vault, passphrases: Passphrases, clock: Clock) -> None:
        self._vault = vault
        self._passphrases = passphrases
        self._clock = clock

    async def admit(self, authorization_id: AuthorizationId, leave: Leave) -> Permit | None:
        """Return if a token may be handed out now: unguarded, or the passphrase is right or was proven before.

        To be asked at each hand-out: the guard may have been set since the last one. Returns the permit by which later
        hand-outs of the same action may go, None where nothing was proven. Raises `PassphraseNeeded` where neither
        passphrase nor permit was given and `WrongPassphrase`, which the log tells of.
        """
        authorization = await self._vault.authorization(authorization_id)
        if not authorization.guarded or isinstance(leave, Permit):
            return leave if isinstance(leave, Permit) else None
        if leave is None:
            raise PassphraseNeeded
        await self._passphrases.prove(leave)
        return Permit()

    async def guard(self, authorization: Authorization, subject: str) -> Authorization:
        """Ask for the passphrase from now on."""
        return await self._set(authorization, subject, guarded=True)

    async def unguard(self, authorization: Authorization, subject: str, passphrase: Secret) -> Authorization:
        """Ask no more; raises `WrongPassphrase`."""
        (done,) = await self.unguard_many([(authorization, subject)], passphrase)
        return done

    async def unguard_many(
        self, chosen: Sequence[tuple[Authorization, str]], passphrase: Secret
    ) -> tuple[Authorization, ...]:
        """Ask no more for any of them; the passphrase, which is slow to prove, is proven once.

        Raises `WrongPassphrase` before anything is changed.
        """
        await self._passphrases.prove(passphrase)
        return tuple([await self._set(each, subject, guarded=False) for each, subject in chosen])

    async def _set(self, authorization: Authorization, subject: str, *, guarded: bool) -> Authorization:
        kind = EventKind.GUARDED if guarded else EventKind.UNGUARDED
        event = Event(self._clock.now(), kind, subject, "", authorization.id)
        present = await self._vault.authorization(authorization.id)
        await self._vault.save_authorization(replace(present, guarded=guarded), event)
        return await self._vault.authorization(authorization.id)
