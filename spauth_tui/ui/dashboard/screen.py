"""The dashboard: every authorization as a pane, and the keys that act on them."""

from datetime import datetime, timedelta

from textual import events, work
from textual.app import ComposeResult
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import VaultError, VaultGone, VaultLocked, VaultTooNew
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.views.order import Order
from spauth_tui.domain.views.watching import Watch
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import ActionRequested, ForTheDashboard, LockRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.terminal_status import Signs
from spauth_tui.ui.dashboard.actions.action import Actions
from spauth_tui.ui.dashboard.actions.opening import application
from spauth_tui.ui.dashboard.actions.requested import carry_out
from spauth_tui.ui.dashboard.actions.table import ACTIONS
from spauth_tui.ui.dashboard.actions.views import sort_by
from spauth_tui.ui.dashboard.application_heading import ApplicationHeading
from spauth_tui.ui.dashboard.board_context import BoardContext
from spauth_tui.ui.dashboard.empty_board import EmptyBoard
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.headlines import LocksAt
from spauth_tui.ui.dashboard.strips import AttentionStrip, MarkStrip, ProgressStrip
from spauth_tui.ui.dashboard.table_row import TableHead
from spauth_tui.ui.dashboard.top_bar import TopBar
from spauth_tui.ui.dashboard.tour_strip import go_on_by
from spauth_tui.ui.widgets.page import Banner, KeyLine

SYNC_EVERY = 1.5
"""Seconds between checks for what another program has written."""
BACKUP_LOOK_EVERY = timedelta(minutes=10)


class Dashboard(OwnScreen[None]):
    """Shows the board and runs its only timer; what keys do is in `actions`.

    All keys belong to the screen, even those about one authorization: footer, help and palette still offer them
    while the filter has the focus or a pane is being replaced.
    """

    CSS_PATH = "screen.tcss"
    BINDINGS = [*bindings("dashboard", table=ACTIONS)]
    AUTO_FOCUS = "AuthorizationPane, EmptyBoard.-inviting Button"
    """Never the filter: keys would be typed into it. Nor a hidden button: enter would press it."""
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, workspace: Workspace, app_context: AppContext, locks_at: LocksAt, signs: Signs) -> None:
        super().__init__()
        self.context = BoardContext(self, workspace, app_context, locks_at, signs)
        self.actions = Actions(ACTIONS, self.context)
        self.context.do = self.actions.do
        self.workspace, self.roster, self.board = workspace, self.context.roster, self.context.board
        self._seen: int | None = None
        self._watch = Watch()
        self._backup_look_at = workspace.clock.now()

    def compose(self) -> ComposeResult:
        yield TopBar(self.workspace.name, demo=self.context.app_context.demo)
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
        app_context = self.context.app_context
        self.roster.watched = (await self.workspace.preferences()).watched
        await self.board.set_pane_style(app_context.appearance.panes)
        await self.context.reload()
        if not app_context.still:
            self.set_interval(1, self.tick)
            self.set_interval(SYNC_EVERY, self.look_for_changes)

    def action_do(self, name: str) -> None:
        self.actions.do(name)

    def action_sort_by(self, name: str) -> None:
        """Sort by the column whose head was clicked."""
        sort_by(self.context, Order[name])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.actions.offers(action, parameters) and super().check_action(action, parameters)

    def tick(self) -> None:
        """Update everything that shows time, every second."""
        now = self.workspace.clock.now()
        self.context.headlines.watch_the_clock(now)
        if now >= self._backup_look_at:
            self._backup_look_at = now + BACKUP_LOOK_EVERY
            self.back_up_when_due()
        self.context.tick(now)
        self._look_at_the_watched(now)
        clears_at = self.workspace.copying.clears_at
        if clears_at is not None and now >= clears_at:
            self._clear_clipboard()

    def _look_at_the_watched(self, now: datetime) -> None:
        """Notify about tokens that have come close to expiry since the last look."""
        held, watched = self.roster.authorizations, self.roster.watched
        words = self._watch.look([held[key] for key in watched & held.keys()], now)
        if words:
            self.notify(words, severity="warning", markup=False, timeout=30)
            self.context.signs.tell(words)

    @work(group="sync", exclusive=True)
    async def look_for_changes(self) -> None:
        """Show what another program has changed in the vault; lock if its file was replaced."""
        try:
            seen = await self.workspace.changes()
            if seen == self._seen:
                return
            # The first check reads again too: something may have been written since the board was shown.
            self._seen = seen
            self.roster.take(await self.workspace.holdings())
            self.context.rearrange()
        except VaultGone as problem:
            self.post_message(LockRequested(str(problem)))
        except VaultTooNew as problem:
            self.post_message(LockRequested(problem.sentence, problem))
        except VaultError:
            # Locked or busy at the moment; the next check is in two seconds.
            return

    @work(group="backup", exclusive=True)
    async def back_up_when_due(self) -> None:
        """Write a backup if one is due."""
        try:
            path = await self.workspace.backups.write_if_due(await self.workspace.preferences())
        except VaultLocked:
            return
        except SpauthError as problem:
            self.context.tell(problem)
            return
        if path is not None:
            self.notify(f"Backup written and checked: {harmless(path.name)}", markup=False, timeout=5)

    @work(group="clear-clipboard", exclusive=True)
    async def _clear_clipboard(self) -> None:
        await self.workspace.copying.clear_if_ours()

    async def apply_context(self, app_context: AppContext) -> None:
        """Apply a changed context, and update the counts."""
        before, self.context.app_context = self.context.app_context.appearance.panes, app_context
        if app_context.appearance.panes is not before:
            await self.board.set_pane_style(app_context.appearance.panes)
        self.context.rearrange()

    def on_key(self, event: events.Key) -> None:
        """Advance the tour; the key works as always."""
        go_on_by(self, event.key)

    def carry_out(self, request: ForTheDashboard) -> None:
        """Carry out a request from a screen above."""
        carry_out(self.context, request)

    def on_action_requested(self, event: ActionRequested) -> None:
        event.stop()
        if event.authorization_id is not None:
            self.board.go_to(event.authorization_id)
        self.actions.do(event.action)

    def on_input_changed(self, event: Input.Changed) -> None:
        if isinstance(event.input, FilterBox):
            self.context.sought = event.value
            self.context.rearrange(from_the_top=bool(event.value), counts=False)

    def on_filter_box_left(self) -> None:
        self.board.focus_cursor()
        if self.board.cursor is None:
            self.set_focus(None)

    def on_application_heading_chosen(self, event: ApplicationHeading.Chosen) -> None:
        self.run_worker(application(self.context, event.application_id))
