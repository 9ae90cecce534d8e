"""How many authorizations stand how, and what of it needs a person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from spauth_tui.domain.access_token import EXPIRING_SOON, SAFETY_MARGIN
from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts at one instant. They hold until `valid_until` unless the vault changes."""

    counts: dict[Standing, int]
    valid_until: datetime

    def of(self, *standings: Standing) -> int:
        """Return how many stand in any of these ways."""
        return sum(self.counts.get(standing, 0) for standing in standings)

    @property
    def to_finish(self) -> int:
        """How many have an unfinished checklist: no refresh token, or none exchanged yet."""
        return self.of(Standing.NO_REFRESH_TOKEN, Standing.READY)


def tally(authorizations: Iterable[Authorization], now: datetime) -> Tally:
    """Count, and find the next instant at which a count changes by itself."""
    counts: Counter[Standing] = Counter()
    change = datetime.max.replace(tzinfo=UTC)
    for authorization in authorizations:
        standing = standing_of(authorization, now)
        counts[standing] += 1
        life = authorization.access_token
        if life is not None and standing in (Standing.LIVE, Standing.EXPIRING_SOON):
            end = life.expires_at - SAFETY_MARGIN
            change = min(change, end - EXPIRING_SOON if standing is Standing.LIVE else end)
    return Tally(dict(counts), change)
