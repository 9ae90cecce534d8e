"""Where to sign in and press Authorize app: addresses and click paths, as data.

Click paths: Amazon's page "Authorize Private Applications" and the developer documentation on revoking. The console's
address on each host is a best guess, so the screens always show the click path beside it.
"""

from dataclasses import dataclass

from spauth_tui.domain.amazon.marketplace import marketplace, marketplaces_of
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Kind

_CONSOLE = "/sellingpartner/developerconsole"
REVOKE_PATH = (
    "the developer console",
    "the arrow beside Edit App",
    "Authorize",
    "Revoke Authorization",
    "Self-Authorizations",
    "Revoke",
)
"""The click path to revoking a self-authorization (developer documentation, "Revoke Authorizations")."""


PROVIDER_CONSOLE = f"https://solutionproviderportal.amazon.com{_CONSOLE}"
ROTATE_PATH = ("the developer console", "LWA credentials: View", "Rotate secret")
"""The click path to a new client secret (developer documentation, "Rotating your app's LWA credentials")."""


@dataclass(frozen=True, slots=True)
class Portal:
    """One place to authorize from."""

    key: str
    name: str
    address: str
    click_path: tuple[str, ...]
    hint: str = ""


def portals_for(account: Account) -> tuple[Portal, ...]:
    """Return the portals in which this account can be authorized: the one that replaces the others, then its own."""
    known = (marketplace(code) for code in account.marketplaces)
    home = next((each for each in known if each), marketplaces_of(account.region)[0])
    doubtful = " Sources differ on this marketplace's host." if home.doubtful_host else ""
    authorize = ("the arrow beside Edit App", "Authorize", "Authorize app in this account's row")
    if account.kind is Kind.VENDOR:
        name, host, menus = "Vendor Central", home.vendor_host, ("Integration", "API Integration")
        hint = "Administrators can also authorize for each vendor group."
    else:
        name, host, menus = "Seller Central", home.seller_host, ("Apps and Services", "Develop Apps")
        hint = "Older menus say Partner Network, then Develop Apps."
    own = Portal(
        name.lower().replace(" ", "-"),
        f"{name} {home.code}",
        f"https://{host}{_CONSOLE}",
        (*menus, *authorize),
        hint + doubtful,
    )
    provider = Portal(
        "solution-provider-portal",
        "Solution Provider Portal",
        PROVIDER_CONSOLE,
        ("Develop Apps (or Apps, then Develop Apps Console)", *authorize),
        "For a Seller Central account, use the sign-in link on its Manage Authorizations page.",
    )
    return provider, own


def chosen_portal(account: Account, key: str) -> Portal:
    """Return the portal with this key, or the one to try first."""
    portals = portals_for(account)
    return next((portal for portal in portals if portal.key == key), portals[0])
