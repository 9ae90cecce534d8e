"""The form of one application."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.application import DEFAULT_AUTHORIZATION_LIMIT, Application, Kind
from spauth_tui.services.authorizing.applications import ApplicationDraft
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from spauth_tui.ui.widgets.secret_input import SecretInput

_BLANK: Mapping[str, str | int] = {
    "label": "",
    "client-id": "",
    "kind": 0,
    "authorization-limit": str(DEFAULT_AUTHORIZATION_LIMIT),
    "slots-elsewhere": "0",
}


class ApplicationForm(Form[Application]):
    """Adds an application, or edits one; returns it as stored, or None."""

    first_focus = "#label"

    def __init__(self, workspace: Workspace, application: Application | None) -> None:
        super().__init__()
        self._workspace, self.shown = workspace, application
        self.title_words = "Edit application" if application else "Add an application"

    def body(self) -> Iterable[Widget]:
        known = self.shown
        held = self.entries(known) if known else _BLANK
        yield field("Label", Input(str(held["label"]), id="label"), "as you call it")
        client_id = Input(str(held["client-id"]), "amzn1.application-oa2-client.…", id="client-id")
        yield field("Client id", client_id, "console: LWA credentials, View")
        keep = "leave empty to keep the one stored" if known and known.client_secret else "amzn1.oa2-cs.v1.…"
        hint = Static("", id="secret-hint", classes="hint", markup=False)
        hint.display = False
        yield field("Client secret", SecretInput(keep, id="client-secret"), "beside the client id", below=hint)
        kind = ChoiceRow([each.value for each in Kind], int(held["kind"]), name="kind")
        yield field("Whose data", kind)
        made_on = Input("", "YYYY-MM-DD; unknown is fine", id="rotated-at")
        yield field("Client secret made on", made_on, "it must be replaced within 180 days")
        limited = Input(str(held["authorization-limit"]), id="authorization-limit")
        yield field("Limit of self-authorizations", limited, "10 for a private application")
        elsewhere = Input(str(held["slots-elsewhere"]), id="slots-elsewhere")
        yield field("Of these, not in this vault", elsewhere, "the console's count, less those kept here")

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
        """Store the application; the secret's field is emptied once it is stored."""
        secret = self.query_one("#client-secret", SecretInput)
        draft = ApplicationDraft(
            self.text("label"),
            self.text("client-id"),
            secret.peek(),
            tuple(Kind)[self.chosen("kind")],
            self.text("authorization-limit"),
            made_on(self.text("rotated-at"), self._workspace.clock.now(), has_secret=bool(secret.peek())),
            self.text("slots-elsewhere"),
        )
        if self.shown is None:
            saved = await self._workspace.applications.add(draft)
        else:
            saved = await self._workspace.applications.edit(self.shown, draft)
        secret.clear()
        return saved


def made_on(text: str, now: datetime, *, has_secret: bool) -> datetime | None:
    """Return the day a client secret was made, or None for an empty text; raises `InputRefused`."""
    if not text.strip():
        return None
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise InputRefused(
            "That is no date.", "Write it as 2026-05-31, or leave it empty.", field="rotated_at"
        ) from None
    if day > now + timedelta(days=1):
        raise InputRefused(
            "That day has not come yet.", "Give the day the secret was made, or leave it empty.", field="rotated_at"
        )
    if not has_secret:
        raise InputRefused(
            "The day belongs to a client secret, and none is given.",
            "Paste the client secret too, or leave the day empty.",
            field="rotated_at",
        )
    return day
