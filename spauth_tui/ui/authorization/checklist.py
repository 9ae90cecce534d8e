"""The five steps of Amazon's page for one authorization: resumable, and derived from evidence."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, RadioSet, Static

from spauth_tui.domain.amazon.checklist import next_step
from spauth_tui.domain.amazon.portal import portals_for
from spauth_tui.domain.amazon.shapes import Shape
from spauth_tui.domain.amazon.steps import AUTHORIZE, STEP_BY_KEY, STEPS, STORE
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.services.ports.system import Certainty
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.checklist_panels import lives_words, panel
from spauth_tui.ui.authorization.progress import Progress
from spauth_tui.ui.authorization.revoke_guide import free_a_slot
from spauth_tui.ui.authorization.step_list import StepList
from spauth_tui.ui.authorization.why_it_failed import copy_for_support, explanation_of
from spauth_tui.ui.base.keys import bindings, own_key
from spauth_tui.ui.base.messages import AnotherRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.confirm import may_leave
from spauth_tui.ui.dialogs.dialog import held_by
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.page import Subject, page, telling
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner

_DOING = {"exchange": "Exchanging at Login with Amazon", "verify": "Calling SP-API once"}


class Checklist(OwnScreen[None]):
    """Guides through the steps of one authorization. It can be left at any point; what is stored stays."""

    CSS_PATH = "checklist.tcss"
    title_words = "the checklist"
    BINDINGS = [
        *bindings(
            "checklist",
            {
                "checklist.next": "step(1)",
                "checklist.previous": "step(-1)",
                "checklist.open": "press('open')",
                "checklist.address": "press('copy-address')",
                **{f"checklist.step{number}": f"show('{step.key}')" for number, step in enumerate(STEPS, 1)},
            },
        )
    ]

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId, step_key: str | None = None) -> None:
        super().__init__()
        self._workspace, self._progress, self._step = workspace, Progress(workspace, authorization_id), step_key or ""

    def compose(self) -> ComposeResult:
        columns = Horizontal(StepList(), VerticalScroll(id="panel", can_focus=False), id="columns")
        yield from page(columns)

    async def on_mount(self) -> None:
        await self._progress.read()
        self._step = self._step or (next_step(self._progress.case.authorization) or STEPS[-1]).key
        await self._show()
        self.set_interval(1, self._tick)

    async def _show(self) -> None:
        case = self._progress.case
        quiet = f"  {case.account.region.name} · {case.account.kind.value}"
        self.query_one(Subject).show("Checklist", case.holdings.subject(case.authorization), quiet)
        self.query_one(StepList).show(case.authorization, self._step)
        holder = self.query_one("#panel", VerticalScroll)
        async with self.batch():
            await holder.remove_children()
            await holder.mount_all(list(panel(STEP_BY_KEY[self._step], self._progress, own_key("pane.copy", self.app))))
        holder.scroll_home(animate=False)
        self._focus_first()

    def _focus_first(self) -> None:
        has_token = self._progress.case.authorization.current_refresh_token is not None
        skips_field = self._step == AUTHORIZE and has_token
        for wanted in ("#refresh-token", "#panel Button.-primary", "#panel Button"):
            found = self.query(wanted)
            if found and not (wanted == "#refresh-token" and skips_field):
                found.first().focus(scroll_visible=False)
                return

    def _tick(self) -> None:
        life = self._progress.case.authorization.access_token
        left = life.remaining(self._workspace.clock.now()) if life else None
        if left and not self._progress.verified:
            for lives in self.query("#lives").results(Static):
                lives.update(Content(lives_words(left)))

    async def action_step(self, by: int) -> None:
        index = STEPS.index(STEP_BY_KEY[self._step]) + by
        if 0 <= index < len(STEPS):
            await self.action_show(STEPS[index].key)

    async def on_step_list_chosen(self, event: StepList.Chosen) -> None:
        await self.action_show(event.step_key)

    async def action_show(self, step_key: str) -> None:
        if self.is_touched:
            self._ask_before_leaving(step_key)
        else:
            self._step = step_key
            await self._show()

    def action_press(self, identity: str) -> None:
        """Press the step's button, if it has that button."""
        for button in self.query(f"#panel #{identity}").results(Button):
            button.press()

    def action_leave(self) -> None:
        """Go back; what is stored stays, and anything only pasted is asked about."""
        if self.is_touched:
            self._ask_before_leaving()
        else:
            self.dismiss(None)

    @property
    def is_touched(self) -> bool:
        """Whether something was pasted and not stored."""
        return any(held_by(self).values())

    @work(group="leave", exclusive=True)
    async def _ask_before_leaving(self, step_key: str = "") -> None:
        if not await may_leave(self):
            return
        if step_key:
            self._step = step_key
            await self._show()
        else:
            self.dismiss(None)

    async def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "next":
                await self.action_step(1)
            case "to-authorize":
                await self.action_show(AUTHORIZE)
            case "leave":
                self.action_leave()
            case "another" | "region":
                authorization = self._progress.case.authorization
                first = authorization.account_id if event.button.id == "region" else None
                self.post_message(AnotherRequested(authorization.application_id, first))
                self.action_leave()
            case identity:
                self._act(identity or "")

    @work(group="act", exclusive=True)
    async def _act(self, identity: str) -> None:
        progress = self._progress
        actions: dict[str, Callable[[], Awaitable[None]]] = {
            "tick": lambda: self._tick_step(done=True),
            "untick": lambda: self._tick_step(done=False),
            "store": self._store,
            "exchange": progress.exchange,
            "verify": progress.verify,
            "marketplaces": progress.set_marketplaces,
            "revoke-one": self._revoke_one,
        }
        asides: dict[str, Callable[[], Awaitable[None]]] = {
            "open": self._open_portal,
            "copy-address": self._copy_address,
            "read-back": self._read_back,
            "support": self._copy_for_support,
        }
        with telling(self):
            if identity in asides:
                await asides[identity]()
                return
            doing = _DOING.get(identity)
            with self.query_one(Spinner).doing(doing) if doing else nullcontext():
                await actions[identity]()
            await self._show()
            return
        for field in self.query("#refresh-token"):
            field.focus()

    async def _tick_step(self, *, done: bool) -> None:
        await self._progress.tick(self._step, done=done)
        if done:
            self._step = STEPS[STEPS.index(STEP_BY_KEY[self._step]) + 1].key

    async def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        portal = portals_for(self._progress.case.account)[event.radio_set.pressed_index]
        if portal.key != self._progress.portal.key:
            await self._progress.choose_portal(portal.key)
            await self._show()

    async def _open_portal(self) -> None:
        await self._workspace.browser.open(self._progress.portal.address)
        self.notify("Opened in your browser.", markup=False, timeout=4)

    async def _copy_address(self) -> None:
        receipt = await self._workspace.copying.copy_plain(self._progress.portal.address)
        sure = "Copied the address" if receipt.certainty is Certainty.READ_BACK else "Handed over the address"
        self.notify(f"{sure}: {receipt.certainty.value} ({receipt.backend}).", markup=False, timeout=5)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if not isinstance(event.input, SecretInput):
            return
        self._progress.keeps = None
        described = event.input.describe()
        shape = event.input.shape()
        words = f"{described} · looks like {shape.value}" if described and shape is not Shape.UNKNOWN else described
        for hint in self.query("#paste-hint").results(Static):
            hint.update(Content(words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._act("store")

    async def _revoke_one(self) -> None:
        progress = self._progress
        await free_a_slot(self, self._workspace, progress.holdings, progress.case.application.id)
        await progress.read()

    async def _store(self) -> None:
        field = self.query_one("#refresh-token", SecretInput)
        await self._progress.store(field.peek())
        field.clear()
        self._step = STORE

    async def _copy_for_support(self) -> None:
        explanation = explanation_of(self._progress.case, None)
        if explanation is not None:
            await copy_for_support(self, self._workspace, explanation, self._progress.case)

    async def _read_back(self) -> None:
        length = await self._workspace.authorizing.authorizations.read_back(self._progress.case.authorization)
        self.notify(f"Read back from the vault: {length} characters, as stored.", markup=False, timeout=4)
