"""How many authorizations are in each state, as time passes."""

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
        """Return how many are in any of these states."""
        return sum(self.counts.get(standing, 0) for standing in standings)


def _change_of(authorization: Authorization, standing: Standing) -> datetime | None:
    """Return when the state changes on its own (UTC); None if it does not."""
    life = authorization.access_token
    if life is None or standing not in {Standing.LIVE, Standing.EXPIRING_SOON}:
        return None
    return life.counts_until - EXPIRING_SOON if standing is Standing.LIVE else life.counts_until


def tally(authorizations: Iterable[Authorization], now: datetime) -> Tally:
    """Count the states, and find when that changes on its own."""
    counts: Counter[Standing] = Counter()
    valid_until = _LATEST
    for each in authorizations:
        standing = standing_of(each, now)
        counts[standing] += 1
        valid_until = min(valid_until, _change_of(each, standing) or _LATEST)
    return Tally(dict(counts), valid_until)
