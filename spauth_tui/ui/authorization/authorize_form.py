"""The form that adds an authorization."""

from collections.abc import Iterable

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Select, Static

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.account import AccountId
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.account_form import AccountForm
from spauth_tui.ui.authorization.revoke_guide import free_a_slot
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.slot_meter import SlotMeter


class AuthorizeForm(Form[Authorization]):
    """Asks which application for which account; an account can be added here. Returns the authorization, or None."""

    title_words = "Add an authorization"
    hint = "enter opens · tab on · ctrl+s starts · esc leaves"

    def __init__(
        self,
        workspace: Workspace,
        holdings: Holdings,
        application: Application | None,
        account_id: AccountId | None = None,
    ) -> None:
        super().__init__()
        self._account_id = account_id
        self._workspace, self._holdings = workspace, holdings
        self._given = application or next(iter(holdings.applications), None)

    def body(self) -> Iterable[Widget]:
        yield Static("One application acts for one account, in that account's region.", classes="hint field")
        applications = [(Content(each.label), each.id) for each in self._holdings.applications]
        application = Select(
            applications,
            id="application",
            allow_blank=False,
            value=self._given.id if self._given else Select.NULL,
            compact=True,
        )
        yield field("Application", application, below=SlotMeter(classes="hint"))
        account: Select[str] = Select([], id="account", prompt="choose an account", compact=True)
        yield field("Account", account, "of the same kind, not authorized yet")
        yield Static("No account is left for it. Press New account.", id="no-account", classes="hint")

    def buttons(self) -> Iterable[Button]:
        yield Button("Start its checklist", id="go", variant="primary")
        yield Button("New account", id="new")
        yield Button("Revoke one", id="revoke-one")
        yield Button("Cancel", id="cancel")

    def on_mount(self) -> None:
        """Offer the accounts for the chosen application; if there are none, go straight to the account form."""
        self._offer(self._account_id)
        wanted = "#go" if self._account_id else "#account" if self._free_accounts() else "#new"
        first = self.query_one(wanted)
        self.set_focus(first, scroll_visible=False)

    def on_select_changed(self, event: Select.Changed) -> None:
        self.forget_problem()
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
        # Textual reports the first application too: a choice is kept if it still fits.
        if choose is None and select.value in [identity for _, identity in free]:
            choose = AccountId(str(select.value))
        select.set_options(free)
        if choose is not None or len(free) == 1:
            select.value = choose or free[0][1]
        self.query_one("#no-account").display = not free
        revoke = self.query_one("#revoke-one", Button)
        revoke.display = False
        if application is not None:
            self.query_one(SlotMeter).show(application, self._holdings)
            taken = len(self._holdings.of_application(application.id)) + application.slots_elsewhere
            revoke.display = taken >= application.authorization_limit

    def pressed(self, button_id: str) -> None:
        if button_id == "new":
            self._add_account()
        elif button_id == "revoke-one":
            self._revoke_one()
        else:
            self.action_submit()

    @work(group="account")
    async def _revoke_one(self) -> None:
        application = self._application()
        if application is not None:
            await free_a_slot(self, self._workspace, self._holdings, application.id)
            self._holdings = await self._workspace.holdings()
            self._offer()

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

    async def save(self) -> Authorization:
        """Store the authorization, without a refresh token yet."""
        application, value = self._application(), self.query_one("#account", Select).value
        account = self._holdings.account_by_id.get(AccountId(str(value)))
        if application is None or account is None:
            raise InputRefused("No account is chosen.", "Choose one, or press New account.", field="account")
        return await self._workspace.authorizing.authorizations.add(application.id, account.id)
