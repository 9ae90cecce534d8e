"""Times in the headers of a reply."""

from datetime import UTC, datetime, timedelta

_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(seconds=120)


def http_date(text: str | None) -> datetime | None:
    """Read an HTTP date; None for anything else."""
    if not text or len(text) > 60:
        return None
    from email.utils import parsedate_to_datetime

    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


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
