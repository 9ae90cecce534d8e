"""The restricted data tokens of one authorization: each with its countdown, removed when it expires."""

from collections.abc import Iterable

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, SelectionList, Static
from textual.widgets.selection_list import Selection

from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.restricted import (
    MOST_RESOURCES,
    OPERATIONS,
    DataElement,
    Operation,
    Resource,
    RestrictedLife,
)
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.tokens.restricting import read_paths
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import bindings, own_key
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.dialogs.dialog import aside
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.dialogs.guarded import copy_short_lived
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.check_list import CheckList
from spauth_tui.ui.widgets.page import Actions, Page, Subject, page, telling
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.short_lived_pane import ShortLivedAction, ShortLivedPane

_ACTIONS = (ShortLivedAction.COPY, ShortLivedAction.FORGET)
_SHOWN = 4


class RestrictedScreen(OwnScreen[None]):
    """Gets, copies and deletes restricted data tokens."""

    BINDINGS = [*bindings("restricted data", {"restricted.get": "obtain"})]

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId) -> None:
        super().__init__()
        self._workspace, self._authorization_id = workspace, authorization_id
        self._holdings = Holdings()

    def compose(self) -> ComposeResult:
        words = (
            "For operations that return personal data, a restricted data token takes the access token's place, "
            "for exactly the paths it was issued for. It is kept here only as long as it lives. "
            f"{FACTS['orders-2026'].text}"
        )
        key = own_key("restricted.get", self.app)
        none = f"None at present: each is forgotten when it expires. Press {key} to get one."
        yield from page(
            Page(
                Static(Content(words), classes="quiet"),
                Actions(Button("New restricted data token", id="obtain", variant="primary")),
                ProblemLine(),
                Static(Content(none), id="none"),
                Vertical(id="tokens"),
            )
        )

    async def on_mount(self) -> None:
        await self._reload()
        self.query_one("#obtain").focus()
        self.set_interval(1, self._tick)

    @property
    def _authorization(self) -> Authorization:
        return self._holdings.authorization_by_id[self._authorization_id]

    async def _reload(self) -> None:
        await self._workspace.restricting.forget_expired()
        self._holdings = await self._workspace.holdings()
        self.query_one(Subject).show("Restricted data tokens", self._holdings.subject(self._authorization))
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
            self.run_worker(self._reload(), group="forget", exclusive=True)

    def on_short_lived_pane_action_chosen(self, event: ShortLivedPane.ActionChosen) -> None:
        life = next((each for each in self._authorization.restricted_tokens if each.id == event.key), None)
        if life is not None:
            self._deal_with(life, event.action)

    @work(group="deal", exclusive=True)
    async def _deal_with(self, life: RestrictedLife, action: ShortLivedAction) -> None:
        async def lend(passphrase: Secret | None) -> Secret:
            return await self._workspace.restricting.lend(self._authorization, life.id, passphrase)

        with telling(self):
            if action is ShortLivedAction.COPY:
                what, guarded = f"restricted data token, {life.title}", self._authorization.guarded
                copying = self._workspace.copying
                await copy_short_lived(self, copying, lend, what, self._authorization, guarded=guarded)
            else:
                await self._workspace.restricting.forget(self._authorization, life)
                await self._reload()
                self.query_one("#obtain").focus()

    @work(group="dialog")
    async def action_obtain(self) -> None:
        account = self._holdings.account_of(self._authorization)
        form = RestrictedForm(self._workspace, self._authorization, account)
        await self.app.push_screen_wait(form)
        await self._reload()


def _paths(resources: tuple[Resource, ...]) -> str:
    lines = [
        f"{each.method} {each.path}" + (f"  {', '.join(each.elements)}" if each.elements else "")
        for each in resources[:_SHOWN]
    ]
    if len(resources) > _SHOWN:
        lines.append(f"and {len(resources) - _SHOWN} more")
    return "\n".join(lines)


class RestrictedForm(Form[Authorization]):
    """Gets a restricted data token for what is chosen; returns the updated authorization."""

    title_words = "A restricted data token"
    verb = "Get it"
    first_focus = "#operations"
    doing = "Asking SP-API"
    hint = "space chooses · tab on · ctrl+s gets it · esc cancels"

    def __init__(self, workspace: Workspace, authorization: Authorization, account: Account) -> None:
        super().__init__()
        self._workspace, self._authorization = workspace, authorization
        self._account = account
        self._offered = [each for each in OPERATIONS if each.kind is account.kind and not each.specific_only]

    def body(self) -> Iterable[Widget]:
        yield aside(
            "For operations that return personal data. It takes the access token's place in x-amz-access-token, "
            "for exactly these paths. The application needs a restricted role. "
            f"{FACTS['orders-2026'].text} {FACTS['orders-v0'].text}",
            "field",
        )
        yield field("Operations, any id", CheckList(*map(_offer, self._offered), id="operations", compact=True))
        own = Input("", "GET /reports/2021-06-30/documents/…, GET /orders/v0/orders/123-…", id="paths")
        yield field("Paths with ids", own, "several with commas between")
        elements = [Selection(Content(each.value), each.value) for each in DataElement]
        if any(each.takes_elements for each in self._offered):
            shown = CheckList(*elements, id="elements", compact=True)
            yield field("Data elements", shown, "for getOrders, getOrder and getOrderItems")
        yield Static(id="counted", classes="hint")

    def on_selection_list_selected_changed(self, event: SelectionList.SelectedChanged[str]) -> None:
        event.stop()
        chosen = len(self.query_one("#operations", SelectionList).selected)
        self.query_one("#counted", Static).update(Content(f"{chosen} of {MOST_RESOURCES} paths chosen from the list."))

    async def save(self) -> Authorization:
        elements = tuple(each for found in self.query("#elements").results(SelectionList) for each in found.selected)
        keys = set(self.query_one("#operations", SelectionList).selected)
        listed = [
            Resource(each.method, each.path, elements if each.takes_elements else ())
            for each in self._offered
            if each.key in keys
        ]
        resources = (*listed, *read_paths(self.text("paths"), elements))
        return await self._workspace.restricting.obtain(self._authorization, self._account, resources)


def _offer(operation: Operation) -> Selection[str]:
    words = Content(f"{operation.name}  ") + Content.styled(f"{operation.method} {operation.path}", "$dim")
    return Selection(words, operation.key)
