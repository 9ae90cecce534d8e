"""Everything a person can do with an unlocked vault; what needs the outside world is built at first use."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from spauth_tui.domain.errors.vault import PassphraseNeeded, VaultDamaged, VaultError, VaultLocked
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.removal import KEPT_FOR
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.views.naming import Named
from spauth_tui.services.ports.amazon import RetryingEndpoint, SellingPartnerApi, TokenEndpoint
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import Browser, Clipboard, NewFiles, PassphraseKeeper
from spauth_tui.services.ports.vault import Attempts, Transaction, Vault, VaultStore
from spauth_tui.services.tokens.copying import Copying
from spauth_tui.services.tokens.exchanging import Tokens
from spauth_tui.services.tokens.guarding import Ask, Guarding, Permit
from spauth_tui.services.tokens.handing_out import HandingOut
from spauth_tui.services.tokens.sending import GuardedApi, GuardedEndpoint
from spauth_tui.services.vault_care.backups import Backups
from spauth_tui.services.vault_care.passphrases import Passphrases
from spauth_tui.services.vault_care.recovery import Recovery
from spauth_tui.services.vault_care.tries import AttemptsInMemory, Tries

if TYPE_CHECKING:
    # With these at the top, `token` would take a fifth longer.
    from spauth_tui.services.authorizing.authorizing import Authorizing
    from spauth_tui.services.import_export.exporting import Exporting
    from spauth_tui.services.import_export.importing import Importing
    from spauth_tui.services.lending.brokering import Brokering
    from spauth_tui.services.testing.conforming import Conforming
    from spauth_tui.services.testing.testing import Testing
    from spauth_tui.services.tokens.grantless import Grantless
    from spauth_tui.services.tokens.restricting import Restricting
    from spauth_tui.services.vault_care.event_log import EventLog
    from spauth_tui.services.vault_care.storage_practices import StoragePractices


class Outside(Protocol):
    """The outside world that every workspace shares, whichever vault is open."""

    @property
    def clock(self) -> Clock:
        """The clock."""

    @property
    def endpoint(self) -> RetryingEndpoint:
        """Login with Amazon."""

    @property
    def selling_partner_api(self) -> SellingPartnerApi:
        """SP-API."""

    @property
    def clipboard(self) -> Clipboard:
        """The person's clipboard."""

    @property
    def browser(self) -> Browser:
        """The person's browser."""

    @property
    def files(self) -> NewFiles:
        """New files for the person alone."""

    def reached(self, endpoint: str) -> str:
        """Return where programs reach one of SP-API's endpoints: there, or at a simulator."""

    def forget_sent(self) -> None:
        """Forget the secrets that were sent to Amazon."""


class Workspace:
    """The services over one unlocked vault, from unlock to lock."""

    def __init__(
        self,
        vault: Vault,
        outside: Outside,
        store: VaultStore,
        keeper: PassphraseKeeper | None = None,
        asked: Attempts | None = None,
    ) -> None:
        self._vault, self._outside, self._store, self._keeper = vault, outside, store, keeper
        self.path = store.path
        self.name = harmless(store.path.stem)
        self.clock = outside.clock
        self.reached = outside.reached
        self.ask: Ask | None = None
        """Asks for the passphrase before something guarded goes to anyone but Amazon; if None, it is not sent."""
        self._tries = Tries(asked if asked is not None else AttemptsInMemory(), self.clock, vault, self.name)
        self.read_only: VaultError | None = None  # why nothing can be saved, if the file is read-only; else None
        self.backups = Backups(vault, store, self.clock, self._tries)
        self.passphrases = Passphrases(vault, store.path, self.backups, self.clock, keeper, self._tries)
        self.guarding = Guarding(vault, self.passphrases, self.clock, self._have_it_typed)
        self.recovery = Recovery(store, self.clock, self._tries)

    @property
    def browser(self) -> Browser:
        """The person's browser."""
        return self._outside.browser

    @property
    def files(self) -> NewFiles:
        """New files for the person alone."""
        return self._outside.files

    @cached_property
    def _endpoint(self) -> TokenEndpoint:
        """Login with Amazon, or its guarded replacement."""
        if not self._outside.endpoint.goes_elsewhere:
            return self._outside.endpoint
        return GuardedEndpoint(self._outside.endpoint, self.guarding)

    @cached_property
    def _api(self) -> SellingPartnerApi:
        """SP-API, or its guarded replacement."""
        if not self._outside.selling_partner_api.goes_elsewhere:
            return self._outside.selling_partner_api
        return GuardedApi(self._outside.selling_partner_api, self.guarding)

    @cached_property
    def tokens(self) -> Tokens:
        """Exchanging refresh tokens."""
        return Tokens(self._vault, self._endpoint, self.clock)

    @cached_property
    def authorizing(self) -> Authorizing:
        """Applications, accounts and authorizations, from adding to removing."""
        from spauth_tui.services.authorizing.authorizing import Authorizing

        return Authorizing(self._vault, self.tokens, self.guarding, self.clock)

    @property
    def goes_elsewhere(self) -> bool:
        """Whether exchanges go to anyone but Amazon, so that the guard asks first."""
        return self._endpoint.goes_elsewhere

    async def _have_it_typed(self, guarding: Guarding) -> Permit:
        if self.ask is None:
            raise PassphraseNeeded
        return await self.ask(guarding)

    @cached_property
    def copying(self) -> Copying:
        """Copying access tokens."""
        return Copying(self._vault, self._outside.clipboard, self.clock, self.guarding, self._outside.reached)

    @cached_property
    def handing_out(self) -> HandingOut:
        """Lending access tokens to programs."""
        return HandingOut(self._vault, self.tokens, self.guarding, self.clock)

    @cached_property
    def brokering(self) -> Brokering:
        """Lending throwaway credentials to SDKs."""
        from spauth_tui.services.lending.brokering import Brokering

        return Brokering(self._vault, self.handing_out, self.guarding, self.clock)

    @cached_property
    def testing(self) -> Testing:
        """Test calls, and the rotation that ends with one."""
        from spauth_tui.services.testing.testing import Testing

        return Testing(self._vault, self._endpoint, self._api, self.tokens, self.grantless, self.clock)

    @cached_property
    def conforming(self) -> Conforming:
        """Comparing Amazon's replies with the simulator's."""
        from spauth_tui.services.testing.conforming import Conforming

        return Conforming(self._vault, self._endpoint, self._api, self.testing.verifying, self.clock)

    @cached_property
    def grantless(self) -> Grantless:
        """Getting grantless access tokens."""
        from spauth_tui.services.tokens.grantless import Grantless

        return Grantless(self._vault, self._endpoint, self.guarding, self.clock)

    @cached_property
    def restricting(self) -> Restricting:
        """Getting restricted data tokens."""
        from spauth_tui.services.tokens.restricting import Restricting

        return Restricting(self._vault, self._api, self.tokens, self.guarding, self.clock)

    @cached_property
    def storage_practices(self) -> StoragePractices:
        """Amazon's storage practices and the inventory."""
        from spauth_tui.services.vault_care.storage_practices import StoragePractices

        return StoragePractices(
            self._vault,
            self._store,
            self._outside.files,
            self.clock,
            self.passphrases,
            goes_elsewhere=self.goes_elsewhere,
        )

    @cached_property
    def importing(self) -> Importing:
        """Importing credentials from files."""
        from spauth_tui.services.import_export.importing import Importing

        return Importing(self._vault, self.backups, self.clock)

    @cached_property
    def exporting(self) -> Exporting:
        """Writing credentials to files."""
        from spauth_tui.services.import_export.exporting import Exporting

        return Exporting(self._vault, self.guarding, self._outside.files, self.clock)

    @cached_property
    def log(self) -> EventLog:
        """Reading and exporting the event log."""
        from spauth_tui.services.vault_care.event_log import EventLog

        return EventLog(self._vault, self._outside.files, self.clock)

    async def note_unlocked(self, failed_at: Sequence[datetime]) -> bool:
        """Log the unlock and the wrong tries before it; return whether that could be written."""
        try:
            async with self._vault.batch() as batch:
                for at in failed_at:
                    await batch.record(Event(at, EventKind.UNLOCK_FAILED, self.name))
                await batch.record(Event(self.clock.now(), EventKind.UNLOCKED, self.name))
                await batch.forget_expired(self.clock.now())
                await _delete_removed(batch, self.clock.now())
        except (VaultDamaged, VaultLocked):
            raise
        except VaultError as problem:
            self.read_only = problem
            return False
        return True

    async def holdings(self) -> Holdings:
        """Read everything but secrets."""
        return await self._vault.holdings()

    async def look_ahead(self) -> None:
        """Read what is displayed first, so that damage shows at once; closes the vault if that fails."""
        try:
            # The vault remembers it.
            await self.holdings()
            await self.preferences()
        except VaultError:
            await self._vault.close()
            raise

    async def names(self) -> tuple[Named, ...]:
        """Read the name of every authorization."""
        return await self._vault.names()

    async def part(self, application_id: ApplicationId) -> Holdings:
        """Read one application with its authorizations and their accounts; raises `NoSuchRecord`."""
        return await self._vault.holdings(application_id)

    async def changes(self) -> int:
        """Return a number that changes when another program writes; raises `VaultGone`, `VaultTooNew`."""
        return await self._vault.changes()

    async def preferences(self) -> Preferences:
        """Read the preferences of this vault."""
        return await self._vault.preferences()

    async def change_preferences(self, shown: Preferences, wanted: Preferences) -> Preferences:
        """Store the changed preferences; return all of them. Raises `ChangedMeanwhile`."""
        if wanted == shown:
            return await self._vault.preferences()
        event = Event(self.clock.now(), EventKind.PREFERENCES_CHANGED, self.name)
        return await self._vault.change(shown, wanted, event)

    async def close(self, because: str = "") -> None:
        """Stop exchanges, clear the clipboard if it is ours, close the vault, forget its key and what was sent."""
        if "tokens" in self.__dict__:
            await self.tokens.finish()
        self._outside.forget_sent()
        if "copying" in self.__dict__:
            await self.copying.clear_if_ours()
        with contextlib.suppress(VaultError):
            async with self._vault.batch() as batch:
                await batch.forget_expired(self.clock.now())
                await batch.record(Event(self.clock.now(), EventKind.LOCKED, self.name, because))
        await self._vault.close()


async def _delete_removed(batch: Transaction, now: datetime) -> None:
    """Delete for good what was removed seven days ago."""
    until = now - KEPT_FOR
    removed = await batch.removed(until)
    if removed.marks:
        for each in removed.removals:
            await batch.record(Event(now, EventKind.DELETED, each.name, each.kind))
        await batch.delete_removed(until)
