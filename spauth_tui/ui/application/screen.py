"""Everything about one application: slots, client secrets, grantless access tokens, and its accounts by group."""

from datetime import datetime
from itertools import groupby

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from spauth_tui.domain.model.application import Application, ApplicationId, Kind
from spauth_tui.domain.model.client_secrets import falls_back, left_words, removable
from spauth_tui.domain.model.grantless import SCOPE_BY_KEY, SCOPES, Scope
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import age_words, date_words
from spauth_tui.domain.views.status import status_of
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.application.form import ApplicationForm
from spauth_tui.ui.application.rotate import RotationGuide, remove_old
from spauth_tui.ui.authorization.revoke_guide import free_a_slot
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.keys import bindings, own_key
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.status_colours import LOOKS
from spauth_tui.ui.dialogs.guarded import copy_short_lived
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.page import Actions, Page, Subject, page, telling
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.short_lived_pane import ShortLivedAction, ShortLivedPane
from spauth_tui.ui.widgets.slot_meter import slot_words
from spauth_tui.ui.widgets.spinner import Spinner


class ApplicationScreen(OwnScreen[None]):
    """Shows one application and the actions on it."""

    BINDINGS = [*bindings("application")]

    def __init__(self, workspace: Workspace, application_id: ApplicationId, app_context: AppContext) -> None:
        super().__init__()
        self._workspace, self._application_id, self._app_context = workspace, application_id, app_context
        self._holdings = Holdings()

    def compose(self) -> ComposeResult:
        grantless = "For operations that need no selling partner's authorization; had with client id and secret."
        yield from page(
            Page(
                ProblemLine(),
                Spinner(),
                Static("Slots", classes="section"),
                Static(id="slots"),
                Actions(Button("Revoke one", id="revoke"), Button("Edit", id="edit")),
                Static("Client secrets, newest first", classes="section"),
                Static(id="secrets"),
                Actions(
                    Button("Rotate", id="rotate", variant="primary"),
                    Button("Remove the old one", id="remove-old"),
                ),
                Static("Grantless access tokens", classes="section"),
                Static(Content(grantless), classes="quiet"),
                Vertical(id="grantless"),
                Static(id="accounts-title", classes="section"),
                Static(id="accounts"),
            )
        )

    async def on_mount(self) -> None:
        await self._reload()
        self.query_one("#rotate").focus(scroll_visible=False)
        self.set_interval(1, self._tick)

    @property
    def _application(self) -> Application:
        return self._holdings.application_by_id[self._application_id]

    async def _reload(self) -> None:
        self._holdings = await self._workspace.holdings()
        application, now = self._application, self._workspace.clock.now()
        kind = f"  {application.kind.value} · {application.client_id}"
        self.query_one(Subject).show("Application", application.label, kind)
        self.query_one("#slots", Static).update(self._slots())
        self.query_one("#secrets", Static).update(_secrets(application, now, own_key("application.rotate", self.app)))
        self.query_one("#remove-old", Button).display = bool(removable(application, now))
        vendor = application.kind is Kind.VENDOR
        self.query_one("#accounts-title", Static).update("Accounts by vendor group" if vendor else "Accounts")
        self.query_one("#accounts", Static).update(self._accounts())
        await self._show_grantless()

    async def _show_grantless(self) -> None:
        now = self._workspace.clock.now()
        lives = {each.scope_key: each for each in self._application.grantless}
        panes = [
            ShortLivedPane(
                scope.key,
                scope.title,
                f"{', '.join(scope.operations)}{'' if scope.is_certain else ' (reported, not confirmed by Amazon)'}",
                lives.get(scope.key),
                (ShortLivedAction.GET, ShortLivedAction.COPY) if scope.key in lives else (ShortLivedAction.GET,),
                now,
            )
            for scope in SCOPES
        ]
        holder = self.query_one("#grantless", Vertical)
        async with self.batch():
            await holder.remove_children()
            await holder.mount_all(panes)

    def _slots(self) -> Content:
        application = self._application
        words = slot_words(application, self._holdings)
        if application.slots_elsewhere:
            words += Content(f"\n{application.slots_elsewhere} of them are not kept in this vault.")
        left = application.authorization_limit - self._holdings.slots_used(application.id)
        if left <= 1:
            full = "The limit is reached: no account can be authorized until one is revoked."
            last = "One slot is left. After it, an account must be revoked before another can be authorized."
            words += Content("\n") + Content.styled(full if left <= 0 else last, "$text-warning")
        return words

    def _accounts(self) -> Content:
        holdings, now = self._holdings, self._workspace.clock.now()
        lines = []
        for each in holdings.of_application(self._application_id):
            account = holdings.account_of(each)
            group = account.vendor_group or account.merged_name
            state = LOOKS[status_of(each, now)].words()
            lines.append((group.casefold(), account.label, group, account.region.name, state))
        parts: list[Content] = []
        for group, members in groupby(sorted(lines, key=lambda line: line[:4]), key=lambda line: line[2]):
            parts.append(Content.styled(group or "in no group", "bold"))
            for _, label, _, region, state in members:
                parts.append(Content(f"  {label}  ") + Content.styled(f"{region} · ", "$dim") + state)
        return Content("\n").join(parts) or Content("None yet. Press escape, then a: add an authorization.")

    def _tick(self) -> None:
        now = self._workspace.clock.now()
        for pane in self.query(ShortLivedPane):
            pane.tick(now)

    def on_short_lived_pane_action_chosen(self, event: ShortLivedPane.ActionChosen) -> None:
        scope = SCOPE_BY_KEY[event.key]
        if event.action is ShortLivedAction.COPY:
            self._copy(scope)
        else:
            self._obtain(scope)

    @work(group="grantless", exclusive=True)
    async def _obtain(self, scope: Scope) -> None:
        with telling(self), self.query_one(Spinner).doing("Asking Login with Amazon"):
            await self._workspace.grantless.obtain(self._application, scope)
        await self._reload()
        for pane in self.query(ShortLivedPane):
            if pane.key == scope.key:
                pane.query(Button).first().focus()

    @work(group="copy", exclusive=True)
    async def _copy(self, scope: Scope) -> None:
        service, application = self._workspace.grantless, self._application
        with telling(self):
            await copy_short_lived(
                self,
                self._workspace.copying,
                lambda clearance: service.hand_out(application, scope, clearance),
                f"grantless access token, {scope.key}",
                application,
            )

    @work(group="dialog")
    async def action_edit(self) -> None:
        await self.app.push_screen_wait(ApplicationForm(self._workspace, self._application))
        await self._reload()

    @work(group="dialog")
    async def action_rotate(self) -> None:
        await self.app.push_screen_wait(RotationGuide(self._workspace, self._application_id, self._app_context))
        await self._reload()

    @work(group="dialog")
    async def action_remove_old_secret(self) -> None:
        if not removable(self._application, self._workspace.clock.now()):
            self.notify("No old client secret can go: the newest one is not proven.", markup=False, timeout=6)
            return
        with telling(self):
            await remove_old(self, self._workspace, self._application)
        await self._reload()

    @work(group="dialog")
    async def action_revoke(self) -> None:
        await free_a_slot(self, self._workspace, self._holdings, self._application_id)
        await self._reload()


def _secrets(application: Application, now: datetime, rotate_key: str) -> Content:
    if not application.client_secrets:
        return Content(f"None is stored. Press {rotate_key} and paste it.")
    names = ("in use", "the one before", "the one before")
    if falls_back(application):
        names = ("newest, refused", "the one before, in use", "the one before")
    lines = []
    for number, each in enumerate(application.client_secrets):
        name = names[min(number, 2)]
        end = "end not known"
        if each.expires_at is not None:
            left = each.expires_at - now
            end = f"until {date_words(each.expires_at)}, {left_words(left) if left.total_seconds() > 0 else 'over'}"
        proof = "not proven yet"
        if each.refused_at is not None:
            proof = f"refused {age_words(each.refused_at, now)}"
        elif each.proven_at is not None:
            proof = f"accepted by Login with Amazon, first {date_words(each.proven_at)}"
        style = "$text-warning" if each.refused_at else "bold" if number == 0 else "$dim"
        lines.append(
            Content.styled(f"{name:<24}", style) + Content(f"stored {date_words(each.stored_at)}  {end}  {proof}")
        )
    return Content("\n").join(lines)
