"""What the person chose for one vault, stored there so that only someone with the passphrase can change it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.views.order import Order

DEFAULT_LOCK_AFTER = timedelta(minutes=15)


class View(NamedTuple):
    """A saved view of the dashboard."""

    name: str
    sought: str  # the filter's words
    order: Order
    panes: PaneStyle


@dataclass(frozen=True, slots=True)
class Preferences:
    """Preferences of a vault, with the defaults of a new one."""

    lock_after: timedelta | None = DEFAULT_LOCK_AFTER  # idle time after which the vault locks; None means never
    show_when_locked: bool = False
    """Whether the locked screen still shows labels and countdowns, which stay in memory and never go to disk."""
    backup_every: timedelta | None = None
    """How old the newest backup may become before one is written automatically; None means never."""
    backups_kept: int = 10  # how many automatic backups are kept; those on request are never removed
    watched: frozenset[AuthorizationId] = frozenset()
    """The authorizations whose access tokens are announced before they expire."""
    views: tuple[View, ...] = ()  # saved views, in the order in which they were saved
