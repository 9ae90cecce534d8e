"""The dashboard's half that proves and fixes: test, why, application, rotation, siblings, restricted data tokens."""

from textual import work

from spauth_tui.domain.amazon.leak_steps import Deed
from spauth_tui.domain.amazon.steps import AUTHORIZE
from spauth_tui.domain.diagnosis.explanation import Case, Way
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.incident import Incident
from spauth_tui.ui.base.context import Surroundings
from spauth_tui.ui.dashboard.board_screen import BoardScreen


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
    async def _test(self, authorization_id: AuthorizationId, *, find_region: bool = False) -> None:
        from spauth_tui.ui.authorization.test_call import ProofDialog

        holdings = self.roster.current()
        await self.app.push_screen_wait(
            ProofDialog(self.workspace, holdings, authorization_id, find_region=find_region)
        )
        self.note_failure(authorization_id)
        await self.reload(authorization_id)

    @work(group="open")
    async def action_why(self) -> None:
        """Explain the last failure of the authorization under the cursor."""
        from spauth_tui.ui.authorization.why_it_failed import WhyItFailed, explanation_of

        authorization = self.under_cursor()
        if authorization is None:
            return
        case = Case(authorization, self.roster.current(), self.workspace.clock.now())
        try:
            problem = self.roster.problems.get(authorization.id)
            if problem is None and authorization.refusal is None and authorization.api_refusal is None:
                problem = await self.workspace.tokens.last_failure(authorization.id)
            told = explanation_of(case, problem)
            if told is None:
                self.notify("Nothing failed here. Press t to test it.", markup=False, timeout=4)
                return
            found = await self.workspace.verifying.found_region(authorization, self.roster.account(authorization))
        except SpauthError as problem:
            self.tell(problem)
            return
        await self.app.push_screen_wait(WhyItFailed(self.workspace, case, told, found))
        await self.reload(authorization.id)

    def follow(self, way: Way, authorization_id: AuthorizationId) -> None:
        """Go where a remedy is done."""
        if not self.go_to(authorization_id):
            return
        authorization = self.roster.authorizations[authorization_id]
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
            case Way.TEST:
                self._test(authorization_id)
            case Way.FIND_REGION:
                self._test(authorization_id, find_region=True)

    def action_application(self) -> None:
        """Open the application of the authorization under the cursor."""
        authorization = self.under_cursor()
        if authorization is not None:
            self.open_application(authorization.application_id)

    @work(group="open")
    async def open_application(self, application_id: ApplicationId) -> None:
        """Open one application."""
        from spauth_tui.ui.application.screen import ApplicationScreen

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
        from spauth_tui.ui.application.rotate import RotateWalk

        await self.app.push_screen_wait(RotateWalk(self.workspace, application_id, self.surroundings))
        await self.reload(self.board.cursor)

    @work(group="open")
    async def action_merged(self) -> None:
        """Show the regions of the merged account, or the vendor groups, side by side."""
        from spauth_tui.ui.authorization.merged_accounts import MergedAccountsScreen

        authorization = self.under_cursor()
        if authorization is not None:
            await self.app.push_screen_wait(MergedAccountsScreen(self.workspace, self.roster.current(), authorization))

    @work(group="open")
    async def action_restricted(self) -> None:
        """Show the restricted data tokens of the authorization under the cursor."""
        from spauth_tui.ui.authorization.restricted_screen import RestrictedScreen

        authorization = self.under_cursor()
        if authorization is not None:
            await self.app.push_screen_wait(RestrictedScreen(self.workspace, authorization.id))
            await self.reload(authorization.id)

    @work(group="open")
    async def action_leaked(self) -> None:
        """Ask what leaked, then walk through the steps; one that is under way is continued."""
        from spauth_tui.ui.application.leak import LeakWalk, ask_what_leaked

        authorization = self.under_cursor()
        if authorization is None:
            return
        leaked = await self.app.push_screen_wait(ask_what_leaked())
        if leaked is None:
            return
        application = self.roster.application(authorization)
        try:
            incident = await self.workspace.leaks.open(leaked, application, authorization)
        except SpauthError as problem:
            self.tell(problem)
            return
        await self.app.push_screen_wait(LeakWalk(self.workspace, incident))
        await self.reload(authorization.id)

    def deal_with(self, deed: Deed, incident: Incident) -> None:
        """Go where a leak's step is done."""
        if deed is Deed.ROTATE:
            self.rotate(incident.application_id)
            return
        if deed is Deed.LOG:
            self.action_log()
            return
        own = [each for each in self.roster.authorizations.values() if each.application_id == incident.application_id]
        # A leak of the application's own has none: then any of its authorizations will do.
        sought = incident.authorization_id or (own[0].id if own else None)
        if sought is None or not self.go_to(sought):
            return
        chosen = self.roster.authorizations[sought]
        match deed:
            case Deed.AUTHORIZE:
                self.open_checklist(chosen.id, AUTHORIZE)
            case Deed.REFRESH:
                self.exchange_one(chosen)
            case Deed.REVOKE:
                self._revoke(chosen)
            case Deed.DETAILS:
                self.action_details()

    @work(group="open")
    async def _revoke(self, authorization: Authorization) -> None:
        from spauth_tui.ui.authorization.revoke_walk import RevokeWalk

        account = self.roster.account(authorization)
        await self.app.push_screen_wait(RevokeWalk(self.workspace, authorization, account))
        await self.reload(authorization.id)

    @work(group="open")
    async def action_practices(self) -> None:
        """Show the practices; go where a practice is fixed."""
        from spauth_tui.ui.vault.storage_practices import StoragePracticesScreen

        action = await self.app.push_screen_wait(StoragePracticesScreen(self.workspace))
        if action == "application":
            self.action_application()
        elif action == "backups":
            self.action_recover()
        elif action == "preferences":
            self.action_preferences()
