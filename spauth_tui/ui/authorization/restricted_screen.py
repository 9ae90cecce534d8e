"""The restricted data tokens of one authorization: each with its countdown, gone when its time is over."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.restricted import Resource, RestrictedLife
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.guarded import hand_out
from spauth_tui.ui.widgets.banner import Banner
from spauth_tui.ui.widgets.key_line import KeyLine
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.short_lived_pane import ShortLivedAction, ShortLivedPane

_ACTIONS = (ShortLivedAction.COPY, ShortLivedAction.FORGET)
_SHOWN = 4


class RestrictedScreen(OwnScreen[None]):
    """Gets, copies and forgets restricted data tokens."""

    CSS_PATH = "restricted_screen.tcss"
    BINDINGS = [*bindings("restricted data", {"restricted.get": "obtain"})]

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId) -> None:
        super().__init__()
        self._workspace, self._authorization_id = workspace, authorization_id
        self._holdings = Holdings()

    def compose(self) -> ComposeResult:
        yield Static(id="subject")
        yield Banner()
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(
                Content(
                    "For operations that return personal data, a restricted data token takes the access token's place, "
                    "for exactly the paths it was had for. It is kept here only as long as it lives."
                ),
                classes="quiet",
            )
            with Horizontal(classes="actions"):
                yield Button("New restricted data token", id="new", variant="primary", compact=True)
            yield ProblemLine()
            yield Static("None at present: each is forgotten when its hour is over. Press a to get one.", id="none")
            yield Vertical(id="tokens")
        yield KeyLine()

    async def on_mount(self) -> None:
        await self._reload()
        self.query_one("#new").focus()
        self.set_interval(1, self._tick)

    @property
    def _authorization(self) -> Authorization:
        return self._holdings.authorization_by_id[self._authorization_id]

    @property
    def _subject(self) -> str:
        return self._holdings.subject(self._authorization)

    async def _reload(self) -> None:
        await self._workspace.restricting.forget_expired()
        self._holdings = await self._workspace.holdings()
        title = Content.styled("Restricted data tokens  ", "bold $text-primary")
        self.query_one("#subject", Static).update(title + Content(self._subject))
        now = self._workspace.clock.now()
        lives = self._authorization.restricted_tokens
        self.query_one("#none").display = not lives
        holder = self.query_one("#tokens", Vertical)
        async with self.batch():
            await holder.remove_children()
            await holder.mount_all(
                [ShortLivedPane(each.id, each.title, _paths(each.resources), each, _ACTIONS, now) for each in lives]
            )

    def _tick(self) -> None:
        now = self._workspace.clock.now()
        for pane in self.query(ShortLivedPane):
            pane.tick(now)
        if any(each.expires_at <= now for each in self._authorization.restricted_tokens):
            self._forget_expired()

    @work(group="forget", exclusive=True)
    async def _forget_expired(self) -> None:
        await self._reload()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_obtain()

    def on_short_lived_pane_action_chosen(self, event: ShortLivedPane.ActionChosen) -> None:
        life = next((each for each in self._authorization.restricted_tokens if each.id == event.key), None)
        if life is not None:
            self._deal_with(life, event.action)

    @work(group="deal", exclusive=True)
    async def _deal_with(self, life: RestrictedLife, action: ShortLivedAction) -> None:
        line = self.query_one(ProblemLine)
        line.clear()
        try:
            if action is ShortLivedAction.FORGET:
                await self._workspace.restricting.forget(self._authorization, life)
                await self._reload()
                self.query_one("#new").focus()
                return

            async def lend(passphrase: Secret | None) -> Secret:
                return await self._workspace.restricting.lend(self._authorization, life.id, passphrase)

            value = await hand_out(self, lend, guarded=self._authorization.guarded)
            if value is None:
                return
            what = f"restricted data token, {life.title}"
            copying = self._workspace.copying
            receipt = await copying.copy_short_lived(value, what, self._authorization)
        except SpauthError as problem:
            line.show(problem)
            return
        words = f"Restricted data token {receipt.certainty.value} ({receipt.backend}). Cleared in 45 s."
        self.notify(words, markup=False, timeout=6)

    @work(group="dialog")
    async def action_obtain(self) -> None:
        from spauth_tui.ui.authorization.restricted_form import RestrictedForm

        account = self._holdings.account_by_id[self._authorization.account_id]
        form = RestrictedForm(self._workspace, self._authorization, account)
        await self.app.push_screen_wait(form)
        await self._reload()

    def action_leave(self) -> None:
        self.dismiss(None)


def _paths(resources: tuple[Resource, ...]) -> str:
    lines = [
        f"{each.method} {each.path}" + (f"  {', '.join(each.elements)}" if each.elements else "")
        for each in resources[:_SHOWN]
    ]
    if len(resources) > _SHOWN:
        lines.append(f"and {len(resources) - _SHOWN} more")
    return "\n".join(lines)
