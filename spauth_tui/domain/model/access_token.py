"""Short-lived tokens: the access token that LWA issues, and how long such a token remains valid."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from spauth_tui.domain.model.secret import Secret

SAFETY_MARGIN = timedelta(seconds=60)
"""How long before its expiry an access token counts as expired, so that a call started with it can finish."""
EXPIRING_SOON = timedelta(minutes=15)
URGENT = timedelta(minutes=5)


class Freshness(Enum):
    """The state of an access token, as the panes show it."""

    LIVE = "live"
    EXPIRING_SOON = "expiring soon"
    URGENT = "expiring now"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class TokenLife:
    """When the request for a short-lived token began (to be on the safe side) and when it expires, both UTC."""

    asked_at: datetime
    expires_at: datetime

    @property
    def counts_until(self) -> datetime:
        """When it counts as expired (UTC): its expiry minus the safety margin."""
        return self.expires_at - SAFETY_MARGIN

    def remaining(self, now: datetime) -> timedelta:
        """Return the time left until it counts as expired, never negative. This is "time left" everywhere.

        Zero if the clock went back: nobody knows how old the token is.
        """
        return timedelta(0) if self.clock_went_back(now) else max(timedelta(0), self.counts_until - now)

    def fraction_left(self, now: datetime) -> float:
        """Return the share of its lifetime that is left, 0.0 to 1.0."""
        whole = self.counts_until - self.asked_at
        return min(1.0, max(0.0, self.remaining(now) / whole)) if whole > timedelta(0) else 0.0

    def freshness(self, now: datetime) -> Freshness:
        """Return its state at `now`."""
        left = self.remaining(now)
        if left <= timedelta(0):
            return Freshness.EXPIRED
        if left <= URGENT:
            return Freshness.URGENT
        return Freshness.EXPIRING_SOON if left <= EXPIRING_SOON else Freshness.LIVE

    def clock_went_back(self, now: datetime) -> bool:
        """Return whether `now` is before the request."""
        return now < self.asked_at - timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class AccessTokenLife(TokenLife):
    """The lifetime of an access token from an exchange."""

    refresh_token_id: str  # the refresh token it came from, which it shows to work


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token with its value, on its way into the vault or to the clipboard."""

    value: Secret
    life: AccessTokenLife
