"""The dashboard's half that adds, edits and removes, and opens the checklist."""

from textual import work

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.ui.dashboard.board_screen import BoardScreen


class Editing(BoardScreen):
    """Add, edit, remove: each asks for what it needs in dialogs, then reads the vault again."""

    @work(group="dialog")
    async def action_add(self) -> None:
        """Ask what to add, then open its form."""
        from spauth_tui.ui.dialogs.choose import Choose

        holdings = self.roster.holdings
        if not holdings.accounts and len(holdings.applications) < 2:
            await self._take_first_steps()
            return
        choices = [
            ("an authorization: one application for one account", "authorization"),
            ("an application: client id and client secret", "application"),
            ("an account: a seller or vendor in one region", "account"),
        ]
        match await self.app.push_screen_wait(Choose("Add", choices)):
            case "authorization":
                await self._authorize()
            case "application":
                await self._add_application()
            case "account":
                await self._add_account()

    @work(group="dialog")
    async def take_first_steps(self) -> None:
        """Lead from where the vault stands into its first checklist."""
        await self._take_first_steps()

    async def _take_first_steps(self) -> None:
        from spauth_tui.ui.dashboard.first_steps import AT_THE_CHECKLIST, FirstSteps

        try:
            authorization = await FirstSteps(self.app, self.workspace).walk()
        except SpauthError as problem:
            await self.reload()
            self.tell(problem)
            return
        await self.reload(authorization.id if authorization else None)
        if authorization is not None:
            self.open_checklist(authorization.id)
            self.notify(AT_THE_CHECKLIST, markup=False, timeout=12)

    async def _add_application(self) -> None:
        from spauth_tui.ui.application.form import ApplicationForm

        added = await self.app.push_screen_wait(ApplicationForm(self.workspace, None))
        if added is not None:
            await self.reload()
            await self._authorize(added.id)

    async def _add_account(self) -> None:
        from spauth_tui.ui.authorization.account_form import AccountForm

        account = await self.app.push_screen_wait(AccountForm(self.workspace, self.roster.current(), None))
        if account is None:
            return
        await self.reload()
        fitting = [each for each in self.roster.holdings.applications if each.kind is account.kind]
        if fitting:
            await self._authorize(fitting[0].id, account.id)

    async def _authorize(
        self, application_id: ApplicationId | None = None, account_id: AccountId | None = None
    ) -> None:
        from spauth_tui.ui.authorization.authorize_form import AuthorizeForm

        holdings = self.roster.current()
        application = holdings.application_by_id.get(application_id) if application_id else None
        form = AuthorizeForm(self.workspace, holdings, application, account_id)
        authorization = await self.app.push_screen_wait(form)
        await self.reload(authorization.id if authorization else None)
        if authorization is not None:
            self.open_checklist(authorization.id)

    def open_checklist(self, authorization_id: AuthorizationId, step_key: str | None = None) -> None:
        """Open the checklist of an authorization, at a step or the first undone; read the vault again afterwards."""
        self._walk(authorization_id, step_key)

    @work(group="open")
    async def _walk(self, authorization_id: AuthorizationId, step_key: str | None) -> None:
        from spauth_tui.ui.authorization.checklist import Checklist

        await self.app.push_screen_wait(Checklist(self.workspace, authorization_id, step_key))
        self.note_failure(authorization_id)
        await self.reload(authorization_id)

    @work(group="dialog")
    async def authorize_another(self, application_id: ApplicationId, merged_with: AccountId | None) -> None:
        """Go on with another account of an application, or the next region of a merged account."""
        from spauth_tui.ui.authorization.account_form import AccountForm

        await self.reload()
        holdings = self.roster.current()
        account = holdings.account_by_id.get(merged_with) if merged_with else None
        if account is None:
            await self._authorize(application_id)
            return
        form = AccountForm(self.workspace, holdings, None, merged_with=account)
        added_account = await self.app.push_screen_wait(form)
        if added_account is None:
            return
        await self.reload()
        try:
            added = await self.workspace.authorizations.add(application_id, added_account.id)
        except SpauthError as problem:
            self.tell(problem)
            return
        await self.reload(added.id)
        self.open_checklist(added.id)

    @work(group="dialog")
    async def action_edit(self) -> None:
        """Ask whether account or application, then open its form."""
        from spauth_tui.ui.application.form import ApplicationForm
        from spauth_tui.ui.authorization.account_form import AccountForm
        from spauth_tui.ui.dialogs.choose import Choose

        authorization = self.under_cursor()
        if authorization is None:
            return
        account, application = self.roster.account(authorization), self.roster.application(authorization)
        choices = [
            (f"the account {account.label}", "account"),
            (f"the application {application.label}", "application"),
        ]
        holdings = self.roster.current()
        match await self.app.push_screen_wait(Choose("Edit", choices)):
            case "account":
                await self.app.push_screen_wait(AccountForm(self.workspace, holdings, account))
            case "application":
                await self.app.push_screen_wait(ApplicationForm(self.workspace, application))
        await self.reload(authorization.id)

    @work(group="dialog")
    async def edit_application(self, application_id: ApplicationId) -> None:
        """Open the form of one application."""
        from spauth_tui.ui.application.form import ApplicationForm

        holdings = self.roster.current()
        application = holdings.application_by_id[application_id]
        await self.app.push_screen_wait(ApplicationForm(self.workspace, application))
        await self.reload(self.board.cursor)

    @work(group="dialog")
    async def edit_account(self, authorization: Authorization) -> None:
        """Open the form of one authorization's account."""
        from spauth_tui.ui.authorization.account_form import AccountForm

        account = self.roster.account(authorization)
        await self.app.push_screen_wait(AccountForm(self.workspace, self.roster.current(), account))
        await self.reload(authorization.id)

    @work(group="dialog")
    async def action_remove(self) -> None:
        """Ask what to remove, ask again, then remove it."""
        from spauth_tui.ui.dialogs.choose import Choose
        from spauth_tui.ui.dialogs.confirm import Confirm
        from spauth_tui.ui.dialogs.guarded import remove

        if marked := self.marked():
            await self.remove_marked(marked)
            return
        authorization = self.under_cursor()
        if authorization is None:
            return
        account, application = self.roster.account(authorization), self.roster.application(authorization)
        records: dict[str, Application | Account | Authorization] = {
            f"authorization {self.roster.subject(authorization)}": authorization,
            f"account {account.label}": account,
            f"application {application.label}": application,
        }
        choices = [
            (f"the {name}{'' if record is authorization else ', with its authorizations'}", name)
            for name, record in records.items()
        ]
        name = await self.app.push_screen_wait(Choose("Remove", choices))
        if name is None:
            return
        consequence = (
            "Its tokens are deleted from this vault and cannot be brought back from it. Amazon is not told: "
            "to end an authorization, revoke it in the portal as well."
        )
        if not await self.app.push_screen_wait(Confirm(f"Remove {name}?", consequence, "Remove")):
            return
        try:
            await remove(self, self.workspace.removing, [records[name]])
        except SpauthError as problem:
            self.tell(problem)
        await self.reload()
