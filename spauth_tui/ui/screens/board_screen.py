"""What the halves of the dashboard share."""

from datetime import datetime

from textual.screen import Screen

from spauth_tui.domain.authorization import Authorization, AuthorizationId
from spauth_tui.domain.errors import SpauthError
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.widgets.board import Board
from spauth_tui.ui.widgets.roster import Roster


class BoardScreen(Screen[None]):
    """A screen around a board: its roster, its workspace, and how it shows what went wrong."""

    workspace: Workspace
    roster: Roster
    board: Board

    async def reload(self, go_to: AuthorizationId | None = None) -> None:
        """Read the vault again and show it."""
        raise NotImplementedError

    def count_anew(self, now: datetime) -> None:
        """Count the standings again."""
        raise NotImplementedError

    def under_cursor(self) -> Authorization | None:
        """Return the authorization that keys act on; says so where there is none."""
        if self.board.cursor is None:
            self.notify("No pane is chosen. Press a to add an authorization.", markup=False, timeout=4)
            return None
        return self.roster.authorizations[self.board.cursor]

    def tell(self, problem: SpauthError) -> None:
        """Show an expected failure that belongs to no pane or field; it stays until it is dismissed."""
        self.notify(f"{problem.sentence} {problem.remedy}", severity="error", markup=False, timeout=60 * 60 * 24)
