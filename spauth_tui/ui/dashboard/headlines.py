"""The dashboard's first lines: counts, what needs attention, and what is about to happen."""

from collections.abc import Callable
from datetime import datetime, timedelta

from spauth_tui.domain.model.unreadable import Unreadable, unreadable_count, unreadable_words
from spauth_tui.domain.text.time import span_words
from spauth_tui.domain.views.attention import needs
from spauth_tui.domain.views.status import Tally, tally
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.terminal_status import Signs
from spauth_tui.ui.dashboard.roster import Roster
from spauth_tui.ui.dashboard.strips import AttentionStrip
from spauth_tui.ui.dashboard.top_bar import TopBar

LocksAt = Callable[[], datetime | None]
"""Returns when the vault will lock automatically."""
_CLOCK_JUMP = timedelta(seconds=5)
_WARNED_FOR = timedelta(seconds=30)
"""How long before an automatic lock the person is warned."""


class Headlines:
    """Counts states, and tells the person what they have to know, each thing once."""

    def __init__(
        self, screen: OwnScreen[None], workspace: Workspace, roster: Roster, locks_at: LocksAt, signs: Signs
    ) -> None:
        self._screen, self._workspace, self._roster, self._signs = screen, workspace, roster, signs
        self.locks_at = locks_at
        self.tally = Tally()
        self.needs: tuple[str, ...] = ()
        self._named: tuple[Unreadable, ...] = ()
        self._last_tick: tuple[datetime, timedelta] | None = None
        self._is_warned = False

    def count(self, now: datetime) -> None:
        """Count the authorizations by state and show the counts and the times left."""
        if self._screen.is_gone:
            return
        self.tally = tally(self._roster.authorizations.values(), now)
        self._name_what_cannot_be_read()
        self._signs.count(self.tally)
        self.needs = (*self._notes(), *needs(self._roster.holdings, self.tally, now))
        for strip in self._screen.query(AttentionStrip):
            strip.show(self.needs)
        clears_at, locks_at = self._workspace.copying.clears_at, self.locks_at()
        locks_in = locks_at - now if locks_at else None
        self._warn_of_lock(locks_in)
        clears_in = clears_at - now if clears_at and clears_at > now else None
        for bar in self._screen.query(TopBar):
            bar.show(self.tally, clears_in, locks_in)

    def watch_the_clock(self, now: datetime) -> None:
        """Warn if the clock was set back: countdowns based on the later time are now too long."""
        ticks = self._workspace.clock.ticks()
        if self._last_tick is not None:
            wall_moved, ticks_moved = now - self._last_tick[0], ticks - self._last_tick[1]
            if wall_moved < ticks_moved - _CLOCK_JUMP:
                self._warn("The clock was set back, so countdowns may be too long. Refresh to know: R.", 20)
        self._last_tick = (now, ticks)

    def _name_what_cannot_be_read(self) -> None:
        """Name the unreadable rows once, and what to do: the first lines have room only for their number."""
        unreadable = self._roster.holdings.unreadable
        if unreadable and unreadable != self._named:
            self._warn(unreadable_words(unreadable), 60)
        self._named = unreadable

    def _notes(self) -> list[str]:
        notes = []
        if self._workspace.read_only is not None:
            notes.append(f"nothing can be saved here: {self._workspace.read_only.sentence}")
        unreadable = self._roster.holdings.unreadable
        if unreadable:
            notes.append(unreadable_count(unreadable))
        ahead = self._workspace.tokens.clock_ahead
        if ahead is not None:
            way = "ahead of" if ahead > timedelta(0) else "behind"
            off = span_words(abs(ahead))
            notes.append(f"this computer's clock is {off} {way} Amazon's: countdowns are off by that")
        return notes

    def _warn_of_lock(self, left: timedelta | None) -> None:
        is_near = left is not None and left <= _WARNED_FOR
        if is_near and not self._is_warned:
            self._warn("The vault locks in 30 seconds. Press any key to go on.", _WARNED_FOR.total_seconds())
        self._is_warned = is_near

    def _warn(self, words: str, seconds: float) -> None:
        self._screen.notify(words, severity="warning", markup=False, timeout=seconds)
