"""Import of another client's credentials: which file, then a preview, then all of it or nothing."""

from collections.abc import Iterable
from pathlib import Path

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors import SpauthError
from spauth_tui.services.import_export.import_line import ImportOutcome, Line, Overrides, assumption_words
from spauth_tui.services.import_export.importing import Preview
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from spauth_tui.ui.widgets.spinner import Spinner

_STYLES = {
    ImportOutcome.NEW: "$text-success",
    ImportOutcome.CHANGED: "$text-warning",
    ImportOutcome.DIFFERS: "$text-warning",
    ImportOutcome.SAME: "$dim",
    ImportOutcome.REFUSED: "$text-error",
}
MOST_SHOWN = 300


class ImportForm(Form[Preview]):
    """Asks for the file and for what it may lack; returns the preview. Nothing is stored yet."""

    title_words = "Import credentials"
    verb = "Preview"
    first_focus = "#file"
    doing = "Reading"
    hint = "tab next field · enter shows what would be stored · esc cancels"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    def body(self) -> Iterable[Widget]:
        yield Static(
            Content(
                "Any file that holds credentials: a .env or script, JSON, YAML, TOML, INI, source code, a Kubernetes "
                "secret, a Postman environment. Nothing is stored before you have seen what.\n"
            )
        )
        yield field("File", Input("", "such as ~/project/.env", id="file"))
        yield field("Application", Input("", "as the file says", id="application"), "if the file names none")
        yield field("Account", Input("", "as the file says", id="account"), "if the file names none")
        yield field("Region", ChoiceRow(["as the file says", *(each.name for each in Region)], 0, name="region"))
        environments = ["as the file says", *(each.value for each in Environment)]
        yield field("Environment", ChoiceRow(environments, 0, name="environment"))

    async def save(self) -> Preview:
        given = Overrides(
            self.text("application").strip() or None,
            self.text("account").strip() or None,
            None,
            (None, *Region)[self.chosen("region")],
            (None, *Environment)[self.chosen("environment")],
        )
        path = _expanded(self.text("file").strip())
        text = await self._workspace.files.read(path)
        return await self._workspace.importing.preview(text, path.name, given)

    def tell(self, problem: SpauthError) -> None:
        """Select the path that was refused, so that typing replaces it."""
        super().tell(problem)
        file = self.query_one("#file", Input)
        if file.has_focus:
            file.select_all()


def _expanded(text: str) -> Path:
    """Return a typed path; `~` is the person's home, if known."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)


class ImportPreview(Dialog[str]):
    """Shows what is new, changed, unchanged and refused; stores it on request. Returns a summary."""

    DEFAULT_CSS = "ImportPreview .below { margin-left: 11; }"
    doing = "Storing"
    hint = "enter presses · esc cancels"

    def __init__(self, workspace: Workspace, preview: Preview) -> None:
        super().__init__()
        self._workspace, self._preview = workspace, preview
        self.first_focus = "#cancel" if preview.looks_cut else "#store"
        self.title_words = f"{preview.source}: read as {preview.container}"

    @property
    def _is_storable(self) -> bool:
        count = self._preview.count
        return not count(ImportOutcome.REFUSED) and count(ImportOutcome.NEW) + count(ImportOutcome.CHANGED) > 0

    def body(self) -> Iterable[Widget]:
        yield Static(Content.styled(f"{self._preview.words}\n", "bold"))
        for each in self._preview.lines[:MOST_SHOWN]:
            yield from _entry(each)
        left = len(self._preview.lines) - MOST_SHOWN
        if left > 0:
            yield Static(Content(f"and {left:,} more"))
        left_out = [each.words for each in self._preview.left_out[:MOST_SHOWN]]
        if left_out:
            yield Static(Content.styled("left out", "$text-warning"))
            yield Static(Content("\n".join(left_out)), classes="below")
        if self._preview.count(ImportOutcome.REFUSED):
            words = "Nothing can be stored while something is refused: correct the file, or say more in the form."
        elif self._is_storable and self._preview.looks_cut:
            words = (
                "Something looks cut short. Cancel and copy it again, or store it as it is; a backup is written first."
            )
        elif self._is_storable:
            words = "A backup is written first. Earlier refresh tokens and client secrets are kept."
        else:
            words = f"{self._preview.why_nothing.capitalize()}: there is nothing to store."
        yield Static(Content(f"\n{words}"))

    def buttons(self) -> Iterable[Button]:
        if self._is_storable:
            words = "Store it as it is" if self._preview.looks_cut else "Store it"
            yield Button(words, id="store", variant="primary")
        yield Button("Cancel" if self._is_storable else "Close", id="cancel")

    def pressed(self, button_id: str) -> None:
        self.query_one("#store", Button).disabled = True
        self._store()

    @work(group="store", exclusive=True)
    async def _store(self) -> None:
        with self.telling(), self.query_one(Spinner).doing(self.doing):
            await self._workspace.importing.store(self._preview, keep_unusual=True)
            self.dismiss(
                f"Stored: {self._preview.words}. {self._preview.source} still holds the secrets in plain text; delete "
                "it when nothing needs it."
            )
            return
        self.query_one("#store", Button).disabled = False


def _entry(line: Line) -> Iterable[Static]:
    """Yield the outcome and the name, and indented below them what is new and what is assumed."""
    yield Static(Content.styled(f"{line.outcome.value:<11}", _STYLES[line.outcome]) + Content.styled(line.name, "bold"))
    if line.words:
        yield Static(Content(", ".join(line.words)), classes="below")
    if line.cut:
        yield Static(Content.styled(f"looks cut: {'; '.join(line.cut)}", "$text-warning"), classes="below")
    if line.kept:
        yield Static(Content.styled("; ".join(line.kept), "$text-warning"), classes="below")
    if line.where:
        yield Static(Content.styled("; ".join(line.where), "$dim"), classes="below")
    if line.assumed:
        words = assumption_words(line.assumed)
        yield Static(Content.styled(words, "$dim"), classes="below")
