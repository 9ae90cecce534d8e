"""The form of one application."""

from collections.abc import Iterable
from datetime import UTC, datetime

from textual import work
from textual.widget import Widget
from textual.widgets import Button, Input, RadioButton, RadioSet, Static

from spauth_tui.domain.application import Application, Kind
from spauth_tui.domain.errors import InputRefused, SpauthError
from spauth_tui.domain.holdings import Holdings
from spauth_tui.services.applications import ApplicationDraft
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.screens.dialog import Dialog, label
from spauth_tui.ui.widgets.secret_input import SecretInput


class ApplicationForm(Dialog[Application]):
    """Adds an application, or edits one; returns it as stored, or None."""

    AUTO_FOCUS = "#label"

    def __init__(self, workspace: Workspace, holdings: Holdings, application: Application | None) -> None:
        super().__init__()
        self._workspace, self._holdings, self._application = workspace, holdings, application
        self.title_words = "Edit application" if application else "Add an application"

    def body(self) -> Iterable[Widget]:
        """Yield the fields."""
        known = self._application
        yield label("Label", "as you call it")
        yield Input(known.label if known else "", id="label")
        yield label("Client id", "console: LWA credentials, View · not the application id")
        yield Input(known.client_id if known else "", "amzn1.application-oa2-client.…", id="client-id")
        keep = "leave empty to keep the one stored" if known and known.client_secret else "amzn1.oa2-cs.v1.…"
        yield label("Client secret", "beside the client id")
        yield SecretInput(keep, id="client-secret")
        yield Static("", id="secret-hint", classes="hint")
        yield label("Whose data")
        with RadioSet(id="kind"):
            is_vendor = known is not None and known.kind is Kind.VENDOR
            yield RadioButton("seller", value=not is_vendor)
            yield RadioButton("vendor", value=is_vendor)
        yield label("Client secret made on", "YYYY-MM-DD; it dies after 180 days; empty if you do not know")
        yield Input("", "unknown is fine", id="rotated-at")
        yield label("Limit of self-authorizations", "10 for a private application")
        yield Input(str(known.authorization_limit) if known else "10", id="authorization-limit", type="integer")

    def buttons(self) -> Iterable[Button]:
        """Yield Save and Cancel."""
        yield Button("Save", id="save", variant="primary", compact=True)
        yield from super().buttons()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what the secret looks like, so that it can be compared."""
        if isinstance(event.input, SecretInput):
            self.query_one("#secret-hint", Static).update(event.input.describe())

    def on_input_submitted(self) -> None:
        """Save."""
        self._save()

    def pressed(self, button_id: str) -> None:
        """Save."""
        self._save()

    @work(exclusive=True)
    async def _save(self) -> None:
        try:
            draft = ApplicationDraft(
                self.query_one("#label", Input).value,
                self.query_one("#client-id", Input).value,
                self.query_one("#client-secret", SecretInput).peek(),
                Kind.VENDOR if self.query_one("#kind", RadioSet).pressed_index == 1 else Kind.SELLER,
                self.query_one("#authorization-limit", Input).value,
                _date(self.query_one("#rotated-at", Input).value),
            )
            if self._application is None:
                saved = await self._workspace.applications.add(draft, self._holdings)
            else:
                saved = await self._workspace.applications.edit(self._application, draft, self._holdings)
        except SpauthError as problem:
            self.tell(problem)
            return
        self.query_one("#client-secret", SecretInput).clear()
        self.dismiss(saved)


def _date(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise InputRefused(
            "That is no date.", "Write it as 2026-05-31, or leave it empty.", field="rotated_at"
        ) from None
