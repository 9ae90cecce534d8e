"""The guided rotation of a client secret: rotate, paste, test, keep the old one a week, remove it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.amazon.portal import PROVIDER_CONSOLE, ROTATE_PATH
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.client_secrets import earlier, falls_back, removable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.time import date_words
from spauth_tui.services.authorizing.pasted import UnusualShape
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.application.form import made_on
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.dialogs.confirm import Confirm, ConfirmTyped
from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.dialogs.form import field
from spauth_tui.ui.dialogs.guarded import hand_out
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner

LONGEST_PASTE = 65_536
"""Characters that are taken: ten notifications, which is what a queue gives at most, with all that is around them."""


class RotationGuide(Dialog[None]):
    """Guides through the rotation; it can be left at any point and resumed."""

    title_words = "Rotate the client secret"
    first_focus = "#client-secret"
    hint = "tab moves · enter stores or presses · esc leaves"

    def __init__(self, workspace: Workspace, application_id: ApplicationId, app_context: AppContext) -> None:
        super().__init__()
        self._workspace, self._application_id = workspace, application_id
        self._in_demo = app_context.demo_rotation
        self._holdings = Holdings()
        self._taken = ""
        """The message about the client secret that was pasted."""
        self._keeps: Secret | None = None
        """A client secret that looks cut: if it is stored again, it is kept as it is."""

    def body(self) -> Iterable[Widget]:
        yield Static(id="rotate")
        yield Horizontal(
            Button("Open the portal", id="open"),
            *([Button("Rotate in the demo", id="demo")] if self._in_demo else []),
            Button("Have Amazon rotate …", id="api"),
            classes="ways",
        )
        yield Static(id="paste")
        secret = SecretInput("the client secret, or the notification's JSON", id="client-secret", longest=LONGEST_PASTE)
        yield field("New client secret", secret, "or the JSON from SQS, with exact dates")
        today = self._workspace.clock.now().astimezone().date().isoformat()
        yield field("Rotated on", Input(today, "YYYY-MM-DD; empty if unknown", id="rotated-at"), "not used for JSON")
        yield Static(id="prove")
        yield Spinner()
        yield Static(id="old")
        yield Horizontal(Button("Remove the old one", id="remove-old"), classes="ways")

    def buttons(self) -> Iterable[Button]:
        yield Button("Store it", id="store", variant="primary")
        yield Button("Prove it", id="prove-it")
        yield Button("Close", id="cancel")

    def on_mount(self) -> None:
        super().on_mount()
        self.call_later(self._reload)

    @property
    def _application(self) -> Application:
        return self._holdings.application_by_id[self._application_id]

    async def _reload(self) -> None:
        self._holdings = await self._workspace.holdings()
        application, now = self._application, self._workspace.clock.now()
        newest = application.client_secret
        proven = newest is not None and newest.is_accepted
        clicks = f"\n  {' → '.join(ROTATE_PATH)}\n  Only the primary user of the account can. The old secret then works"
        rotate = _step(1, f"Rotate in the portal: {application.label}", is_done=False)
        self.query_one("#rotate", Static).update(rotate + Content(f"{clicks} for seven days more."))
        paste = _step(2, "Paste the new one here", is_done=bool(self._taken))
        self.query_one("#paste", Static).update(paste + Content(f"\n  {self._taken}" if self._taken else ""))
        stored = f" Newest here: stored {date_words(newest.stored_at)}." if newest else ""
        proof = "Login with Amazon accepts the newest one." if proven else "An exchange proves that Amazon accepts it."
        self.query_one("#prove", Static).update(_step(3, f"{proof}{stored}", is_done=proven))
        is_removable = bool(removable(application, now))
        self.query_one("#old", Static).update(_old_words(application, is_removable=is_removable))
        self.query_one("#remove-old", Button).display = is_removable
        self.query_one("#prove-it", Button).disabled = newest is None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep the event from the screen below."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._store()

    def pressed(self, button_id: str) -> None:
        actions = {
            "open": self._open,
            "demo": self._rotate_in_demo,
            "api": self._ask_amazon,
            "store": self._store,
            "prove-it": self._prove,
            "remove-old": self._remove_old,
        }
        actions[button_id]()

    @work(group="open", exclusive=True)
    async def _open(self) -> None:
        with self.telling():
            await self._workspace.browser.open(PROVIDER_CONSOLE)

    @work(group="rotate", exclusive=True)
    async def _rotate_in_demo(self) -> None:
        assert self._in_demo is not None
        await self._take(Secret(self._in_demo(self._application.client_id)))

    @work(group="rotate", exclusive=True)
    async def _store(self) -> None:
        await self._take(self.query_one("#client-secret", SecretInput).peek())

    async def _take(self, pasted: Secret) -> None:
        with self.telling():
            now = self._workspace.clock.now()
            day = made_on(self.query_one("#rotated-at", Input).value, now, has_secret=bool(pasted))
            rotating, rotated_at = self._workspace.testing.rotating, min(day, now) if day else None
            try:
                taken = await rotating.take(self._application, pasted, rotated_at, keep_unusual=pasted == self._keeps)
            except UnusualShape:
                self._keeps = pasted
                raise
            self.query_one("#client-secret", SecretInput).clear()
            self.note_as_opened()
            self._taken = taken.words
            for other in taken.others:
                await self._offer(other, pasted)
            await self._reload()
            self.query_one("#prove-it").focus()

    async def _offer(self, other: Application, pasted: Secret) -> None:
        """Store what the same paste holds for another application of the vault, if the person wants that."""
        question = f"Store the new client secret of {other.label} too?"
        words = "It was in the same paste. Its present one is kept, and used whenever the new one is refused."
        if await self.app.push_screen_wait(Confirm(question, words, "Store it")):
            await self._workspace.testing.rotating.take(other, pasted, None)

    @work(group="rotate", exclusive=True)
    async def _prove(self) -> None:
        doing = "Asking Login with Amazon with the newest client secret"
        with self.telling(), self.query_one(Spinner).doing(doing):
            try:
                whom = await self._workspace.testing.rotating.prove(self._application, self._holdings)
            except ExchangeRefused as refused:
                raise _not_accepted(refused) from None
            self.notify(f"Accepted: an access token for {whom} was given for it.", markup=False, timeout=6)
        await self._reload()

    @work(group="rotate", exclusive=True)
    async def _remove_old(self) -> None:
        with self.telling():
            await remove_old(self, self._workspace, self._application)
        await self._reload()

    @work(group="rotate", exclusive=True)
    async def _ask_amazon(self) -> None:
        self.forget_problem()
        application = self._application
        consequences = (
            "It cannot be undone: the present client secret ends in seven days.",
            f"{FACTS['rotation-queue'].text} Without a queue that you can read, you lose access in a week.",
            FACTS["test-notification"].text,
            f"{FACTS['rotation-sandbox'].text} It can be called once a minute.",
        )
        question = f"Have Amazon rotate the client secret of {application.label} now?"
        if not await self.app.push_screen_wait(ConfirmTyped(question, consequences, "rotate", "Have Amazon rotate")):
            return
        with self.telling(), self.query_one(Spinner).doing("Asking SP-API to rotate"):
            request_id = await self._workspace.testing.rotating.ask_amazon(application, self._region())
            words = "Amazon has rotated. Now fetch the notification from your queue and paste its JSON here."
            self.notify(f"{words} Request id {request_id}.", markup=False, timeout=60)
            self.query_one("#client-secret").focus()

    def _region(self) -> Region:
        for each in self._holdings.of_application(self._application_id):
            return self._holdings.account_of(each).region
        return Region.NA


async def remove_old(screen: Screen[Any], workspace: Workspace, application: Application) -> None:
    """Remove earlier client secrets that nothing needs. Call from a worker; raises `SpauthError`."""
    old = removable(application, workspace.clock.now())
    words = "The client secret is guarded: type the vault's passphrase to remove it."
    remove = partial(workspace.authorizing.removing.remove_old_secrets, application, old)
    if await hand_out(screen, remove, words):
        key = own_key("vault", screen.app)
        said = f"Removed {counted(len(old), 'old client secret')}. On the dashboard, {key}, Removed brings it back."
        screen.notify(said, markup=False, timeout=8)


def _step(number: int, words: str, *, is_done: bool) -> Content:
    mark = Content.styled("√ ", "$text-success") if is_done else Content.styled(f"{number} ", "bold $text-primary")
    return mark + Content.styled(words, "bold")


def _old_words(application: Application, *, is_removable: bool) -> Content:
    before = earlier(application)
    if not before:
        return _step(4, "No older client secret is kept.", is_done=False)
    until = before[0].expires_at
    end = f"until {date_words(until)}" if until else "for as long as Amazon accepts it"
    words = f"The old one is kept {end}: it is used by itself whenever the new one is refused."
    if falls_back(application):
        words = f"The new one is refused at the moment, and the old one is used {end}."
    step = _step(4, words, is_done=False)
    if not is_removable:
        return step
    return step + Content("\n") + _step(5, "The old one can go, once nothing else uses it.", is_done=False)


def _not_accepted(refused: ExchangeRefused) -> SpauthError:
    if refused.error != "invalid_client":
        return refused
    return SpauthError(
        "Login with Amazon does not accept the new client secret.",
        "Check that it was copied whole and belongs to this application. Until then the old one is used.",
    )
