"""When to try again, and how long to wait before."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from spauth_tui.adapters.token_reply import http_date

TRIES = 3
RETRYABLE = frozenset({429, 500, 502, 503, 504})
_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(seconds=120)


def pause(
    attempt: int, retry_after: str | None, now: datetime, jitter: Callable[[], float] = random.random
) -> timedelta:
    """Return how long to wait after attempt number `attempt` (from 1).

    `Retry-After` counts, as ASCII digits or an HTTP date, clamped to 1..120 s; else full jitter over 1, 2, 4 s.
    """
    asked = asked_to_wait(retry_after, now)
    return timedelta(seconds=jitter() * 2 ** (attempt - 1)) if asked is None else asked


def asked_to_wait(retry_after: str | None, now: datetime) -> timedelta | None:
    """Return how long `Retry-After` asks to wait, clamped to 1..120 s; None where it says nothing usable."""
    asked = _asked(retry_after, now)
    return None if asked is None else min(_LONGEST, max(_SHORTEST, asked))


def _asked(text: str | None, now: datetime) -> timedelta | None:
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:6]), 10**6)) if len(text) <= 6 else _LONGEST
    instant = http_date(text)
    return instant - now if instant else None
