"""What the halves of the dashboard share."""

from datetime import datetime

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dashboard.board import Board
from spauth_tui.ui.dashboard.store import Roster


class BoardScreen(OwnScreen[None]):
    """A screen around a board: its roster, its workspace, and how it shows what went wrong."""

    workspace: Workspace
    roster: Roster
    board: Board

    async def reload(self, go_to: AuthorizationId | None = None) -> None:
        """Read the vault again and show it."""
        raise NotImplementedError

    def rearrange(self, *, from_the_top: bool = False, counts: bool = True) -> None:
        """Show the authorizations that are sought, in the chosen order."""
        raise NotImplementedError

    def count_anew(self, now: datetime) -> None:
        """Count the statuses again."""
        raise NotImplementedError

    # What one half of the dashboard does and another asks for.

    def marked(self) -> list[Authorization]:
        """Return what is marked."""
        raise NotImplementedError

    async def remove_marked(self, chosen: list[Authorization]) -> None:
        """Ask, then remove them all."""
        raise NotImplementedError

    def open_checklist(self, authorization_id: AuthorizationId, step_key: str | None = None) -> None:
        """Open the checklist, at a step or the first undone."""
        raise NotImplementedError

    def edit_application(self, application_id: ApplicationId) -> object:
        """Open the form of an application."""
        raise NotImplementedError

    def edit_account(self, authorization: Authorization) -> object:
        """Open the form of an authorization's account."""
        raise NotImplementedError

    def exchange_one(self, authorization: Authorization) -> None:
        """Exchange for one authorization."""
        raise NotImplementedError

    def action_details(self) -> None:
        """Open the details."""
        raise NotImplementedError

    def action_log(self) -> object:
        """Show the event log."""
        raise NotImplementedError

    def action_recover(self) -> object:
        """Show the backups."""
        raise NotImplementedError

    def action_preferences(self) -> object:
        """Change what the person chose for this vault."""
        raise NotImplementedError

    def action_import(self) -> object:
        """Take in credentials from a file."""
        raise NotImplementedError

    def action_loans(self) -> object:
        """Show what brokers have lent."""
        raise NotImplementedError

    def action_practices(self) -> object:
        """Show Amazon's storage practices."""
        raise NotImplementedError

    def go_to(self, authorization_id: AuthorizationId) -> bool:
        """Put the cursor on an authorization, past a filter that hides it; False where it is gone, which is said."""
        if authorization_id not in self.roster.authorizations:
            self.notify("It was removed meanwhile.", severity="warning", markup=False, timeout=5)
            return False
        if authorization_id not in self.board.order:
            self.show_everything()
        self.board.go_to(authorization_id)
        return True

    def show_everything(self) -> None:
        """Show the board without a filter."""
        raise NotImplementedError

    def under_cursor(self) -> Authorization | None:
        """Return the authorization that keys act on; says so where there is none."""
        if self.board.cursor is None:
            self.notify("No pane is chosen. Press a to add an authorization.", markup=False, timeout=4)
            return None
        return self.roster.authorizations[self.board.cursor]

    def note_failure(self, authorization_id: AuthorizationId) -> None:
        """Let the pane show how the last exchange came to nothing, on whatever screen that was."""
        self.roster.problems.pop(authorization_id, None)
        if (problem := self.workspace.tokens.failed.get(authorization_id)) is not None:
            self.roster.problems[authorization_id] = problem

    def tell(self, problem: SpauthError) -> None:
        """Show an expected failure that belongs to no pane or field; it stays until it is dismissed."""
        self.notify(f"{problem.sentence} {problem.remedy}", severity="error", markup=False, timeout=60 * 60 * 24)
