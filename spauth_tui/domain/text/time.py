"""Instants and spans of time as text."""

from datetime import UTC, datetime, timedelta


def clock_face(left: timedelta) -> str:
    """Return a span as `52:13`, or `1:02:13` from an hour up; never negative, rounded up to whole seconds."""
    seconds = max(0, -((-left) // timedelta(seconds=1)))
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def span_words(span: timedelta) -> str:
    """Return a span in its largest whole unit: `8 minutes`, `1 hour`, `3 days`; under five seconds `a moment`."""
    seconds = int(span.total_seconds())
    if seconds < 5:
        return "a moment"
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "a moment"


def age_words(since: datetime, now: datetime) -> str:
    """Return how long ago `since` was: `8 minutes ago`, `a moment ago`."""
    return f"{span_words(now - since)} ago"


def is_usual(instant: datetime) -> bool:
    """Whether an instant is within the years that are kept, 1970 to 2199, in every time zone."""
    return 1970 < instant.year < 2199


def date_words(instant: datetime) -> str:
    """Return a date in the person's time zone, in ISO form."""
    return instant.astimezone().date().isoformat()


def minute_words(instant: datetime) -> str:
    """Return date and minute in the person's time zone, in ISO form."""
    return instant.astimezone().strftime("%Y-%m-%d %H:%M")


def rfc3339(instant: datetime) -> str:
    """Return an instant for programs: RFC 3339, whole seconds, UTC with a Z."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def read_span(text: str) -> timedelta | None:
    """Parse `90`, `60s`, `10m`, `2h` or `1d` (a bare number is seconds); None for anything else."""
    stripped = text.strip().casefold()
    unit = {"s": 1, "m": 60, "h": 3600, "d": 86400}.get(stripped[-1:])
    digits = stripped[:-1] if unit else stripped
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7):
        return None
    return timedelta(seconds=int(digits) * (unit or 1))
