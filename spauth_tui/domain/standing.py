"""The one word a pane shows for an authorization, and which of them need a person."""

from datetime import datetime
from enum import Enum

from spauth_tui.domain.access_token import Freshness
from spauth_tui.domain.authorization import Authorization


class Standing(Enum):
    """A pane's state in words, the most urgent first."""

    REVOKED = "revoked"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    EXPIRING_SOON = "expiring soon"
    NO_REFRESH_TOKEN = "no refresh token"
    READY = "ready"
    REFRESHING = "refreshing"
    LIVE = "live"


URGENCY = {standing: rank for rank, standing in enumerate(Standing)}


def standing_of(
    authorization: Authorization, now: datetime, *, refreshing: bool = False, unreachable: bool = False
) -> Standing:
    """Return the state of an authorization.

    `refreshing` and `unreachable` are what the screen knows of the exchange under way or just failed; all else
    is derived from the vault's record.
    """
    if refreshing:
        return Standing.REFRESHING
    if authorization.current_refresh_token is None:
        return Standing.REVOKED if authorization.refresh_tokens else Standing.NO_REFRESH_TOKEN
    if authorization.refusal is not None:
        return Standing.REVOKED if "revoked" in authorization.refusal.description.lower() else Standing.REFUSED
    if unreachable:
        return Standing.UNREACHABLE
    if authorization.access_token is None:
        return Standing.READY
    freshness = authorization.access_token.freshness(now)
    if freshness is Freshness.EXPIRED:
        return Standing.EXPIRED
    return Standing.LIVE if freshness is Freshness.LIVE else Standing.EXPIRING_SOON


def needs_refresh(authorization: Authorization, now: datetime) -> bool:
    """Say whether "refresh all" takes it: a refresh token, not refused, and not plainly live."""
    return standing_of(authorization, now) in {Standing.READY, Standing.EXPIRED, Standing.EXPIRING_SOON}
