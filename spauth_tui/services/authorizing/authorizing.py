"""The services of this package, over one vault."""

from spauth_tui.services.authorizing.accounts import Accounts
from spauth_tui.services.authorizing.applications import Applications
from spauth_tui.services.authorizing.authorizations import Authorizations
from spauth_tui.services.authorizing.leaks import Leaks
from spauth_tui.services.authorizing.removing import Removing
from spauth_tui.services.authorizing.revoking import Revoking
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.exchanging import Tokens
from spauth_tui.services.tokens.guarding import Guarding


class Authorizing:
    """Applications, accounts and authorizations, from adding to removing."""

    def __init__(self, vault: Vault, tokens: Tokens, guarding: Guarding, clock: Clock) -> None:
        self.applications, self.accounts = Applications(vault, clock), Accounts(vault, clock)
        self.authorizations, self.leaks = Authorizations(vault, clock), Leaks(vault, clock)
        self.removing, self.revoking = Removing(vault, guarding, clock), Revoking(vault, tokens, clock)
