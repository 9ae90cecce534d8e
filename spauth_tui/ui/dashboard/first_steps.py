"""Steps 2 to 4 of the first run: application, account, then the checklist of their authorization.

Step 1, the passphrase, is `ui/vault/first_run.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.account_form import AccountForm

if TYPE_CHECKING:
    from textual.app import App

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
        entered: Mapping[str, str | int] = {}
        while application is not None:
            form = await self._account_form(application)
            form.entered_before = entered
            account = await self._app.push_screen_wait(form)
            if account is not None:
                return await self._authorize(application, account)
            if not form.wants_back:
                return None
            # It is stored already: escape on the way back leads forward again.
            changed = await self._ask_for_application(application) or application
            # The kind of the account follows that of its application.
            follows = "kind" if changed.kind is not application.kind else ""
            entered = {name: held for name, held in form.left_with.items() if name != follows}
            application = changed
        return None

    async def _ask_for_application(self, known: Application | None) -> Application | None:
        from spauth_tui.ui.application.form import ApplicationForm

        form = ApplicationForm(self._workspace, known)
        form.title_words = f"2 of 4 · {form.title_words}"
        return await self._app.push_screen_wait(form)

    async def _account_form(self, application: Application) -> AccountForm:
        from spauth_tui.ui.authorization.account_form import AccountForm

        form = AccountForm(self._workspace, await self._workspace.holdings(), None, kind=application.kind)
        form.title_words, form.offers_back = f"3 of 4 · {form.title_words}", True
        return form

    async def _authorize(self, application: Application, account: Account) -> Authorization:
        """Store the authorization; raises `SpauthError`."""
        return await self._workspace.authorizing.authorizations.add(application.id, account.id)
