"""The one word a pane shows for an authorization, and which of them need a person."""

from datetime import datetime
from enum import Enum

from spauth_tui.domain.model.access_token import Freshness
from spauth_tui.domain.model.authorization import Authorization


class Standing(Enum):
    """The state that a pane shows, the most urgent first."""

    REVOKED = "revoked"
    REFUSED = "refused"
    DENIED = "refused by SP-API"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    EXPIRING_SOON = "expiring soon"
    NO_REFRESH_TOKEN = "no refresh token"
    READY = "ready"
    REFRESHING = "refreshing"
    LIVE = "live"


URGENCY = {standing: rank for rank, standing in enumerate(Standing)}
REFUSALS = frozenset({Standing.REVOKED, Standing.REFUSED, Standing.DENIED})
"""Amazon said no."""
UNFINISHED = frozenset({Standing.NO_REFRESH_TOKEN, Standing.READY})
"""The checklist is unfinished: no refresh token, or none exchanged yet."""


def standing_of(
    authorization: Authorization, now: datetime, *, refreshing: bool = False, unreachable: bool = False
) -> Standing:
    """Return the one state of an authorization; what the screen knows of an exchange comes in by the flags."""
    if refreshing:
        return Standing.REFRESHING
    if authorization.current_refresh_token is None:
        return Standing.REVOKED if authorization.refresh_tokens else Standing.NO_REFRESH_TOKEN
    if authorization.refusal is not None:
        return Standing.REVOKED if "revoked" in authorization.refusal.description.lower() else Standing.REFUSED
    if unreachable:
        return Standing.UNREACHABLE
    return Standing.DENIED if authorization.api_refusal is not None else token_standing(authorization, now)


def token_standing(authorization: Authorization, now: datetime) -> Standing:
    """Return the state of the access token, whatever SP-API said."""
    if authorization.access_token is None:
        return Standing.READY
    freshness = authorization.access_token.freshness(now)
    if freshness is Freshness.EXPIRED:
        return Standing.EXPIRED
    return Standing.LIVE if freshness is Freshness.LIVE else Standing.EXPIRING_SOON


def needs_refresh(authorization: Authorization, now: datetime) -> bool:
    """Return whether "refresh all" takes it: LWA has not refused its refresh token, and it is not simply live."""
    if authorization.current_refresh_token is None or authorization.refusal is not None:
        return False
    return token_standing(authorization, now) is not Standing.LIVE
