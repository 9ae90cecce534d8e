"""Everything about one authorization: facts, its refresh tokens, its events, and its access token on request."""

from collections.abc import Collection, Mapping

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.errors.vault import NoSuchRecord, PassphraseNeeded
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenRecord
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.way import Way
from spauth_tui.services.tokens.copying import SHOWN_FOR
from spauth_tui.services.tokens.exchanging import Outcome
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings, own_key
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dashboard.actions import on_details, testing, tokens
from spauth_tui.ui.dashboard.actions.action import Action, Actions
from spauth_tui.ui.dashboard.details_text import facts, history_lines, token_line
from spauth_tui.ui.dashboard.roster import Roster
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.page import Actions as Row
from spauth_tui.ui.widgets.page import Page, Subject, page
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.revealed_token import RevealedToken
from spauth_tui.ui.widgets.spinner import Spinner

_ACTIONS: Mapping[str, Action[on_details.DetailsContext]] = {
    **tokens.ON_ONE,
    **testing.ON_ONE,
    **on_details.ON_THE_DETAILS,
}
_TOKENS = {
    "pane.refresh": "Refresh",
    "pane.copy": "Copy",
    "pane.reveal": "Show for 10 s",
    "pane.steps": "Steps",
    "pane.guard": "Guard",
}
_TESTING = {
    "pane.test": "Test",
    "pane.why": "Why",
    "pane.restricted": "Restricted data",
    "merged": "Merged account",
    "leaked": "It leaked",
}
_LINEAGE = {
    "details.roll_back": "Roll back to it",
    "details.mark_revoked": "Mark revoked",
    "details.remove": "Remove it",
    "details.revoke": "Revoke at Amazon",
}
"""The buttons of each row: the id of each action, and its label."""


class Details(OwnScreen[bool]):
    """Shows one authorization: never a refresh token's value; the access token for ten seconds after confirmation.

    Returns whether the person continues to the checklist.
    """

    DEFAULT_CSS = """
    Details {
        & OptionList { max-height: 8; }
        & #revealed { display: none; background: $wash-warning; padding: 0 1; &.-needed { display: block; } }
    }
    """
    AUTO_FOCUS = ""
    """Off: Textual would scroll to the button, past the state."""
    BINDINGS = [*bindings("details", table=_ACTIONS)]

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId) -> None:
        super().__init__()
        self.workspace, self._authorization_id = workspace, authorization_id
        self.roster = Roster()
        self.actions = Actions(_ACTIONS, self)
        self._history: tuple[Event, ...] = ()

    def compose(self) -> ComposeResult:
        yield from page(
            Page(
                Static(id="facts"),
                _row(_TOKENS),
                _row(_TESTING),
                ProblemLine(),
                Spinner(),
                RevealedToken(id="revealed"),
                Static("Refresh tokens, newest first", classes="section"),
                List(id="refresh-tokens", compact=True),
                _row(_LINEAGE),
                Static("History, newest first", classes="section"),
                Static(id="history"),
            )
        )

    async def on_mount(self) -> None:
        await self.reload()
        refresh = self.query_one("#refresh", Button)
        refresh.variant = "primary"
        refresh.focus(scroll_visible=False)
        self.set_interval(1, self.tick)

    def action_do(self, name: str) -> None:
        self.query_one(ProblemLine).clear()
        self.actions.do(name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.actions.offers(action, parameters) and super().check_action(action, parameters)

    def action_leave(self) -> None:
        self.dismiss(False)

    def chosen(self) -> Authorization | None:
        """Return the authorization that is shown."""
        return self.roster.authorizations.get(self._authorization_id)

    def token(self) -> RefreshTokenRecord:
        """Return the refresh token under the list's cursor; raises `InputRefused`."""
        authorization, index = self.chosen(), self.query_one("#refresh-tokens", OptionList).highlighted
        if authorization is None or not authorization.refresh_tokens or index is None:
            raise InputRefused("No refresh token is stored yet.", ways=(Way.STEPS,))
        return authorization.refresh_tokens[index]

    def show_token(self, value: Secret) -> None:
        """Show the access token for a few seconds."""
        self.query_one(RevealedToken).show(value, self.workspace.clock.now() + SHOWN_FOR)

    async def reload(self, go_to: AuthorizationId | None = None) -> None:
        """Read the vault again; raises `NoSuchRecord`."""
        self.roster.take(await self.workspace.holdings())
        authorization = self.chosen()
        if authorization is None:
            raise NoSuchRecord
        self._history = await self.workspace.authorizing.authorizations.history(authorization)
        self.query_one(Subject).show("Details", self.roster.holdings.subject(authorization))
        lines = self.query_one("#refresh-tokens", OptionList)
        lines.clear_options()
        lines.add_options([token_line(authorization, token) for token in authorization.refresh_tokens])
        if authorization.refresh_tokens:
            lines.highlighted = 0
        else:
            key = own_key("pane.steps", self.app)
            lines.add_option(Content(f"None yet. Press {key}: the checklist leads to one."))
        self.tick()

    def tick(self) -> None:
        """Update what shows time."""
        now, authorization = self.workspace.clock.now(), self.chosen()
        if authorization is not None:
            self.query_one("#facts", Static).update(facts(authorization, self.roster.holdings, now, self.app))
            self.query_one("#guard", Button).label = "Remove the guard" if authorization.guarded else "Guard"
        self.query_one("#history", Static).update(history_lines(self._history))
        self.query_one(RevealedToken).tick(now)

    def show(self, changed: Collection[AuthorizationId]) -> None:
        """Show whether an exchange is running."""
        if self.is_gone:
            return
        sign = self.query_one(Spinner)
        if self._authorization_id in self.roster.refreshing:
            sign.start("Exchanging at Login with Amazon")
        else:
            sign.stop()

    def settle(self) -> None:
        """Reload: the history has a new line."""
        if not self.is_gone:
            self.run_worker(self.reload(), group="reload")

    def ended(self, outcome: Outcome) -> None:
        """Show why an exchange failed, unless the passphrase was declined: that gets only a message."""
        if outcome.problem is not None and not isinstance(outcome.problem, PassphraseNeeded):
            self.tell(outcome.problem)

    def tell(self, problem: SpauthError) -> None:
        """Show what went wrong."""
        if not self.is_gone:
            self.query_one(ProblemLine).show(problem)

    async def on_screen_resume(self) -> None:
        if self.roster.authorizations:
            await self.reload()

    def on_screen_suspend(self) -> None:
        for shown in self.query(RevealedToken):
            shown.hide()

    def on_app_blur(self, event: events.AppBlur) -> None:
        self.query_one(RevealedToken).hide()


def _row(buttons: dict[str, str]) -> Row:
    return Row(
        *(
            Button(words, id=name.rpartition(".")[2].replace("_", "-"), action=f"screen.do('{name}')")
            for name, words in buttons.items()
        )
    )
