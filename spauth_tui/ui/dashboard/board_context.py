"""What the dashboard's actions are given: the vault's services, the board, and messages to the person."""

from collections.abc import Callable, Collection
from datetime import datetime

from textual.widgets import Input

from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.preferences import View
from spauth_tui.domain.views.order import Group, Order, arrange
from spauth_tui.services.tokens.exchanging import Outcome
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.problems import problem_text
from spauth_tui.ui.base.terminal_status import Signs
from spauth_tui.ui.dashboard.board import Board
from spauth_tui.ui.dashboard.empty_board import EmptyBoard
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.headlines import Headlines, LocksAt
from spauth_tui.ui.dashboard.roster import Roster
from spauth_tui.ui.dashboard.strips import MarkStrip, ProgressStrip
from spauth_tui.ui.dashboard.table_row import TableHead

_UNTIL_DISMISSED = 60 * 60 * 24


class BoardContext:
    """Shows the authorizations that match the filter, in the chosen order; says which of them an action is about."""

    def __init__(
        self, screen: OwnScreen[None], workspace: Workspace, app_context: AppContext, locks_at: LocksAt, signs: Signs
    ) -> None:
        self.screen, self.workspace, self.app_context, self.signs = screen, workspace, app_context, signs
        self.roster = Roster()
        self.board = Board(self.roster, workspace.clock.now())
        self.headlines = Headlines(screen, workspace, self.roster, locks_at, signs)
        self.order = Order.APPLICATION
        self.sought = ""
        self.do: Callable[[str], None] = lambda _: None
        """Runs another action by its id."""

    def chosen(self) -> Authorization | None:
        """Return the authorization under the cursor."""
        return None if self.board.cursor is None else self.roster.authorizations[self.board.cursor]

    def marked(self) -> list[Authorization]:
        """Return what is marked, in the board's order; what the filter hides comes last."""
        shown = [key for key in self.board.order if key in self.roster.marked]
        hidden = [key for key in self.roster.authorizations if key in self.roster.marked - set(shown)]
        return [self.roster.authorizations[key] for key in (*shown, *hidden)]

    async def reload(self, go_to: AuthorizationId | None = None) -> None:
        """Read the vault again after something was added, changed or removed."""
        self.roster.take(await self.workspace.holdings())
        self.rearrange()
        if go_to is not None:
            self.board.go_to(go_to)
        else:
            self.screen.call_after_refresh(self.board.focus_cursor)

    def rearrange(self, *, from_the_top: bool = False, counts: bool = True) -> None:
        """Show the authorizations that match the filter, in order; `counts` says whether counts may have changed."""
        if self.screen.is_gone:
            return
        now = self.workspace.clock.now()
        self.board.tick(now)
        self.show_groups(self._found(now), self.sought, from_the_top=from_the_top)
        if counts:
            self.headlines.count(now)

    def tick(self, now: datetime) -> None:
        """Update what shows time; the filter may match others by now."""
        if self.screen.is_gone:
            return
        self.board.tick(now)
        if self.sought and (groups := self._found(now)) != self.board.groups:
            self.show_groups(groups, self.sought)
        self.headlines.count(now)

    def _found(self, now: datetime) -> tuple[Group, ...]:
        return arrange(self.roster.holdings, self.order, self.sought, now, watched=self.roster.watched)

    def show_groups(self, groups: tuple[Group, ...], sought: str, *, from_the_top: bool = False) -> None:
        """Show these groups, or say why there are none."""
        self.board.arrange_groups(groups, from_the_top=from_the_top)
        self.show_head()
        self.show_marks()
        nothing_at_all = not self.roster.holdings.applications
        empty = self.screen.query_one(EmptyBoard)
        empty.show(nothing_at_all=nothing_at_all, sought=sought if not groups else "")
        self.board.display = bool(groups)

    def show_head(self) -> None:
        """Show the table's head, if the board is a table."""
        is_table = self.board.pane_style is PaneStyle.TABLE
        self.screen.query_one(TableHead).show(
            needed=is_table and bool(self.board.order), names_application=not self.board.is_headed, order=self.order
        )

    def show(self, changed: Collection[AuthorizationId]) -> None:
        """Redraw these, and say how many are marked."""
        self.board.update_many(changed)
        self.show_marks()

    def show_marks(self) -> None:
        """Say how many are marked and what can be done with them."""
        if self.screen.is_gone:
            return
        marked = self.roster.marked
        for strip in self.screen.query(MarkStrip):
            strip.show(len(marked), len(marked.difference(self.board.order)))

    def settle(self) -> None:
        """Update the counts."""
        self.headlines.count(self.workspace.clock.now())

    def ended(self, outcome: Outcome) -> None:
        """Show in its pane how an exchange ended."""
        self.board.update_many([outcome.authorization.id])

    def advance(self, done: int, total: int, failed: int) -> None:
        """Show the progress of a long task; a total of 0 ends it."""
        self.signs.progress(done, total, failed=bool(failed))
        if self.screen.is_gone:
            return
        for strip in self.screen.query(ProgressStrip):
            strip.show(done, total, failed)

    def tell(self, problem: SpauthError) -> None:
        """Say what went wrong; if it concerns the whole session, until dismissed."""
        words = problem_text(problem, self.screen.app)
        if problem.place is Place.PANE:
            self.screen.notify(words, severity="warning", markup=False, timeout=6)
        else:
            self.screen.notify(words, severity="error", markup=False, timeout=_UNTIL_DISMISSED)

    def go_to(self, authorization_id: AuthorizationId) -> Authorization | None:
        """Put the cursor on an authorization, clearing a filter that hides it; None, with a message, if it is gone."""
        authorization = self.roster.authorizations.get(authorization_id)
        if authorization is None:
            self.screen.notify("It was removed meanwhile.", severity="warning", markup=False, timeout=5)
            return None
        if authorization_id not in self.board.order:
            self.seek("")
        self.board.go_to(authorization_id)
        return authorization

    def seek(self, sought: str, *, from_the_top: bool = False) -> None:
        """Show what a filter matches."""
        with self.screen.prevent(Input.Changed):
            self.screen.query_one(FilterBox).value = sought
        self.sought = sought
        self.rearrange(from_the_top=from_the_top)

    async def show_view(self, view: View) -> None:
        """Show the board as a view describes."""
        self.order = view.order
        await self.board.set_pane_style(view.panes)
        self.seek(view.sought, from_the_top=True)
        self.board.focus_cursor()
