"""The one word a pane shows for an authorization."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from spauth_tui.domain.model.access_token import Freshness
from spauth_tui.domain.model.authorization import Authorization


class Status(Enum):
    """The state that a pane shows, the most urgent first."""

    REVOKED = "revoked"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    EXPIRING_SOON = "expiring soon"
    NO_REFRESH_TOKEN = "no refresh token"
    READY = "ready"
    REFRESHING = "refreshing"
    LIVE = "live"


URGENCY = {status: rank for rank, status in enumerate(Status)}
REFUSALS = frozenset({Status.REVOKED, Status.REFUSED})  # Amazon said no
UNFINISHED = frozenset({Status.NO_REFRESH_TOKEN, Status.READY})
"""The checklist is unfinished: no refresh token, or none exchanged yet."""


def status_of(
    authorization: Authorization, now: datetime, *, refreshing: bool = False, unreachable: bool = False
) -> Status:
    """Return the one state of an authorization; only the screen knows the flags."""
    if refreshing:
        return Status.REFRESHING
    if authorization.current_refresh_token is None:
        return Status.REVOKED if authorization.refresh_tokens else Status.NO_REFRESH_TOKEN
    if authorization.refusal is not None:
        return Status.REVOKED if "revoked" in authorization.refusal.description.lower() else Status.REFUSED
    return Status.UNREACHABLE if unreachable else token_status(authorization, now)


def is_denied(authorization: Authorization) -> bool:
    """Return whether SP-API denied the last test call: a problem beside the state, unless that is a refusal."""
    has_refusal = authorization.refusal is not None or authorization.current_refresh_token is None
    return authorization.api_refusal is not None and not has_refusal


def token_status(authorization: Authorization, now: datetime) -> Status:
    """Return the state of the access token, regardless of SP-API."""
    if authorization.access_token is None:
        return Status.READY
    freshness = authorization.access_token.freshness(now)
    if freshness is Freshness.EXPIRED:
        return Status.EXPIRED
    return Status.LIVE if freshness is Freshness.LIVE else Status.EXPIRING_SOON


class Tally(Counter[Status]):
    """How many authorizations are in each state, at one instant."""

    def of(self, *statuses: Status) -> int:
        """Return how many are in any of these states."""
        return sum(self[status] for status in statuses)


def tally(authorizations: Iterable[Authorization], now: datetime) -> Tally:
    """Count the states."""
    return Tally(status_of(each, now) for each in authorizations)


def needs_refresh(authorization: Authorization, now: datetime) -> bool:
    """Return whether "refresh all" includes it: its refresh token was not refused, its access token is not live."""
    if authorization.current_refresh_token is None or authorization.refusal is not None:
        return False
    return token_status(authorization, now) is not Status.LIVE
