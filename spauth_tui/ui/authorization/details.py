"""Everything about one authorization: facts, the lineage of its refresh tokens, history, and its access token shown."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenRecord, RefreshTokenState
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import age_words, clock_face, minute_words
from spauth_tui.domain.views.status import status_of
from spauth_tui.services.tokens.copying import SHOWN_FOR, Copied
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.revoke_walk import RevokeWalk
from spauth_tui.ui.base.messages import ActionWanted, ChecklistRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.own_words import own_words
from spauth_tui.ui.base.receipts import receipt_words
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.guarded import hand_out, typing_waits
from spauth_tui.ui.widgets.banner import Banner
from spauth_tui.ui.widgets.key_line import KeyLine
from spauth_tui.ui.widgets.lists import List
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.revealed_token import RevealedToken
from spauth_tui.ui.widgets.working_sign import WorkingSign

_ON_THE_DASHBOARD = {"test", "why", "restricted", "merged", "leaked"}


class Details(OwnScreen[None]):
    """Shows one authorization; values of refresh tokens never, the access token for ten seconds after a yes."""

    CSS_PATH = "details.tcss"
    AUTO_FOCUS = ""
    """Off: Textual would scroll to the button, past the state."""
    BINDINGS = [
        Binding("escape,q", "leave", "Dashboard", id="details.leave"),
        Binding("r", "refresh_token", "Refresh", tooltip="Exchange for a new access token", id="pane.refresh"),
        Binding("c", "copy", "Copy", tooltip="Copy the access token", id="pane.copy"),
        Binding("v", "reveal", "Show", tooltip="Show the access token for 10 seconds", id="pane.reveal"),
        Binding("s", "steps", "Steps", tooltip="Open the checklist", id="pane.steps"),
        Binding("b", "roll_back", "Roll back", tooltip="Use the chosen refresh token again", id="details.roll_back"),
        Binding(
            "m",
            "mark_revoked",
            "Revoked",
            tooltip="Mark it as revoked at Amazon",
            show=False,
            id="details.mark_revoked",
        ),
        Binding("g", "guard", "Guard", tooltip="Ask for the passphrase before a token is handed out", id="pane.guard"),
        Binding("t", "wanted('test')", "Test", tooltip="The exchange, then one SP-API call", id="pane.test"),
        Binding("f", "wanted('why')", "Why", tooltip="Why it failed, and what to do", show=False, id="pane.why"),
        Binding("D", "wanted('restricted')", "Restricted data tokens", show=False, id="pane.restricted"),
        Binding("M", "wanted('merged')", "Merged account, vendor groups", show=False, id="merged"),
        Binding("I", "wanted('leaked')", "It leaked", show=False, id="leaked"),
        Binding("w", "revoke", "Revoke", tooltip="The walk for revoking at Amazon", show=False, id="details.revoke"),
        Binding(
            "p", "purge", "Purge", tooltip="Delete the chosen refresh token for good", show=False, id="details.purge"
        ),
        Binding("question_mark,f1", "app.help", "Help", key_display="?", id="help"),
    ]

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId) -> None:
        super().__init__()
        self._workspace, self._authorization_id = workspace, authorization_id
        self._holdings = Holdings()
        self._history: tuple[Event, ...] = ()

    def compose(self) -> ComposeResult:
        """Yield the sections."""
        yield Static(id="subject")
        yield Banner()
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(id="facts")
            with Horizontal(classes="actions"):
                yield Button("Refresh", id="refresh", variant="primary", compact=True)
                yield Button("Copy", id="copy", compact=True)
                yield Button("Show for 10 s", id="reveal", compact=True)
                yield Button("Steps", id="steps", compact=True)
                yield Button("Guard", id="guard", compact=True)
            with Horizontal(classes="actions"):
                yield Button("Test", id="test", compact=True)
                yield Button("Why", id="why", compact=True)
                yield Button("Restricted data", id="restricted", compact=True)
                yield Button("Siblings", id="merged", compact=True)
                yield Button("It leaked", id="leaked", compact=True)
            yield ProblemLine()
            yield WorkingSign()
            yield RevealedToken(id="revealed")
            yield Static("Refresh tokens, newest first", classes="section")
            yield List(id="lineage", compact=True)
            with Horizontal(classes="actions"):
                yield Button("Roll back to it", id="roll-back", compact=True)
                yield Button("Mark revoked", id="mark-revoked", compact=True)
                yield Button("Purge", id="purge", compact=True)
                yield Button("Revoke at Amazon", id="revoke", compact=True)
            yield Static("History, newest first", classes="section")
            yield Static(id="history")
        yield KeyLine()

    async def on_mount(self) -> None:
        """Read the vault and start the one timer."""
        await self._reload()
        self.query_one("#refresh").focus(scroll_visible=False)
        self.set_interval(1, self._tick)

    @property
    def _authorization(self) -> Authorization:
        return self._holdings.authorization_by_id[self._authorization_id]

    async def _reload(self) -> None:
        self._holdings = await self._workspace.holdings()
        authorization = self._authorization
        self._history = await self._workspace.authorizations.history(authorization)
        self.query_one("#subject", Static).update(
            Content.styled("Details  ", "bold $text-primary") + Content(self._holdings.subject(self._authorization))
        )
        lineage = self.query_one("#lineage", OptionList)
        lineage.clear_options()
        lineage.add_options([self._line_of(token) for token in authorization.refresh_tokens])
        if authorization.refresh_tokens:
            lineage.highlighted = 0
        else:
            lineage.add_option(Content(own_words("None yet. Press s: the checklist leads to one.", self.app)))
        self._tick()

    def _tick(self) -> None:
        now = self._workspace.clock.now()
        self.query_one("#facts", Static).update(self._facts(now))
        guard = self.query_one("#guard", Button)
        guard.label = "Remove the guard" if self._authorization.guarded else "Guard"
        self.query_one("#history", Static).update(_history_words(self._history))
        self.query_one(RevealedToken).tick(now)

    def _facts(self, now: datetime) -> Content:
        authorization, holdings = self._authorization, self._holdings
        own = partial(own_words, app=self.app)
        account = holdings.account_by_id[authorization.account_id]
        application = holdings.application_by_id[authorization.application_id]
        merged = [each.label for each in holdings.accounts if each.is_merged_with(account)]
        life = authorization.access_token
        access = "none yet"
        if life is not None:
            access = f"{clock_face(life.remaining(now))} left, asked for {age_words(life.asked_at, now)}"
        refusal = authorization.refusal
        current, proof, denied = authorization.current_refresh_token, authorization.proof, authorization.api_refusal
        refresh = "none yet"
        if current is not None:
            worked = (
                f"last worked {age_words(life.asked_at, now)}" if life and authorization.is_proven else "not proven yet"
            )
            refresh = f"stored {age_words(current.created_at, now)}, {worked}; Amazon publishes no expiry"
        rows = [
            ("State", status_of(authorization, now).value),
            ("Access token", access),
            ("Refresh token", refresh),
            ("Tested", f"SP-API accepted it {age_words(proof.proven_at, now)}" if proof else own("not yet: press t")),
            ("SP-API said", f"{denied.status} {denied.message} {denied.details}: {own('press f')}" if denied else ""),
            ("Application", f"{application.label}, {application.kind.value}, client id {application.client_id}"),
            ("Account", f"{account.label}, {account.kind.value}, {account.environment.value}"),
            ("Region", f"{account.region.name} {account.region.value}"),
            ("Endpoint", account.region.endpoint(account.environment)),
            ("Marketplaces", " ".join(account.marketplaces) or "not known; Test at SP-API names them"),
            ("Merged with", ", ".join(merged)),
            ("Vendor group", account.vendor_group),
            ("Amazon said", f"{refusal.error}: {refusal.description}" if refusal else ""),
            ("Request id", refusal.request_id if refusal else ""),
            (
                "Guarded",
                "the passphrase is asked for before a token leaves" if authorization.guarded else "",
            ),
            ("Notes", account.notes),
        ]
        return Content("\n").join(
            Content.styled(f"{name:<15}", "$foreground 60%") + Content(value) for name, value in rows if value
        )

    def _line_of(self, token: RefreshTokenRecord) -> Content:
        state = self._authorization.state_of(token)
        style = {
            RefreshTokenState.CURRENT: "$text-success",
            RefreshTokenState.SUPERSEDED: "$foreground 70%",
            RefreshTokenState.REVOKED: "$text-error",
        }[state]
        words = f"stored {minute_words(token.created_at)}  fingerprint {token.fingerprint}  {token.length} characters"
        note = f"  {token.note}" if token.note else ""
        return Content.styled(f"{state.value:<34}", style) + Content(words + note)

    def _chosen(self) -> RefreshTokenRecord:
        tokens = self._authorization.refresh_tokens
        index = self.query_one("#lineage", OptionList).highlighted
        if not tokens or index is None:
            raise InputRefused("No refresh token is stored yet.", "Press s: the checklist leads to one.")
        return tokens[index]

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        event.stop()
        actions: dict[str, Callable[[], object]] = {
            "refresh": self.action_refresh_token,
            "copy": self.action_copy,
            "reveal": self.action_reveal,
            "steps": self.action_steps,
            "roll-back": self.action_roll_back,
            "mark-revoked": self.action_mark_revoked,
            "guard": self.action_guard,
            "purge": self.action_purge,
            "revoke": self.action_revoke,
        }
        identity = event.button.id or ""
        if identity in _ON_THE_DASHBOARD:
            self.action_wanted(identity)
        else:
            actions[identity]()

    def action_wanted(self, action: str) -> None:
        """Do one of the dashboard's actions for this authorization."""
        self.app.post_message(ActionWanted(action, self._authorization_id))

    async def on_screen_resume(self) -> None:
        """Read the vault again after another screen was on top."""
        if self._holdings.authorizations:
            await self._reload()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_steps(self) -> None:
        """Leave for the checklist."""
        self.post_message(ChecklistRequested(self._authorization_id))
        self.dismiss(None)

    @work(group="refresh", exclusive=True)
    async def action_refresh_token(self) -> None:
        """Exchange for a new access token."""
        sign = self.query_one(WorkingSign)
        self.query_one(ProblemLine).clear()
        sign.start("Exchanging at Login with Amazon")
        asks = self._authorization.guarded and self._workspace.goes_elsewhere
        try:
            with typing_waits(self, asks=asks):
                await self._workspace.tokens.refresh(self._authorization_id)
        except SpauthError as problem:
            self.query_one(ProblemLine).show(problem)
        finally:
            sign.stop()
        await self._reload()

    @work(group="copy", exclusive=True)
    async def action_copy(self) -> None:
        """Copy the access token."""
        account = self._holdings.account_by_id[self._authorization.account_id]

        async def copy(passphrase: Secret | None) -> Copied:
            copying = self._workspace.copying
            return await copying.copy_access_token(self._authorization_id, account, passphrase=passphrase)

        try:
            copied = await hand_out(self, copy, guarded=self._authorization.guarded)
        except SpauthError as problem:
            self.query_one(ProblemLine).show(problem)
            return
        if copied is None:
            return
        self.notify(receipt_words(copied), title=account.label, markup=False, timeout=6)
        await self._reload()

    @work(group="reveal", exclusive=True)
    async def action_reveal(self) -> None:
        """Show the access token for ten seconds, after asking."""
        seconds = int(SHOWN_FOR.total_seconds())
        question = f"Show the access token on the screen for {seconds} seconds?"
        consequence = "Whoever sees the screen, a recording or a shared session can read it."
        if not await self.app.push_screen_wait(Confirm(question, consequence, "Show it")):
            return

        async def lend(passphrase: Secret | None) -> Secret:
            return await self._workspace.copying.lend_access_token(self._authorization_id, passphrase)

        try:
            value = await hand_out(self, lend, guarded=self._authorization.guarded)
        except SpauthError as problem:
            self.query_one(ProblemLine).show(problem)
            return
        if value is None:
            return
        self.query_one(RevealedToken).show(value, self._workspace.clock.now() + SHOWN_FOR)

    def on_screen_suspend(self) -> None:
        """Hide the token when something else is shown."""
        for shown in self.query(RevealedToken):
            shown.hide()

    def on_app_blur(self, event: events.AppBlur) -> None:
        """Hide the token when the terminal loses the focus."""
        self.query_one(RevealedToken).hide()

    @work(group="lineage", exclusive=True)
    async def action_roll_back(self) -> None:
        """Make the chosen refresh token current again."""
        await self._change(
            "Use this earlier refresh token again?",
            "It becomes the current one; the newer ones are kept. Refresh then proves whether it still works.",
            "Roll back",
            self._workspace.authorizations.roll_back,
        )

    @work(group="lineage", exclusive=True)
    async def action_mark_revoked(self) -> None:
        """Note that the chosen refresh token was revoked at Amazon."""
        await self._change(
            "Mark this refresh token as revoked?",
            "It is not exchanged any more. This revokes nothing at Amazon: do that in the portal.",
            "Mark revoked",
            self._workspace.authorizations.mark_revoked,
        )

    @work(group="lineage", exclusive=True)
    async def action_purge(self) -> None:
        """Delete the chosen refresh token for good."""
        await self._change(
            "Delete this refresh token for good?",
            "It is overwritten in the vault and cannot be brought back from it. Backups written before still hold it. "
            "At Amazon it stays valid until the authorization is revoked.",
            "Purge",
            self._purge,
        )

    @work(group="lineage", exclusive=True)
    async def action_revoke(self) -> None:
        """Walk through revoking at Amazon."""
        account = self._holdings.account_by_id[self._authorization.account_id]
        await self.app.push_screen_wait(RevokeWalk(self._workspace, self._authorization, account))
        await self._reload()

    @work(group="guard", exclusive=True)
    async def action_guard(self) -> None:
        """Guard the authorization, or with the passphrase remove its guard."""
        guarding, authorization = self._workspace.guarding, self._authorization
        if authorization.guarded:

            async def unguard(passphrase: Secret) -> Authorization:
                return await guarding.unguard(authorization, passphrase)

            words = "From then on tokens are copied and shown without the passphrase."
            await self.app.push_screen_wait(AskPassphrase("Remove the guard", words, "Remove the guard", unguard))
        else:
            try:
                await guarding.guard(authorization)
            except SpauthError as problem:
                self.query_one(ProblemLine).show(problem)
                return
            self.notify("Guarded: the passphrase is asked for before a token is handed out.", markup=False, timeout=5)
        await self._reload()

    async def _purge(self, authorization: Authorization, token: RefreshTokenRecord) -> None:
        async def deed(passphrase: Secret | None) -> None:
            await self._workspace.removing.purge(authorization, token, passphrase)

        await hand_out(self, deed, "This refresh token is guarded: type the vault's passphrase to delete it.")

    async def _change(self, question: str, consequence: str, verb: str, deed: Callable[..., object]) -> None:
        line = self.query_one(ProblemLine)
        line.clear()
        try:
            token = self._chosen()
            words = f"{question} Fingerprint {token.fingerprint}, stored {minute_words(token.created_at)}."
            if await self.app.push_screen_wait(Confirm(words, consequence, verb)):
                done = deed(self._authorization, token)
                await done  # type: ignore[misc]
        except SpauthError as problem:
            line.show(problem)
            return
        await self._reload()


def _history_words(history: tuple[Event, ...]) -> Content:
    if not history:
        return Content("Nothing yet. Exchanges, copies and changes of this authorization will stand here.")
    return Content("\n").join(
        Content.styled(f"{minute_words(event.at)}  ", "$foreground 60%")
        + Content(event.kind.value)
        + Content.styled(f"  {event.detail}" if event.detail else "", "$foreground 60%")
        for event in history[:50]
    )
