"""What brokers have lent: the valid throwaway credentials, and how to end each."""

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.loan import Loan
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.time import age_words
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.page import Actions, Page, Subject, page, telling
from spauth_tui.ui.widgets.problem_line import ProblemLine

LOOK_EVERY = 1.5
_EMPTY = (
    "Nothing is lent.\n\n"
    "A broker lends access tokens to an SDK without giving it the refresh token or the client secret. It gives "
    "throwaway credentials instead, which hold on this machine as long as the broker runs. Start one in "
    "another terminal:\n\n"
    "    spauth-tui broker NAME\n\n"
    "What it lends then stands here, and can be ended here."
)


class LoansScreen(OwnScreen[None]):
    """Lists the loans and ends them; it checks for changes itself."""

    DEFAULT_CSS = "LoansScreen #loans { max-height: 24; }"
    BINDINGS = [*bindings("lent by brokers")]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._holdings = Holdings()

    def compose(self) -> ComposeResult:
        end = Actions(Button("End it", id="end", variant="error"))
        sheet = Page(Static(Content(_EMPTY), id="none"), List(id="loans", compact=True), end)
        yield from page(ProblemLine(), sheet)

    def on_mount(self) -> None:
        """Read the vault now and regularly: brokers run in other processes."""
        self._read()
        self.set_interval(LOOK_EVERY, self._read)

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            self._show(await self._workspace.holdings())
        except SpauthError as problem:
            self.query_one(ProblemLine).show(problem)

    def _show(self, holdings: Holdings) -> None:
        loans, options = holdings.loans, self.query_one("#loans", OptionList)
        before = options.highlighted
        marked = self._holdings.loans[before].id if before is not None and before < len(self._holdings.loans) else None
        self._holdings = holdings
        words = counted(len(loans), "throwaway credential") if loans else "nothing"
        self.query_one(Subject).show("Lent by brokers", words)
        self.query_one("#none").display = not loans
        options.display = self.query_one("#end").display = bool(loans)
        options.clear_options()
        options.add_options([self._line(each) for each in loans])
        if loans:
            # The cursor stays on its loan: new ones appear above it.
            options.highlighted = next((place for place, each in enumerate(loans) if each.id == marked), 0)
            if self.focused is None:
                options.focus()

    def _line(self, loan: Loan) -> Content:
        now = self._workspace.clock.now()
        name = self._subject(loan)
        last = f", last {age_words(loan.last_served_at, now)}" if loan.last_served_at else ""
        return (
            Content.styled(name, "bold")
            + Content(f"\n  {loan.client_id} at {loan.origin}\n  ")
            + Content.styled(
                f"lent {age_words(loan.given_at, now)}, {counted(loan.served, 'access token')} handed out{last}",
                "$dim",
            )
        )

    def _subject(self, loan: Loan) -> str:
        authorization = self._holdings.authorization_by_id.get(loan.authorization_id)
        return self._holdings.subject(authorization) if authorization else "no longer in the vault"

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choosing only selects: ending a loan has its own key and button."""
        event.stop()

    @work(group="dialog")
    async def action_end(self) -> None:
        chosen = self.query_one("#loans", OptionList).highlighted
        if chosen is None or chosen >= len(self._holdings.loans):
            return
        loan = self._holdings.loans[chosen]
        subject = self._subject(loan)
        consequence = (
            f"It is {loan.client_id}. The SDK that has it gets no further access token. "
            "Those it has live on for their hour."
        )
        if not await self.app.push_screen_wait(Confirm(f"End what is lent for {subject}?", consequence, "End it")):
            return
        with telling(self):
            await self._workspace.brokering.end(loan)
            self._show(await self._workspace.holdings())
