"""How long to wait after wrong passphrases. It slows guessing at the keyboard; it never locks out or erases."""

from collections.abc import Sequence
from datetime import datetime, timedelta

FREE_TRIES = 3
LONGEST_WAIT = timedelta(seconds=30)


def wait_after(failures: int) -> timedelta:
    """Return the pause after so many wrong tries in a row: none for the first three, then 1, 2, 4 … 30 seconds."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures - FREE_TRIES, 10)))


def left_to_wait(failed_at: Sequence[datetime], now: datetime) -> timedelta:
    """Return how long the next try has to wait; a try dated in the future counts but starts no pause."""
    last = max((at for at in failed_at if at <= now), default=None)
    return timedelta(0) if last is None else max(timedelta(0), last + wait_after(len(failed_at)) - now)
