"""How many authorizations are in each state, as time passes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from spauth_tui.domain.model.access_token import EXPIRING_SOON
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.views.status import Status, status_of

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts at one instant. They hold until `valid_until` unless the vault changes."""

    counts: dict[Status, int]
    valid_until: datetime

    def of(self, *statuses: Status) -> int:
        """Return how many are in any of these states."""
        return sum(self.counts.get(status, 0) for status in statuses)


def _change_of(authorization: Authorization, status: Status) -> datetime | None:
    """Return when the state changes on its own (UTC); None if it does not."""
    life = authorization.access_token
    if life is None or status not in {Status.LIVE, Status.EXPIRING_SOON}:
        return None
    return life.counts_until - EXPIRING_SOON if status is Status.LIVE else life.counts_until


def tally(authorizations: Iterable[Authorization], now: datetime) -> Tally:
    """Count the states, and find when that changes on its own."""
    counts: Counter[Status] = Counter()
    valid_until = _LATEST
    for each in authorizations:
        status = status_of(each, now)
        counts[status] += 1
        valid_until = min(valid_until, _change_of(each, status) or _LATEST)
    return Tally(dict(counts), valid_until)
