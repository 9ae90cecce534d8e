"""The outside world that screens and verbs share; each part is imported and built when first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.adapters.system.os_keyring import OsKeyring
from spauth_tui.adapters.vault.files.attempts import AttemptsFile
from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.adapters.vault.key import Deriver, derive_key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.amazon.region import at_simulator
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.services.vault_care.unlocking import Unlocking

if TYPE_CHECKING:
    from spauth_tui.adapters.amazon.http import HttpClient
    from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
    from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
    from spauth_tui.adapters.clipboard.system import SystemClipboard
    from spauth_tui.adapters.system.browser import SystemBrowser
    from spauth_tui.adapters.system.new_files import SystemFiles
    from spauth_tui.services.ports.clock import Clock


class OutsideWorld:
    """Implements `services.workspace.Outside` with this computer and Amazon, or a simulator."""

    def __init__(
        self, clock: Clock, address: str, environment: Mapping[str, str], *, simulates_itself: bool = False
    ) -> None:
        self._address, self._environment = address, environment
        self._simulates_itself = simulates_itself
        self.clock = clock
        self.write_to_terminal: Callable[[str], None] | None = None
        """Writes to the terminal of the screens; None without screens."""

    @cached_property
    def client(self) -> HttpClient:
        """The one HTTP client."""
        from spauth_tui.adapters.amazon.http import HttpClient

        return HttpClient(self._environment)

    @cached_property
    def endpoint(self) -> LoginWithAmazon:
        """Login with Amazon, or the simulator."""
        from spauth_tui.adapters.amazon.lwa import LoginWithAmazon

        return LoginWithAmazon(self.client, self.clock, self._address, is_within=self._simulates_itself)

    @cached_property
    def selling_partner_api(self) -> SellingPartnerApiClient:
        """SP-API, or the simulator."""
        from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient

        return SellingPartnerApiClient(self.client, self.clock, self._simulator, is_within=self._simulates_itself)

    @cached_property
    def _simulator(self) -> str | None:
        """The simulator's address without a path; None if Amazon is asked."""
        from urllib.parse import urlsplit

        parts = urlsplit(self._address)
        return None if self._address == TOKEN_ADDRESS else f"{parts.scheme}://{parts.netloc}"

    def reached(self, endpoint: str) -> str:
        """Return where programs reach one of SP-API's endpoints: there, or at the simulator."""
        if self._simulator is None or self._simulates_itself:
            return endpoint
        return at_simulator(endpoint, self._simulator)

    @cached_property
    def clipboard(self) -> SystemClipboard:
        """The person's clipboard."""
        from spauth_tui.adapters.clipboard.system import SystemClipboard

        clipboard = SystemClipboard(self._environment)
        if self.write_to_terminal is not None:
            clipboard.write_to_terminal = self.write_to_terminal
        return clipboard

    @cached_property
    def browser(self) -> SystemBrowser:
        """The person's browser."""
        from spauth_tui.adapters.system.browser import SystemBrowser

        return SystemBrowser(self._environment)

    @cached_property
    def files(self) -> SystemFiles:
        """New files."""
        from spauth_tui.adapters.system.new_files import SystemFiles

        return SystemFiles()

    def forget_sent(self) -> None:
        """Forget the secrets that were sent to Amazon."""
        if "client" in self.__dict__:
            self.client.forget_sent()

    async def hang_up(self) -> None:
        """Close the connections to Amazon, if any."""
        if "client" in self.__dict__:
            await self.client.close()


def make_unlocking(file: Path, world: OutsideWorld, keyring: OsKeyring, derive: Deriver | None = None) -> Unlocking:
    """Return what unlocks a vault file; `derive` may have started on its key already."""
    store = SqlcipherVaultStore(file, derive or derive_key)
    return Unlocking(store, world, AttemptsFile(file), keyring, AttemptsFile(file, Companion.ASKED))
