"""How many authorizations stand how, as time goes on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import heapify, heappop, heappush

from spauth_tui.domain.access_token import EXPIRING_SOON
from spauth_tui.domain.authorization import Authorization, AuthorizationId
from spauth_tui.domain.standing import Standing, standing_of

_EARLIEST = datetime.min.replace(tzinfo=UTC)
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


class Counting:
    """Counts over time. Only what was put in or whose own time has come is looked at again, however many there are."""

    def __init__(self, authorizations: Iterable[Authorization]) -> None:
        self._authorizations = {each.id: each for each in authorizations}
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._unseen = set(self._authorizations)
        self._standings: dict[AuthorizationId, Standing] = {}
        self._counts: Counter[Standing] = Counter()
        self._change_by_id: dict[AuthorizationId, datetime] = {}
        # A heap. What was put in anew may still have its former change in it, which is passed over.
        self._changes: list[tuple[datetime, AuthorizationId]] = []
        self._counted_at = _EARLIEST

    def put(self, authorization: Authorization) -> None:
        """Take one authorization in its newer form."""
        self._authorizations[authorization.id] = authorization
        self._unseen.add(authorization.id)

    def at(self, now: datetime) -> Tally:
        """Return how many stand how, and when that changes by itself."""
        if now < self._counted_at:
            # The clock was set back: what had its time may have it once more.
            self._begin_anew()
        self._counted_at = now
        changes = self._changes
        due, self._unseen = self._unseen, set()
        while changes and changes[0][0] <= now:
            instant, identity = heappop(changes)
            if self._change_by_id.get(identity) == instant:
                del self._change_by_id[identity]
                due.add(identity)
        coming = [change for each in due if (change := self._count(self._authorizations[each], now)) is not None]
        if len(coming) > len(changes):
            changes += coming
            heapify(changes)
        else:
            for change in coming:
                heappush(changes, change)
        return Tally(
            {key: value for key, value in self._counts.items() if value}, changes[0][0] if changes else _LATEST
        )

    def _count(self, authorization: Authorization, now: datetime) -> tuple[datetime, AuthorizationId] | None:
        identity = authorization.id
        before, standing = self._standings.get(identity), standing_of(authorization, now)
        if before is not None:
            self._counts[before] -= 1
        self._counts[standing] += 1
        self._standings[identity] = standing
        change = _change_of(authorization, standing)
        if change is None:
            self._change_by_id.pop(identity, None)
            return None
        is_known = self._change_by_id.get(identity) == change
        self._change_by_id[identity] = change
        return None if is_known else (change, identity)
