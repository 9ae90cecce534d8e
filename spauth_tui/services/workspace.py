"""Everything a person can do once a vault is unlocked, in one bundle for the screens."""

from dataclasses import dataclass

from spauth_tui.domain.holdings import Holdings
from spauth_tui.services.accounts import Accounts
from spauth_tui.services.applications import Applications
from spauth_tui.services.authorizations import Authorizations
from spauth_tui.services.copying import Copying
from spauth_tui.services.ports import Browser, Clipboard, Clock, SellingPartnerApi, TokenEndpoint, Vault
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


class Workspace:
    """The services over one unlocked vault, from unlock to lock."""

    def __init__(self, vault: Vault, outside: Outside) -> None:
        self._vault = vault
        self.clock = outside.clock
        self.browser = outside.browser
        self.applications = Applications(vault, outside.clock)
        self.accounts = Accounts(vault, outside.clock)
        self.authorizations = Authorizations(vault, outside.clock)
        self.tokens = Tokens(vault, outside.endpoint, outside.clock)
        self.copying = Copying(vault, outside.clipboard, outside.clock)
        self.verifying = Verifying(vault, outside.selling_partner_api, outside.clock)

    async def holdings(self) -> Holdings:
        """Read everything but secrets."""
        return await self._vault.holdings()

    async def close(self) -> None:
        """Stop exchanges, clear the clipboard if it is ours, close the vault and forget its key."""
        await self.tokens.finish()
        await self.copying.clear_if_ours()
        await self._vault.close()
