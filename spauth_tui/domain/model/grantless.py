"""Grantless access tokens: issued for the application's own credentials, for operations without a selling partner.

Source: SP-API developer documentation, "Grantless operations". No refresh token is involved.
"""

from dataclasses import dataclass

from spauth_tui.domain.model.access_token import TokenLife
from spauth_tui.domain.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Scope:
    """A scope of grantless access tokens. `text` is what is sent."""

    key: str
    text: str
    title: str
    operations: tuple[str, ...]
    path: str = ""
    """The path of one of these operations that only reads, for a first call; empty if none does."""
    is_certain: bool = True  # whether Amazon documents it; otherwise the screens say that it is only reported


NOTIFICATIONS = Scope(
    "notifications",
    "sellingpartnerapi::notifications",
    "Notifications",
    (
        "createDestination",
        "deleteDestination",
        "getDestination",
        "getDestinations",
        "getSubscriptionById",
        "deleteSubscriptionById",
    ),
    "/notifications/v1/destinations",
)
ROTATION = Scope(
    "rotation",
    "sellingpartnerapi::client_credential:rotation",
    "Rotation of the client secret",
    ("rotateApplicationClientSecret",),
)
TRACKING = Scope(
    "tracking", "sellingpartnerapi::shipments:track", "Shipment tracking", ("getShipmentTracking",), is_certain=False
)
SCOPES = (NOTIFICATIONS, ROTATION, TRACKING)
SCOPE_BY_KEY = {scope.key: scope for scope in SCOPES}


@dataclass(frozen=True, slots=True)
class GrantlessLife(TokenLife):
    """The lifetime of one application's access token for one scope."""

    scope_key: str


@dataclass(frozen=True, slots=True)
class GrantlessToken:
    """A grantless access token with its value, on its way into the vault or to the clipboard."""

    value: Secret
    life: GrantlessLife
