"""The dashboard's half that proves and mends: test, why, application, rotation, siblings, restricted data tokens."""

from textual import work

from spauth_tui.domain.application import ApplicationId
from spauth_tui.domain.authorization import Authorization, AuthorizationId
from spauth_tui.domain.explanation import Case, Way
from spauth_tui.domain.steps import AUTHORIZE
from spauth_tui.ui.screens.board_screen import BoardScreen
from spauth_tui.ui.screens.surroundings import Surroundings


class Proving(BoardScreen):
    """Each action opens one screen or dialog for what is under the cursor, then reads the vault again."""

    surroundings: Surroundings

    def action_test(self) -> None:
        """Test the authorization under the cursor: the exchange, then one SP-API call."""
        authorization = self.under_cursor()
        if authorization is None:
            return
        if authorization.current_refresh_token is None:
            self.notify("There is no refresh token to test yet. Press s: the checklist.", markup=False, timeout=5)
            return
        self._test(authorization.id)

    @work(group="open")
    async def _test(self, authorization_id: AuthorizationId) -> None:
        from spauth_tui.ui.screens.proof_dialog import ProofDialog

        await self.app.push_screen_wait(ProofDialog(self.workspace, self.roster.current(), authorization_id))
        self.roster.problems.pop(authorization_id, None)
        await self.reload(authorization_id)

    @work(group="open")
    async def action_why(self) -> None:
        """Explain the last failure of the authorization under the cursor."""
        from spauth_tui.ui.screens.explainer import Explainer, explanation_of

        authorization = self.under_cursor()
        if authorization is None:
            return
        case = Case(authorization, self.roster.current(), self.workspace.clock.now())
        told = explanation_of(case, self.roster.problems.get(authorization.id))
        if told is None:
            self.notify("Nothing failed here. Press t to test it.", markup=False, timeout=4)
            return
        await self.app.push_screen_wait(Explainer(self.workspace, case, told))

    def follow(self, way: Way, authorization_id: AuthorizationId) -> None:
        """Go where a remedy is done."""
        authorization = self.roster.authorizations.get(authorization_id)
        if authorization is None:
            return
        self.board.go_to(authorization_id)
        match way:
            case Way.AUTHORIZE:
                self.open_checklist(authorization_id, AUTHORIZE)
            case Way.EDIT_APPLICATION:
                self.edit_application(authorization.application_id)
            case Way.EDIT_ACCOUNT:
                self.edit_account(authorization)
            case Way.ROTATE:
                self.rotate(authorization.application_id)
            case Way.REFRESH:
                self.exchange_one(authorization)
            case Way.TEST | Way.FIND_REGION:
                self._test(authorization_id)

    def action_application(self) -> None:
        """Open the application of the authorization under the cursor."""
        authorization = self.under_cursor()
        if authorization is not None:
            self.open_application(authorization.application_id)

    @work(group="open")
    async def open_application(self, application_id: ApplicationId) -> None:
        """Open one application."""
        from spauth_tui.ui.screens.application_screen import ApplicationScreen

        await self.app.push_screen_wait(ApplicationScreen(self.workspace, application_id, self.surroundings))
        await self.reload(self.board.cursor)

    def action_rotate(self) -> None:
        """Rotate the client secret of the application under the cursor."""
        authorization = self.under_cursor()
        if authorization is not None:
            self.rotate(authorization.application_id)

    @work(group="open")
    async def rotate(self, application_id: ApplicationId) -> None:
        """Walk through the rotation of an application's client secret."""
        from spauth_tui.ui.screens.rotate_walk import RotateWalk

        await self.app.push_screen_wait(RotateWalk(self.workspace, application_id, self.surroundings))
        await self.reload(self.board.cursor)

    @work(group="open")
    async def action_family(self) -> None:
        """Show the regions of the merged account, or the vendor groups, side by side."""
        from spauth_tui.ui.screens.family_screen import FamilyScreen

        authorization = self.under_cursor()
        if authorization is not None:
            await self.app.push_screen_wait(FamilyScreen(self.workspace, self.roster.current(), authorization))

    @work(group="open")
    async def action_restricted(self) -> None:
        """Show the restricted data tokens of the authorization under the cursor."""
        from spauth_tui.ui.screens.restricted_screen import RestrictedScreen

        authorization = self.under_cursor()
        if authorization is not None:
            await self.app.push_screen_wait(RestrictedScreen(self.workspace, authorization.id))
            await self.reload(authorization.id)

    def open_checklist(self, authorization_id: AuthorizationId, step_key: str | None = None) -> None:
        """Open the checklist; another half of the dashboard says how."""
        raise NotImplementedError

    def edit_application(self, application_id: ApplicationId) -> object:
        """Open the form of an application; another half says how."""
        raise NotImplementedError

    def edit_account(self, authorization: Authorization) -> object:
        """Open the form of an authorization's account; another half says how."""
        raise NotImplementedError

    def exchange_one(self, authorization: Authorization) -> None:
        """Exchange for one authorization; another half says how."""
        raise NotImplementedError
