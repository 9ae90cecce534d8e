"""The form of one application."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.application import Application, ApplicationId, Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.authorizing.applications import ApplicationDraft
from spauth_tui.services.authorizing.pasted import UnusualShape
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.form import Form, field, one_of, typed
from spauth_tui.ui.widgets.secret_input import SecretInput


class ApplicationForm(Form[Application]):
    """Adds or edits an application; returns it as stored, or None."""

    first_focus = "#label"

    def __init__(self, workspace: Workspace, application: Application | None) -> None:
        super().__init__()
        self._workspace, self.shown = workspace, application
        self._keeps: Secret | None = None  # a client secret that looks cut: if it is saved again, it is stored
        self.title_words = "Edit application" if application else "Add an application"

    def body(self) -> Iterable[Widget]:
        known = self.shown
        new = Application(ApplicationId(""), "", "", Kind.SELLER, self._workspace.clock.now())
        held = self.entries(known or new)
        yield typed("Label", "label", held["label"], "as you call it")
        whence, client_id = "console: LWA credentials, View", "amzn1.application-oa2-client.…"
        yield typed("Client id", "client-id", held["client-id"], whence, empty=client_id)
        keep = "leave empty to keep the one stored" if known and known.client_secret else "amzn1.oa2-cs.v1.…"
        hint = Static("", id="secret-hint", classes="hint", markup=False)
        hint.display = False
        yield field("Client secret", SecretInput(keep, id="client-secret"), "beside the client id", below=hint)
        yield one_of("Whose data", "kind", [each.value for each in Kind], held["kind"])
        within, day = "it must be replaced within 180 days", "YYYY-MM-DD; unknown is fine"
        yield typed("Client secret made on", "rotated-at", "", within, empty=day)
        limit, elsewhere = held["authorization-limit"], held["slots-elsewhere"]
        yield typed("Limit of slots", "authorization-limit", limit, "10 for a private application")
        known_there = "the console's count, less those kept here"
        yield typed("Of these, not in this vault", "slots-elsewhere", elsewhere, known_there)

    def entries(self, record: Application) -> Mapping[str, str | int]:
        return {
            "label": record.label,
            "client-id": record.client_id,
            "kind": list(Kind).index(record.kind),
            "authorization-limit": str(record.authorization_limit),
            "slots-elsewhere": str(record.slots_elsewhere),
        }

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if isinstance(event.input, SecretInput):
            words = event.input.describe()
            hint = self.query_one("#secret-hint", Static)
            hint.update(words)
            hint.display = bool(words)

    async def save(self) -> Application:
        """Store the application, then empty the secret's field."""
        secret = self.query_one("#client-secret", SecretInput)
        draft = ApplicationDraft(
            self.text("label"),
            self.text("client-id"),
            secret.peek(),
            tuple(Kind)[self.chosen("kind")],
            self.text("authorization-limit"),
            made_on(self.text("rotated-at"), self._workspace.clock.now(), has_secret=bool(secret.peek())),
            self.text("slots-elsewhere"),
            keep_unusual=secret.peek() == self._keeps,
        )
        applications = self._workspace.authorizing.applications
        try:
            saved = await (applications.edit(self.shown, draft) if self.shown else applications.add(draft))
        except UnusualShape:
            self._keeps = secret.peek()
            raise
        secret.clear()
        return saved


def made_on(text: str, now: datetime, *, has_secret: bool) -> datetime | None:
    """Return the day a client secret was created, or None for an empty text; raises `InputRefused`."""
    if not text.strip():
        return None
    refuse = partial(InputRefused, field="rotated_at")
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise refuse("That is no date.", "Write it as 2026-05-31, or leave it empty.") from None
    if day > now + timedelta(days=1):
        raise refuse("That day has not come yet.", "Give the day the secret was made, or leave it empty.")
    if not has_secret:
        words = "The day belongs to a client secret, and none is given."
        raise refuse(words, "Paste the client secret too, or leave the day empty.")
    return day
