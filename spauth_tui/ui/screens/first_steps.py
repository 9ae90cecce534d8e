"""From an empty vault into the first checklist: application, account, then the authorization of the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

    from spauth_tui.domain.account import Account
    from spauth_tui.domain.application import Application
    from spauth_tui.domain.authorization import Authorization
    from spauth_tui.services.workspace import Workspace

AT_THE_CHECKLIST = "4 of 4: the checklist. Leave it whenever you like; s comes back to where you were."


class FirstSteps:
    """Asks for what is still missing. What was entered is stored at once, so it can be left at any point."""

    def __init__(self, app: App[str], workspace: Workspace) -> None:
        self._app, self._workspace = app, workspace

    async def walk(self) -> Authorization | None:
        """Lead from where the vault stands to its first authorization; None if the person left before."""
        application = next(iter((await self._workspace.holdings()).applications), None)
        if application is None:
            application = await self._ask_for_application(None)
        while application is not None:
            account, wants_back = await self._ask_for_account(application)
            if account is not None:
                return await self._authorize(application, account)
            if not wants_back:
                return None
            # It is stored already: escape on the way back leads forward again.
            application = await self._ask_for_application(application) or application
        return None

    async def _ask_for_application(self, known: Application | None) -> Application | None:
        from spauth_tui.ui.screens.application_form import ApplicationForm

        form = ApplicationForm(self._workspace, await self._workspace.holdings(), known)
        form.title_words = f"2 of 4 · {form.title_words}"
        return await self._app.push_screen_wait(form)

    async def _ask_for_account(self, application: Application) -> tuple[Account | None, bool]:
        from spauth_tui.ui.screens.account_form import AccountForm

        form = AccountForm(self._workspace, await self._workspace.holdings(), None, kind=application.kind)
        form.title_words, form.offers_back = f"3 of 4 · {form.title_words}", True
        return await self._app.push_screen_wait(form), form.wants_back

    async def _authorize(self, application: Application, account: Account) -> Authorization:
        """Store the authorization; raises `SpauthError`."""
        holdings = await self._workspace.holdings()
        return await self._workspace.authorizations.add(application, account, holdings)
