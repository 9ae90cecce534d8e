"""Which application for which account."""

from collections.abc import Iterable

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Select, Static

from spauth_tui.domain.account import AccountId
from spauth_tui.domain.application import Application, ApplicationId
from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.errors import InputRefused, SpauthError
from spauth_tui.domain.holdings import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.screens.account_form import AccountForm
from spauth_tui.ui.screens.dialog import Dialog, label
from spauth_tui.ui.widgets.problem_line import ProblemLine


class AuthorizeForm(Dialog[Authorization]):
    """Adds an authorization; an account can be added right here. Returns it, or None."""

    title_words = "Add an authorization"

    def __init__(self, workspace: Workspace, holdings: Holdings, application: Application | None) -> None:
        super().__init__()
        self._workspace, self._holdings = workspace, holdings
        self._given = application or next(iter(holdings.applications), None)

    def body(self) -> Iterable[Widget]:
        """Yield the two choices and the slot meter."""
        yield Static("One application acts for one account, in that account's region.", classes="hint")
        yield label("Application")
        applications = [(Content(each.label), each.id) for each in self._holdings.applications]
        yield Select(
            applications,
            id="application",
            allow_blank=False,
            value=self._given.id if self._given else Select.NULL,
            compact=True,
        )
        yield Static(id="slots", classes="hint")
        yield label("Account", "of the same kind, not yet authorized for this application")
        yield Select([], id="account", prompt="choose an account", compact=True)
        yield Static(id="no-account", classes="hint")

    def buttons(self) -> Iterable[Button]:
        """Yield the ways on."""
        yield Button("Start its checklist", id="go", variant="primary", compact=True)
        yield Button("New account", id="new", compact=True)
        yield from super().buttons()

    def on_mount(self) -> None:
        """Offer the accounts of the chosen application; without any, go straight to its form."""
        self._offer()
        self.query_one("#account" if self._free_accounts() else "#new").focus()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Offer the accounts that fit the application."""
        self.query_one(ProblemLine).clear()
        if event.select.id == "application":
            self._offer()

    def _application(self) -> Application | None:
        value = self.query_one("#application", Select).value
        return self._holdings.application_by_id.get(ApplicationId(str(value)))

    def _free_accounts(self) -> list[tuple[Content, str]]:
        application = self._application()
        if application is None:
            return []
        taken = {each.account_id for each in self._holdings.of_application(application.id)}
        return [
            (Content(f"{each.label} · {each.region.name}"), each.id)
            for each in self._holdings.accounts
            if each.kind is application.kind and each.id not in taken
        ]

    def _offer(self, choose: AccountId | None = None) -> None:
        application, free = self._application(), self._free_accounts()
        select = self.query_one("#account", Select)
        select.set_options(free)
        if choose is not None or len(free) == 1:
            select.value = choose or free[0][1]
        words = "" if free else "No account is left for it. Press New account to add one."
        self.query_one("#no-account", Static).update(words)
        if application is not None:
            used = self._holdings.slots_used(application.id)
            self.query_one("#slots", Static).update(
                f"{used} of {application.authorization_limit} self-authorizations "
                "(counted here; the console is authoritative)"
            )

    def pressed(self, button_id: str) -> None:
        """Add an account, or go on."""
        if button_id == "new":
            self._add_account()
        else:
            self._save()

    @work(group="account")
    async def _add_account(self) -> None:
        application = self._application()
        kind = application.kind if application else None
        form = AccountForm(self._workspace, self._holdings, None, kind=kind)
        account = await self.app.push_screen_wait(form)
        if account is not None:
            self._holdings = await self._workspace.holdings()
            fits = application is not None and account.kind is application.kind
            self._offer(account.id if fits else None)
            self.query_one("#go").focus()

    @work(exclusive=True)
    async def _save(self) -> None:
        application, value = self._application(), self.query_one("#account", Select).value
        account = self._holdings.account_by_id.get(AccountId(str(value)))
        try:
            if application is None or account is None:
                raise InputRefused("No account is chosen.", "Choose one, or press New account.", field="account")
            added = await self._workspace.authorizations.add(application, account, self._holdings)
        except SpauthError as problem:
            self.tell(problem)
            return
        self.dismiss(added)
