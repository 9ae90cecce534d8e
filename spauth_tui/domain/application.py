"""The SP-API application and its client secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from spauth_tui.domain.secret import Secret

ApplicationId = NewType("ApplicationId", str)
ClientSecretId = NewType("ClientSecretId", str)

DEFAULT_AUTHORIZATION_LIMIT = 10
"""Self-authorizations of a private application. Source: devdocs "Application authorization limits"."""

CLIENT_SECRET_LIFETIME = timedelta(days=180)
"""A client secret must be rotated within this time. Source: devdocs "Rotating your app's LWA credentials"."""


class Kind(Enum):
    """Whose data it is about: a seller's or a vendor's."""

    SELLER = "seller"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class ClientSecretRecord:
    """What may be shown of one client secret. `expires_at` is None when the person gave no date."""

    id: ClientSecretId
    stored_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A client secret on its way into the vault."""

    record: ClientSecretRecord
    value: Secret


@dataclass(frozen=True, slots=True)
class Application:
    """One private SP-API application. Its client secrets' values stay in the vault."""

    id: ApplicationId
    label: str
    client_id: str
    kind: Kind
    created_at: datetime
    authorization_limit: int = DEFAULT_AUTHORIZATION_LIMIT
    client_secrets: tuple[ClientSecretRecord, ...] = ()
    """Newest first; the first is the one exchanged with."""

    @property
    def client_secret(self) -> ClientSecretRecord | None:
        """The client secret in use, or None if none is stored yet."""
        return self.client_secrets[0] if self.client_secrets else None
