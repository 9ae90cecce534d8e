"""The services of this package, over one vault."""

from spauth_tui.services.ports.amazon import SellingPartnerApi, TokenEndpoint
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.testing.rotating import Rotating
from spauth_tui.services.testing.verifying import Verifying
from spauth_tui.services.tokens.exchanging import Tokens
from spauth_tui.services.tokens.grantless import Grantless


class Testing:
    """Test calls, and the rotation that ends with one."""

    def __init__(
        self,
        vault: Vault,
        endpoint: TokenEndpoint,
        api: SellingPartnerApi,
        tokens: Tokens,
        grantless: Grantless,
        clock: Clock,
    ) -> None:
        self.verifying = Verifying(vault, api, tokens, clock)
        self.rotating = Rotating(vault, endpoint, api, grantless, clock)
