"""Everything a person can do once a vault is unlocked, in one bundle for the screens."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spauth_tui.domain.errors import VaultError
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.preferences import Preferences
from spauth_tui.services.accounts import Accounts
from spauth_tui.services.applications import Applications
from spauth_tui.services.authorizations import Authorizations
from spauth_tui.services.backups import Backups
from spauth_tui.services.brokering import Brokering
from spauth_tui.services.complying import Complying
from spauth_tui.services.copying import Copying
from spauth_tui.services.event_log import EventLog
from spauth_tui.services.exporting import Exporting
from spauth_tui.services.grantless import Grantless
from spauth_tui.services.guarding import Guarding
from spauth_tui.services.handing_out import HandingOut
from spauth_tui.services.importing import Importing
from spauth_tui.services.leaks import Leaks
from spauth_tui.services.passphrases import Passphrases
from spauth_tui.services.ports import (
    Browser,
    Clipboard,
    Clock,
    NewFiles,
    PassphraseKeeper,
    SellingPartnerApi,
    TokenEndpoint,
    Vault,
    VaultStore,
)
from spauth_tui.services.recovery import Recovery
from spauth_tui.services.restricting import Restricting
from spauth_tui.services.revoking import Revoking
from spauth_tui.services.rotating import Rotating
from spauth_tui.services.tokens import Tokens
from spauth_tui.services.verifying import Verifying


@dataclass(frozen=True, slots=True)
class Outside:
    """The outer world that every workspace shares, whichever vault is open."""

    clock: Clock
    endpoint: TokenEndpoint
    selling_partner_api: SellingPartnerApi
    clipboard: Clipboard
    browser: Browser
    files: NewFiles


class Workspace:
    """The services over one unlocked vault, from unlock to lock."""

    def __init__(
        self, vault: Vault, outside: Outside, store: VaultStore, keeper: PassphraseKeeper | None = None
    ) -> None:
        self._vault = vault
        self.path = store.path
        self.name = store.path.stem
        self.clock = outside.clock
        self.browser = outside.browser
        self.files = outside.files
        self.applications = Applications(vault, outside.clock)
        self.accounts = Accounts(vault, outside.clock)
        self.authorizations = Authorizations(vault, outside.clock)
        self.tokens = Tokens(vault, outside.endpoint, outside.clock)
        self.revoking = Revoking(vault, self.tokens, outside.clock)
        self.backups = Backups(vault, store, outside.clock)
        self.passphrases = Passphrases(vault, store.path, self.backups, outside.clock, keeper)
        self.guarding = Guarding(vault, self.passphrases, outside.clock)
        self.copying = Copying(vault, outside.clipboard, outside.clock, self.guarding)
        self.handing_out = HandingOut(vault, self.tokens, self.guarding, outside.clock)
        self.brokering = Brokering(vault, self.handing_out, self.guarding, outside.clock)
        self.verifying = Verifying(vault, outside.selling_partner_api, self.tokens, outside.clock)
        self.grantless = Grantless(vault, outside.endpoint, outside.clock)
        api = outside.selling_partner_api
        self.rotating = Rotating(vault, outside.endpoint, api, self.grantless, outside.clock)
        self.restricting = Restricting(vault, api, self.tokens, self.guarding, outside.clock)
        self.complying = Complying(vault, store, outside.files, outside.clock, self.passphrases)
        self.importing = Importing(vault, self.backups, outside.clock)
        self.exporting = Exporting(vault, self.guarding, outside.files, outside.clock)
        self.leaks = Leaks(vault, outside.clock)
        self.log = EventLog(vault, outside.files, outside.clock)
        self.recovery = Recovery(store, outside.clock)
        self.read_only: VaultError | None = None
        """Why nothing can be saved, where the file can be read but not written; else None."""

    async def note_unlocked(self, failed_at: Sequence[datetime]) -> bool:
        """Write the unlock, and the wrong tries before it, into the log; return whether that could be written."""
        try:
            async with self._vault.batch() as batch:
                for at in failed_at:
                    await batch.record(Event(at, EventKind.UNLOCK_FAILED, self.name))
                await batch.record(Event(self.clock.now(), EventKind.UNLOCKED, self.name))
                await batch.forget_expired(self.clock.now())
        except VaultError as problem:
            self.read_only = problem
            return False
        return True

    async def holdings(self) -> Holdings:
        """Read everything but secrets."""
        return await self._vault.holdings()

    async def changes(self) -> int:
        """Return a number that is another one after another program has written; raises `VaultGone`."""
        return await self._vault.changes()

    async def preferences(self) -> Preferences:
        """Read what the person chose for this vault."""
        return await self._vault.preferences()

    async def save_preferences(self, preferences: Preferences) -> None:
        """Keep what the person chose."""
        event = Event(self.clock.now(), EventKind.PREFERENCES_CHANGED, self.name)
        await self._vault.save_preferences(preferences, event)

    async def close(self, because: str = "") -> None:
        """Stop exchanges, clear the clipboard if it is ours, close the vault and forget its key."""
        await self.tokens.finish()
        await self.copying.clear_if_ours()
        with contextlib.suppress(VaultError):
            await self._vault.forget_expired(self.clock.now())
            await self._vault.record(Event(self.clock.now(), EventKind.LOCKED, self.name, because))
        await self._vault.close()
