"""An application's client secrets: how long they work, which one to exchange with, and which can be removed.

A client secret must be replaced within 180 days, and the old one works for seven more days (developer documentation,
"Rotating your app's LWA credentials"). No API returns these dates: the person or a notification gives them.
"""

from datetime import datetime, timedelta
from enum import Enum

from spauth_tui.domain.model.application import Application, ClientSecretRecord
from spauth_tui.domain.text.counting import counted

NOTICED, SOON, URGENT = timedelta(days=90), timedelta(days=30), timedelta(days=7)
"""How long before its expiry to warn about a client secret, and how urgently. Amazon's notices begin at 90 days."""
TRIED_AGAIN_AFTER = timedelta(minutes=10)  # how long a refused client secret is tried after one that works


class Level(Enum):
    """How urgent a client secret's deadline is, the least urgent first."""

    FINE = "fine"
    UNKNOWN = "date unknown"
    NOTICED = "noticed"
    SOON = "soon"
    URGENT = "urgent"
    OVER = "past its time"
    MISSING = "missing"


def secret_left(application: Application, now: datetime) -> timedelta | None:
    """Return how long the newest client secret still works; None if its date is unknown."""
    secret = application.client_secret
    return secret.expires_at - now if secret and secret.expires_at else None


def level_of(application: Application, now: datetime) -> Level:
    """Return how urgent the newest client secret's deadline is."""
    if application.client_secret is None:
        return Level.MISSING
    left = secret_left(application, now)
    if left is None:
        return Level.UNKNOWN
    if left <= timedelta(0):
        return Level.OVER
    for limit, level in ((URGENT, Level.URGENT), (SOON, Level.SOON), (NOTICED, Level.NOTICED)):
        if left <= limit:
            return level
    return Level.FINE


def left_words(left: timedelta) -> str:
    """Return in words how many days are left."""
    return f"{counted(left.days, 'day')} left" if left.days else "less than a day left"


def secret_words(application: Application, now: datetime) -> str:
    """Describe the state of the application's client secrets in a few words."""
    level, left = level_of(application, now), secret_left(application, now)
    if level is Level.MISSING:
        return "no client secret"
    if level is Level.UNKNOWN or left is None:
        words = "secret: date unknown"
    elif level is Level.OVER:
        words = "secret: past its 180 days"
    else:
        words = f"secret: {left_words(left)}"
    return f"{words}{_overlap_words(application, now)}"


def _overlap_words(application: Application, now: datetime) -> str:
    before = earlier(application)
    if not before:
        return ""
    if falls_back(application):
        return ", refused: the old one is used"
    if removable(application, now):
        return ", the old one can go"
    left = before[0].expires_at - now if before[0].expires_at else None
    return f", the old one: {left_words(left)}" if left else ", an old one is kept"


def earlier(application: Application) -> tuple[ClientSecretRecord, ...]:
    """Return the client secrets that a newer one has replaced, newest first."""
    return application.client_secrets[1:]


def falls_back(application: Application) -> bool:
    """Return whether LWA refuses the newest client secret but accepts an earlier one."""
    newest = application.client_secret
    return newest is not None and newest.refused_at is not None and bool(earlier(application))


def removable(application: Application, now: datetime) -> tuple[ClientSecretRecord, ...]:
    """Return the earlier client secrets that nothing needs: the newest is proven, or they have expired."""
    newest = application.client_secret
    proven = newest is not None and newest.is_accepted
    return tuple(each for each in earlier(application) if proven or each.is_over(now))


def exchange_order(application: Application, now: datetime) -> tuple[ClientSecretRecord, ...]:
    """Return the client secrets to try: newest first, one just refused last, without expired earlier ones."""
    usable = [each for n, each in enumerate(application.client_secrets) if n == 0 or not each.is_over(now)]
    refused = [each for each in usable if each.refused_at and timedelta(0) <= now - each.refused_at < TRIED_AGAIN_AFTER]
    return (*(each for each in usable if each not in refused), *refused)
