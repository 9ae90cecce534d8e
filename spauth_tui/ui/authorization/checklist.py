"""The five steps of Amazon's page for one authorization: resumable, and derived from evidence."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, RadioSet, Static

from spauth_tui.domain.amazon.checklist import next_step
from spauth_tui.domain.amazon.portal import chosen_portal, portals_for
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.amazon.shapes import Shape
from spauth_tui.domain.amazon.steps import AUTHORIZE, STEP_BY_KEY, STEPS, STORE
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import clock_face
from spauth_tui.services.authorizing.pasted import UnusualShape, accept_refresh_token
from spauth_tui.services.ports.system import Certainty
from spauth_tui.services.testing.verifying import Verified
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.checklist_panels import View, panel
from spauth_tui.ui.authorization.revoke_walk import free_a_slot
from spauth_tui.ui.authorization.step_list import StepList
from spauth_tui.ui.authorization.why_it_failed import copy_for_support, explanation_of
from spauth_tui.ui.base.keys import bindings, own_key
from spauth_tui.ui.base.messages import AnotherRequested
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.confirm import may_leave
from spauth_tui.ui.dialogs.dialog import held_by
from spauth_tui.ui.widgets.page import Subject, page, telling
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.working_sign import WorkingSign


class Checklist(OwnScreen[None]):
    """Walks one authorization through its steps. It can be left at any point; what is stored stays."""

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
                **{f"checklist.step{number}": f"jump({number - 1})" for number in range(1, len(STEPS) + 1)},
            },
        )
    ]

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId, step_key: str | None = None) -> None:
        super().__init__()
        self._workspace, self._authorization_id, self._step = workspace, authorization_id, step_key or ""
        self._holdings = Holdings()
        self._verified: Verified | None = None
        self._keep_unusual: Secret | None = None

    def compose(self) -> ComposeResult:
        columns = Horizontal(StepList(), VerticalScroll(id="panel", can_focus=False), id="columns")
        yield from page(columns)

    async def on_mount(self) -> None:
        self._holdings = await self._workspace.holdings()
        following = next_step(self._authorization)
        self._step = self._step or (following or STEPS[-1]).key
        await self._show()
        self.set_interval(1, self._tick)

    @property
    def _authorization(self) -> Authorization:
        return self._holdings.authorization_by_id[self._authorization_id]

    def _view(self) -> View:
        holdings, authorization = self._holdings, self._authorization
        account = holdings.account_by_id[authorization.account_id]
        regions = {account.region} | {each.region for each in holdings.accounts if each.is_merged_with(account)}
        return View(
            holdings.application_by_id[authorization.application_id],
            account,
            authorization,
            holdings.slots_used(authorization.application_id),
            self._workspace.clock.now(),
            holdings,
            self._verified,
            len(regions) < len(Region),
            own_key("pane.copy", self.app),
        )

    async def _show(self) -> None:
        view = self._view()
        quiet = f"  {view.account.region.name} · {view.account.kind.value}"
        self.query_one(Subject).show("Checklist", f"{view.application.label} / {view.account.label}", quiet)
        self.query_one(StepList).show(view.authorization, self._step)
        holder = self.query_one("#panel", VerticalScroll)
        async with self.batch():
            await holder.remove_children()
            await holder.mount_all(list(panel(STEP_BY_KEY[self._step], view)))
        holder.scroll_home(animate=False)
        self._focus_first()

    async def _reload(self) -> None:
        self._holdings = await self._workspace.holdings()
        await self._show()

    def _focus_first(self) -> None:
        for found in (
            *self.query("#refresh-token"),
            *self.query("#panel Button.-primary"),
            *self.query("#panel Button"),
        ):
            if self._step == AUTHORIZE and self._authorization.current_refresh_token and found.id == "refresh-token":
                continue
            found.focus(scroll_visible=False)
            return

    def _tick(self) -> None:
        life = self._authorization.access_token
        left = life.remaining(self._workspace.clock.now()) if life else None
        if left and not self._verified:
            words = f"✓ Login with Amazon answered. The access token lives {clock_face(left)} more."
            for lives in self.query("#lives").results(Static):
                lives.update(Content(words))

    def _take(self, authorization: Authorization) -> None:
        self._holdings = self._holdings.replacing(authorization)

    async def action_jump(self, index: int) -> None:
        await self._open(STEPS[index].key)

    async def action_step(self, by: int) -> None:
        index = STEPS.index(STEP_BY_KEY[self._step]) + by
        if 0 <= index < len(STEPS):
            await self.action_jump(index)

    async def on_step_list_chosen(self, event: StepList.Chosen) -> None:
        await self._open(event.step_key)

    async def _open(self, step_key: str) -> None:
        if self.is_touched:
            self._ask_before_leaving(step_key)
        else:
            self._step = step_key
            await self._show()

    def action_press(self, identity: str) -> None:
        """Do by key what a button does, where the step has it."""
        for button in self.query(f"#panel #{identity}").results(Button):
            button.press()

    def action_leave(self) -> None:
        """Go back; everything stored stays, and what was only pasted is asked about."""
        if self.is_touched:
            self._ask_before_leaving()
        else:
            self.dismiss(None)

    @property
    def is_touched(self) -> bool:
        """Whether something was pasted and is not stored."""
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
                await self.action_jump(STEPS.index(STEP_BY_KEY[AUTHORIZE]))
            case "leave":
                self.action_leave()
            case "another" | "region":
                authorization = self._authorization
                first = authorization.account_id if event.button.id == "region" else None
                self.post_message(AnotherRequested(authorization.application_id, first))
                self.action_leave()
            case identity:
                self._act(identity or "")

    @work(group="act", exclusive=True)
    async def _act(self, identity: str) -> None:
        deeds: dict[str, Callable[[], Awaitable[None]]] = {
            "tick": lambda: self._tick_step(done=True),
            "untick": lambda: self._tick_step(done=False),
            "open": self._open_portal,
            "copy-address": self._copy_address,
            "store": self._store,
            "read-back": self._read_back,
            "exchange": self._exchange,
            "verify": self._verify,
            "marketplaces": self._set_marketplaces,
            "support": self._copy_for_support,
            "revoke-one": self._revoke_one,
        }
        with telling(self):
            await deeds[identity]()
            return
        for field in self.query("#refresh-token"):
            field.focus()

    async def _tick_step(self, *, done: bool) -> None:
        self._take(await self._workspace.authorizing.authorizations.tick(self._authorization, self._step, done=done))
        if done:
            await self.action_step(1)
        else:
            await self._show()

    async def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        view = self._view()
        portal = portals_for(view.account)[event.radio_set.pressed_index]
        if portal.key != chosen_portal(view.account, view.authorization.portal).key:
            self._take(await self._workspace.authorizing.authorizations.choose_portal(view.authorization, portal.key))
            await self._show()

    async def _open_portal(self) -> None:
        view = self._view()
        await self._workspace.browser.open(chosen_portal(view.account, view.authorization.portal).address)
        self.notify("Opened in your browser.", markup=False, timeout=4)

    async def _copy_address(self) -> None:
        view = self._view()
        address = chosen_portal(view.account, view.authorization.portal).address
        receipt = await self._workspace.copying.copy_plain(address)
        sure = "Copied the address" if receipt.certainty is Certainty.READ_BACK else "Handed over the address"
        self.notify(f"{sure}: {receipt.certainty.value} ({receipt.backend}).", markup=False, timeout=5)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if not isinstance(event.input, SecretInput):
            return
        self._keep_unusual = None
        described = event.input.describe()
        shape = event.input.shape()
        words = f"{described} · looks like {shape.value}" if described and shape is not Shape.UNKNOWN else described
        for hint in self.query("#paste-hint").results(Static):
            hint.update(Content(words))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._act("store")

    async def _revoke_one(self) -> None:
        await free_a_slot(self, self._workspace, self._holdings, self._authorization.application_id)
        await self._reload()

    async def _copy_for_support(self) -> None:
        case = self._view().case
        told = explanation_of(case, None)
        if told is not None:
            await copy_for_support(self, self._workspace, told, case)

    async def _store(self) -> None:
        field = self.query_one("#refresh-token", SecretInput)
        pasted = field.peek()
        try:
            accepted = accept_refresh_token(pasted, keep_unusual=pasted == self._keep_unusual)
        except UnusualShape:
            self._keep_unusual = pasted
            raise
        authorization = await self._workspace.authorizing.authorizations.store_refresh_token(
            self._authorization, accepted
        )
        field.clear()
        self._keep_unusual = self._verified = None
        self._take(authorization)
        self._step = STORE
        await self._show()

    async def _read_back(self) -> None:
        length = await self._workspace.authorizing.authorizations.read_back(self._authorization)
        self.notify(f"Read back from the vault: {length} characters, as stored.", markup=False, timeout=4)

    async def _exchange(self) -> None:
        self._verified = None
        # A refusal is in the vault by then, and the panel explains it.
        with self.query_one(WorkingSign).doing("Exchanging at Login with Amazon"), suppress(ExchangeRefused):
            await self._workspace.tokens.refresh(self._authorization_id)
        await self._reload()

    async def _set_marketplaces(self) -> None:
        assert self._verified is not None
        account = await self._workspace.authorizing.accounts.set_marketplaces(
            self._verified.account, self._verified.told
        )
        self._verified = replace(self._verified, account=account)
        await self._reload()

    async def _verify(self) -> None:
        view = self._view()
        self._verified, before = None, view.authorization
        with self.query_one(WorkingSign).doing("Calling SP-API once"):
            try:
                self._verified = await self._workspace.testing.verifying.verify(before, view.account)
            except (ExchangeRefused, SellingPartnerApiError):
                # What Amazon refused is in the vault by now, and the panel explains it; anything else is told.
                self._holdings = await self._workspace.holdings()
                now = self._authorization
                if (now.refusal, now.api_refusal) == (before.refusal, before.api_refusal):
                    raise
        await self._reload()
