"""The form that changes the vault's passphrase."""

from collections.abc import Iterable
from pathlib import Path

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import WrongPassphrase
from spauth_tui.services.ports.system import StrengthEstimator
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.vault.six_words import SixWords
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.strength_line import StrengthLine


class ChangePassphrase(Form[Path]):
    """Asks for the present passphrase and twice for the new one; returns where the backup made before it is."""

    title_words = "Change the passphrase"
    verb = "Change it"
    first_focus = "#present"
    doing = "Backing up, encrypting anew, checking"
    hint = "tab next field · enter changes it · esc cancels"

    def __init__(self, workspace: Workspace, estimator: StrengthEstimator | None) -> None:
        super().__init__()
        self._workspace, self._estimator = workspace, estimator

    def body(self) -> Iterable[Widget]:
        yield field("Present passphrase", SecretInput("", joining=False, id="present"))
        new = SecretInput("several unrelated words are best", joining=False, id="passphrase")
        yield field("New passphrase", new, below=StrengthLine(self._estimator))
        yield field("Type it again", SecretInput("", joining=False, id="again"))
        # Behind the fields, so that tab goes from the one to the other.
        yield SixWords()
        yield Static(
            Content(
                "A backup under the present passphrase is written first. Every older backup keeps the passphrase it "
                "was written with: if the present one is known to somebody, delete them."
            ),
            classes="hint",
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.id == "passphrase" and isinstance(event.input, SecretInput):
            self.query_one(StrengthLine).judge(event.input.peek())

    async def save(self) -> Path:
        present, new, again = (self.query_one(f"#{name}", SecretInput) for name in ("present", "passphrase", "again"))
        await self.query_one(StrengthLine).refuse_guessable(new.peek())
        path = await self._workspace.passphrases.change(present.peek(), new.peek(), again.peek())
        for each in (present, new, again):
            each.clear()
        return path

    def tell(self, problem: SpauthError) -> None:
        if not isinstance(problem, WrongPassphrase):
            super().tell(problem)
            return
        self.forget_problem()
        self.query_one("#present", SecretInput).clear()
        self.query_one("#present").focus()
        self.query_one("#present-problem", ProblemLine).show(problem)
