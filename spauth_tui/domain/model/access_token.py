"""Short-lived tokens: the access token that LWA gives in exchange, and how long such a token still lives."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from spauth_tui.domain.model.secret import Secret

SAFETY_MARGIN = timedelta(seconds=60)
"""An access token counts as expired this long before it is, so that a call begun with it can end."""
EXPIRING_SOON = timedelta(minutes=15)
URGENT = timedelta(minutes=5)


class Freshness(Enum):
    """How an access token stands, in the words the panes use."""

    LIVE = "live"
    EXPIRING_SOON = "expiring soon"
    URGENT = "expiring now"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class TokenLife:
    """When a short-lived token was asked for (the request began: the safe side) and when it ends, both UTC."""

    asked_at: datetime
    expires_at: datetime

    @property
    def counts_until(self) -> datetime:
        """When it counts as expired (UTC): its end less the safety margin."""
        return self.expires_at - SAFETY_MARGIN

    def remaining(self, now: datetime) -> timedelta:
        """Return the time left until it counts as expired, never negative. Everything that says time left says this."""
        return max(timedelta(0), self.counts_until - now)

    def fraction_left(self, now: datetime) -> float:
        """Return the share of its life that is left, 0.0 to 1.0."""
        whole = self.counts_until - self.asked_at
        return min(1.0, max(0.0, self.remaining(now) / whole)) if whole > timedelta(0) else 0.0

    def freshness(self, now: datetime) -> Freshness:
        """Return how it stands at `now`."""
        left = self.remaining(now)
        if left <= timedelta(0):
            return Freshness.EXPIRED
        if left <= URGENT:
            return Freshness.URGENT
        return Freshness.EXPIRING_SOON if left <= EXPIRING_SOON else Freshness.LIVE

    def clock_went_back(self, now: datetime) -> bool:
        """Say whether `now` lies before the request: the countdown cannot be trusted, refresh to know."""
        return now < self.asked_at - timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class AccessTokenLife(TokenLife):
    """The life of an access token that a refresh token was exchanged for."""

    refresh_token_id: str
    """Which refresh token it was exchanged for: evidence that that one works."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token with its value, on its way into the vault or to the clipboard."""

    value: Secret
    life: AccessTokenLife
