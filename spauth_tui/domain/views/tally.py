"""How many authorizations stand how, as time goes on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from spauth_tui.domain.model.access_token import EXPIRING_SOON
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.views.status import Standing, standing_of

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts at one instant. They hold until `valid_until` unless the vault changes."""

    counts: dict[Standing, int]
    valid_until: datetime

    def of(self, *standings: Standing) -> int:
        """Return how many stand in any of these ways."""
        return sum(self.counts.get(standing, 0) for standing in standings)


def _change_of(authorization: Authorization, standing: Standing) -> datetime | None:
    """Return when the standing changes by itself (UTC); None for one that does not."""
    life = authorization.access_token
    if life is None or standing not in {Standing.LIVE, Standing.EXPIRING_SOON}:
        return None
    return life.counts_until - EXPIRING_SOON if standing is Standing.LIVE else life.counts_until


def tally(authorizations: Iterable[Authorization], now: datetime) -> Tally:
    """Count how many stand how, and say when that changes by itself."""
    counts: Counter[Standing] = Counter()
    valid_until = _LATEST
    for each in authorizations:
        standing = standing_of(each, now)
        counts[standing] += 1
        valid_until = min(valid_until, _change_of(each, standing) or _LATEST)
    return Tally(dict(counts), valid_until)
