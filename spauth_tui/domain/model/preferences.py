"""What the person chose for one vault. Kept in the vault itself, so that nobody else can change it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.views.order import Order

DEFAULT_LOCK_AFTER = timedelta(minutes=15)


class View(NamedTuple):
    """A way to look at the dashboard, under a name."""

    name: str
    sought: str
    """What the filter holds."""
    order: Order
    panes: PaneStyle


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices that belong to a vault, with the defaults of a new one."""

    lock_after: timedelta | None = DEFAULT_LOCK_AFTER
    """Idle time, by the wall clock, after which the vault locks; None is never."""
    show_when_locked: bool = False
    """Whether the locked screen still shows labels and countdowns; they stay in memory, never on the disk."""
    backup_every: timedelta | None = None
    """How old the newest backup may become before one is written by itself; None is never."""
    backups_kept: int = 10
    """How many backups written by themselves are kept; those written by hand are never removed."""
    watched: frozenset[AuthorizationId] = frozenset()
    """The authorizations that the person is notified about before their access tokens expire."""
    views: tuple[View, ...] = ()
    """Ways to look at the dashboard, in the order in which they were kept."""
