"""A leak: what leaked, and how far the person has dealt with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId

LeakId = NewType("LeakId", str)


class Leaked(Enum):
    """What can leak, as shown."""

    ACCESS_TOKEN = "access token"
    REFRESH_TOKEN = "refresh token"
    CLIENT_SECRET = "client secret"


@dataclass(frozen=True, slots=True)
class Leak:
    """One leak and the finished steps; open until `closed_at` (UTC)."""

    id: LeakId
    opened_at: datetime
    leaked: Leaked
    subject: str
    application_id: ApplicationId
    authorization_id: AuthorizationId | None = None
    """None for a client secret, which belongs to no single authorization."""
    done: frozenset[str] = frozenset()
    closed_at: datetime | None = None
