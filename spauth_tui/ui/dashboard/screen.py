"""The dashboard: every authorization as a pane, and the keys that act on them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from textual import work
from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import VaultError, VaultGone, VaultLocked, VaultTooNew
from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.preferences import View
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.unreadable import Unreadable, unreadable_count, unreadable_words
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.text.time import span_words
from spauth_tui.domain.views.attention import needs
from spauth_tui.domain.views.filter import NEVER, Filter
from spauth_tui.domain.views.order import Group, Order, arrange
from spauth_tui.domain.views.redaction import redacted
from spauth_tui.domain.views.tally import Tally
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.context import Surroundings
from spauth_tui.ui.base.messages import Counted, LockRequested
from spauth_tui.ui.dashboard import bindings as dashboard_bindings
from spauth_tui.ui.dashboard.actions.carrying import Carrying
from spauth_tui.ui.dashboard.actions.editing import Editing
from spauth_tui.ui.dashboard.actions.marking import Marking
from spauth_tui.ui.dashboard.actions.testing import Proving
from spauth_tui.ui.dashboard.actions.tokens import TokenActions
from spauth_tui.ui.dashboard.actions.tour import Touring
from spauth_tui.ui.dashboard.actions.vault import VaultActions
from spauth_tui.ui.dashboard.actions.views import Viewing
from spauth_tui.ui.dashboard.actions.watching import Watching
from spauth_tui.ui.dashboard.application_heading import ApplicationHeading
from spauth_tui.ui.dashboard.attention_strip import AttentionStrip
from spauth_tui.ui.dashboard.board import Board
from spauth_tui.ui.dashboard.empty_board import EmptyBoard
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.mark_strip import MarkStrip
from spauth_tui.ui.dashboard.pane import AuthorizationPane, PaneAction
from spauth_tui.ui.dashboard.progress_strip import ProgressStrip
from spauth_tui.ui.dashboard.store import Roster
from spauth_tui.ui.dashboard.table_row import TableHead
from spauth_tui.ui.dashboard.top_bar import TopBar, TopLine
from spauth_tui.ui.widgets.banner import Banner
from spauth_tui.ui.widgets.key_line import KeyLine

_STYLE_WORDS = {
    PaneStyle.COMFORTABLE: "Panes with buttons.",
    PaneStyle.COMPACT: "Compact panes: every key still works.",
    PaneStyle.TABLE: "A table, a line for each: every key still works.",
}
SYNC_EVERY = 1.5
"""Seconds between two looks for what another program has written."""
BACKUP_LOOK_EVERY = timedelta(minutes=10)
CLOCK_JUMP = timedelta(seconds=5)
WARNED_FOR = timedelta(seconds=30)
"""How long before it locks by itself the person is told."""


class Dashboard(Editing, TokenActions, Proving, Carrying, VaultActions, Watching, Marking, Touring, Viewing):
    """Shows the board and keeps its one clock; what keys do lives in the mixed-in parts."""

    CSS_PATH = "screen.tcss"
    BINDINGS = [*dashboard_bindings.BINDINGS]
    AUTO_FOCUS = "AuthorizationPane, EmptyBoard.-inviting Button"
    """Never the filter: keys would be typed into it. Nor a button out of sight: enter would press it."""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(
        self,
        workspace: Workspace,
        surroundings: Surroundings,
        locks_at: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        super().__init__()
        self._locks_at = locks_at
        self.workspace = workspace
        self.surroundings = surroundings
        self.roster = Roster()
        self.order = Order.APPLICATION
        self.sought = ""
        self._tally: Tally | None = None
        self._told_of: tuple[Unreadable, ...] = ()
        self._needs: tuple[str, ...] = ()
        self._filter_holds_until = NEVER
        self._seen: int | None = None
        self._last_tick: tuple[datetime, timedelta] | None = None
        self._is_warned = False
        self._backup_look_at = workspace.clock.now()
        self.board = Board(self.roster, workspace.clock.now())

    def compose(self) -> ComposeResult:
        """Yield the lines from top to bottom."""
        yield TopBar(self.workspace.name, demo=self.surroundings.demo)
        yield Banner()
        yield AttentionStrip()
        yield FilterBox()
        yield TableHead()
        yield self.board
        yield EmptyBoard()
        yield MarkStrip()
        yield ProgressStrip()
        yield KeyLine()

    async def on_mount(self) -> None:
        """Show the vault, and start the one timer."""
        self.roster.watched = (await self.workspace.preferences()).watched
        await self.board.set_pane_style(self.surroundings.appearance.panes)
        self.roster.take(await self.workspace.holdings())
        self.rearrange()
        self.call_after_refresh(self.board.focus_cursor)
        if not self.surroundings.still:
            if self.surroundings.demo and self.surroundings.is_new_here():
                self.call_after_refresh(self.action_tour)
            self.set_interval(1, self.tick)
            self.set_interval(SYNC_EVERY, self.look_for_changes)

    async def reload(self, go_to: AuthorizationId | None = None) -> None:
        """Read the vault again after something was added, changed or removed."""
        self.roster.take(await self.workspace.holdings())
        self.rearrange()
        if go_to is not None:
            self.board.go_to(go_to)
        else:
            self.call_after_refresh(self.board.focus_cursor)

    def rearrange(self, *, from_the_top: bool = False, counts: bool = True) -> None:
        """Show the authorizations that are sought, in the chosen order; `counts` says whether any may have changed."""
        if self.is_gone:
            return
        now = self.workspace.clock.now()
        self.board.tick(now)
        roster = self.roster
        groups = arrange(roster.current(), self.order, self.sought, now, watched=roster.watched)
        self._filter_holds_until = Filter(self.sought).holds_until(self.roster.authorizations.values(), now)
        self._show_groups(groups, self.sought, from_the_top=from_the_top)
        if counts:
            self.count_anew(now)

    def _show_groups(self, groups: tuple[Group, ...], sought: str, *, from_the_top: bool = False) -> None:
        self.board.arrange_groups(groups, from_the_top=from_the_top)
        self._show_head()
        self.show_mark_strip()
        empty = self.query_one(EmptyBoard)
        nothing_at_all = not self.roster.holdings.applications
        empty.show(nothing_at_all=nothing_at_all, sought=sought if not groups else "")
        self.board.display = bool(groups)

    def tick(self) -> None:
        """Move everything that shows time on by one second."""
        now = self.workspace.clock.now()
        self._watch_the_clock(now)
        if now >= self._backup_look_at:
            self._backup_look_at = now + BACKUP_LOOK_EVERY
            self.back_up_when_due()
        self.board.tick(now)
        self.look_at_the_watched(now)
        counted_out = self._tally is None or now >= self._tally.valid_until
        if now >= self._filter_holds_until or (counted_out and self.sought):
            # Another state, or the time that a word of the filter names, has come for something.
            self.rearrange()
        elif self._tally is None or counted_out:
            self.count_anew(now)
        else:
            self._say(now, self._tally)
        self.clear_clipboard_when_due(now)

    def count_anew(self, now: datetime) -> None:
        """Count the statuses again and say so on the first lines."""
        if self.is_gone:
            return
        self._tally = self.roster.tally(now)
        self._tell_what_cannot_be_read()
        self.post_message(Counted(self._tally))
        self._needs = (*self._notes(), *needs(self.roster.holdings, self._tally, now))
        self.query_one(AttentionStrip).show(self._needs)
        self._say(now, self._tally)

    def _tell_what_cannot_be_read(self) -> None:
        """Name the rows once, and what to do: on the first lines there is room for their number alone."""
        unreadable = self.roster.holdings.unreadable
        if unreadable and unreadable != self._told_of:
            self.notify(unreadable_words(unreadable), severity="warning", markup=False, timeout=60)
        self._told_of = unreadable

    def _notes(self) -> list[str]:
        notes = []
        if self.workspace.read_only is not None:
            notes.append(f"nothing can be saved here: {self.workspace.read_only.sentence}")
        unreadable = self.roster.holdings.unreadable
        if unreadable:
            notes.append(unreadable_count(unreadable))
        ahead = self.workspace.tokens.clock_ahead
        if ahead is not None:
            way = "ahead of" if ahead > timedelta(0) else "behind"
            off = span_words(abs(ahead))
            notes.append(f"this computer's clock is {off} {way} Amazon's: countdowns are off by that")
        return notes

    def _watch_the_clock(self, now: datetime) -> None:
        """Say so when the clock was set back: a countdown that stood on the later time is too long now."""
        ticks = self.workspace.clock.ticks()
        if self._last_tick is not None:
            wall_moved, ticks_moved = now - self._last_tick[0], ticks - self._last_tick[1]
            if wall_moved < ticks_moved - CLOCK_JUMP:
                words = "The clock was set back, so countdowns may be too long. Refresh to know: R."
                self.notify(words, severity="warning", markup=False, timeout=20)
        self._last_tick = (now, ticks)

    @work(group="sync", exclusive=True)
    async def look_for_changes(self) -> None:
        """Show what another program on the vault has changed; lock when the file is no longer this one."""
        try:
            seen = await self.workspace.changes()
            if seen == self._seen:
                return
            # The first look reads again too: something may have been written since the board was shown.
            self._seen = seen
            self.roster.take(await self.workspace.holdings())
            self.rearrange()
        except VaultGone as problem:
            self.post_message(LockRequested(f"{problem.sentence} {problem.remedy}"))
        except VaultTooNew as problem:
            self.post_message(LockRequested(problem.sentence, problem))
        except VaultError:
            # Locked or busy just now; the next look comes in two seconds.
            return

    @work(group="backup", exclusive=True)
    async def back_up_when_due(self) -> None:
        """Write a backup if the person wants one by now."""
        try:
            path = await self.workspace.backups.write_if_due(await self.workspace.preferences())
        except VaultLocked:
            return
        except SpauthError as problem:
            self.tell(problem)
            return
        if path is not None:
            self.notify(f"Backup written and checked: {harmless(path.name)}", markup=False, timeout=5)

    async def paint_redacted(self) -> str:
        """Paint the board once with numbers for names, unseen, then have it again as it was."""
        self.app.clear_notifications()
        # They name accounts, and are on the screen until it is painted without them.
        await self.query("Toast").remove()
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()
        whole, name, sought = self.roster.current(), self.workspace.name, self.query_one(FilterBox).value
        with self.app.batch_update(), self.prevent(Input.Changed):
            try:
                self._rename("vault", redacted(whole), "…" if sought else "")
                return self.app.export_screenshot(title="spauth-tui")
            finally:
                self._rename(name, whole, sought)

    def _rename(self, name: str, holdings: Holdings, sought: str) -> None:
        self.query_one(FilterBox).value = sought
        self.query_one(TopBar).rename(name)
        self.roster.take(holdings)
        # The same panes in the same places: what is laid out anew is painted later.
        groups = (
            replace(each, application=holdings.application_by_id[each.application.id] if each.application else None)
            for each in self.board.groups
        )
        self._show_groups(tuple(groups), sought)
        self.count_anew(self.workspace.clock.now())

    def on_top_bar_clicked(self) -> None:
        """Open the menu of the vault."""
        self.action_vault()

    def _say(self, now: datetime, counted: Tally) -> None:
        clears_at = self.workspace.copying.clears_at
        idle_ends = self._locks_at()
        self._warn_of_lock(idle_ends - now if idle_ends else None)
        line = TopLine(
            counted,
            clears_at - now if clears_at and clears_at > now else None,
            idle_ends - now if idle_ends else None,
        )
        self.query_one(TopBar).show(line)

    def _warn_of_lock(self, left: timedelta | None) -> None:
        is_near = left is not None and left <= WARNED_FOR
        if is_near and not self._is_warned:
            words = "The vault locks in 30 seconds. Press any key to go on."
            self.notify(words, severity="warning", markup=False, timeout=WARNED_FOR.total_seconds())
        self._is_warned = is_near

    def action_move(self, where: str) -> None:
        """Move the cursor."""
        self.board.move(where)

    def action_filter(self) -> None:
        """Go to the filter."""
        # At once and not by a message: the next key may be here already.
        self.set_focus(self.query_one(FilterBox))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the board as the person types."""
        if isinstance(event.input, FilterBox):
            self.sought = event.value
            self.rearrange(from_the_top=bool(event.value), counts=False)

    def on_filter_box_left(self) -> None:
        """Go back to the panes."""
        self.board.focus_cursor()
        if self.board.cursor is None:
            self.set_focus(None)

    def action_sort(self) -> None:
        """Take the next order."""
        orders = list(Order)
        self._sort(orders[(orders.index(self.order) + 1) % len(orders)])

    def on_table_head_chosen(self, event: TableHead.Chosen) -> None:
        """Sort by the column whose head was clicked."""
        self._sort(event.order)

    def _sort(self, order: Order) -> None:
        self.order = order
        self.rearrange()
        self.board.focus_cursor()
        self.notify(f"Sorted {order.value}.", markup=False, timeout=3)

    def action_attention(self) -> None:
        """Put what needs a person first, and go there; says so where nothing does."""
        if not self._needs:
            words = "Nothing needs attention: nothing is refused, no secret is about to end, no checklist is open."
            self.notify(words, markup=False, timeout=6)
            return
        self.order = Order.ATTENTION
        self.rearrange()
        self.board.move("home")

    def show_everything(self) -> None:
        """Show the board without a filter."""
        with self.prevent(Input.Changed):
            self.query_one(FilterBox).value = ""
        self.sought = ""
        self.rearrange()

    async def show_view(self, view: View) -> None:
        """Show the board as the view says."""
        self.order = view.order
        await self.board.set_pane_style(view.panes)
        with self.prevent(Input.Changed):
            self.query_one(FilterBox).value = view.sought
        self.sought = view.sought
        self.rearrange(from_the_top=True)
        self.board.focus_cursor()

    @work(group="style", exclusive=True)
    async def action_pane_style(self) -> None:
        """Take the next style of panes."""
        styles = list(PaneStyle)
        style = styles[(styles.index(self.board.pane_style) + 1) % len(styles)]
        await self.board.set_pane_style(style)
        self._show_head()
        self.notify(_STYLE_WORDS[style], markup=False, timeout=3)

    async def take_up(self, surroundings: Surroundings) -> None:
        """Show what belongs to other surroundings, and say the counts again."""
        before, self.surroundings = self.surroundings.appearance.panes, surroundings
        if surroundings.appearance.panes is not before:
            await self.board.set_pane_style(surroundings.appearance.panes)
        self.rearrange()

    def _show_head(self) -> None:
        is_table = self.board.pane_style is PaneStyle.TABLE
        self.query_one(TableHead).show(
            needed=is_table and bool(self.board.order), names_application=not self.board.is_headed, order=self.order
        )

    def on_attention_strip_chosen(self) -> None:
        """Do by mouse what the key does."""
        self.action_attention()

    def action_stop(self) -> None:
        """Stop "refresh all" if it runs, else clear the filter, else take the marks away."""
        if self.stop_refreshing() or self.end_tour():
            return
        if self.sought:
            self.query_one(FilterBox).value = ""
        else:
            self.action_unmark()

    def on_authorization_pane_wanted(self, event: AuthorizationPane.Wanted) -> None:
        """Do what a pane's button asks for."""
        self.board.go_to(event.authorization_id)
        match event.action:
            case PaneAction.REFRESH:
                self.action_refresh()
            case PaneAction.COPY:
                self.action_copy()
            case PaneAction.STEPS:
                self.action_steps()

    def on_authorization_pane_opened(self, event: AuthorizationPane.Opened) -> None:
        """Open the details of the pane that was clicked twice."""
        self.board.go_to(event.authorization_id)
        self.action_details()

    def on_empty_board_import_requested(self) -> None:
        """Take credentials in from a file."""
        self.action_import()

    def on_empty_board_add_requested(self) -> None:
        """Open the form for the first application."""
        self.take_first_steps()

    def on_application_heading_chosen(self, event: ApplicationHeading.Chosen) -> None:
        """Open the application whose heading was clicked."""
        self.open_application(event.application_id)
