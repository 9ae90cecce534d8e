"""An SP-API application and its client secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from spauth_tui.domain.model.grantless import GrantlessLife
from spauth_tui.domain.model.secret import Secret

ApplicationId = NewType("ApplicationId", str)
ClientSecretId = NewType("ClientSecretId", str)

DEFAULT_AUTHORIZATION_LIMIT = 10
"""The slots of a private application. Source: devdocs "Application authorization limits"."""

OVERLAP = timedelta(days=7)  # how long the old client secret still works after a rotation. Source: the same page
CLIENT_SECRET_LIFETIME = timedelta(days=180)
"""A client secret must be rotated within this time. Source: devdocs "Rotating your app's LWA credentials"."""


class Kind(Enum):
    """Whose data it is about: a seller's or a vendor's."""

    SELLER = "seller"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class ClientSecretRecord:
    """One client secret without its value. `expires_at` is None if the person gave no date."""

    id: ClientSecretId
    stored_at: datetime
    expires_at: datetime | None
    proven_at: datetime | None = None  # when LWA first accepted it, or again after a refusal; None until then
    refused_at: datetime | None = None  # when LWA last refused it (`invalid_client`); None once it is accepted again
    hex_digits: int = 0  # how many it has after its beginning; 0 if it is anything else. See `diagnosis/cut_short.py`

    @property
    def is_accepted(self) -> bool:
        """Whether LWA has accepted it, and not refused it since."""
        return self.proven_at is not None and self.refused_at is None

    def is_over(self, now: datetime) -> bool:
        """Return whether its expiry, if known, has passed."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A client secret on its way into the vault."""

    record: ClientSecretRecord
    value: Secret


@dataclass(frozen=True, slots=True)
class Application:
    """A private SP-API application. The values of its client secrets stay in the vault."""

    id: ApplicationId
    label: str
    client_id: str
    kind: Kind
    created_at: datetime
    authorization_limit: int = DEFAULT_AUTHORIZATION_LIMIT
    client_secrets: tuple[ClientSecretRecord, ...] = ()  # newest first; their rules are in `client_secrets.py`
    slots_elsewhere: int = 0  # slots used by accounts outside this vault, according to the console
    grantless: tuple[GrantlessLife, ...] = ()  # the grantless access tokens, by scope

    @property
    def client_secret(self) -> ClientSecretRecord | None:
        """The newest client secret, or None if none is stored yet."""
        return self.client_secrets[0] if self.client_secrets else None
