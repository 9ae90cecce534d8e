"""Removing applications, accounts and authorizations: past the guard, which goes with what it guards."""

from collections.abc import Sequence

from spauth_tui.domain.account import Account
from spauth_tui.domain.application import Application
from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.holdings import Holdings
from spauth_tui.services.guarding import Guarding, Leave
from spauth_tui.services.ports import Clock, Vault


class Removing:
    """Removes records with all that hangs on them. Amazon's side is not touched."""

    def __init__(self, vault: Vault, guarding: Guarding, clock: Clock) -> None:
        self._vault, self._guarding, self._clock = vault, guarding, clock

    async def remove(self, doomed: Sequence[Application | Account | Authorization], leave: Leave = None) -> None:
        """Remove them all.

        Where a guarded authorization goes, its application's client secret would no longer be guarded: raises
        `PassphraseNeeded` and `WrongPassphrase` then, before anything is removed.
        """
        held, ids = await self._vault.holdings(), {str(each.id) for each in doomed}
        theirs = [each for each in held.authorizations if ids & {each.id, each.account_id, each.application_id}]
        await self._guarding.admit_all(theirs, leave)
        for each in doomed:
            await self._remove(each, held)

    async def _remove(self, doomed: Application | Account | Authorization, held: Holdings) -> None:
        now, kind = self._clock.now(), EventKind.REMOVED
        match doomed:
            case Application():
                await self._vault.remove_application(doomed.id, Event(now, kind, doomed.label, "application"))
            case Account():
                await self._vault.remove_account(doomed.id, Event(now, kind, doomed.label, "account"))
            case Authorization():
                event = Event(now, kind, held.subject(doomed), "authorization", doomed.id)
                await self._vault.remove_authorization(doomed.id, event)
