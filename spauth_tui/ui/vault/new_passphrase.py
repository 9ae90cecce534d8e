"""A new passphrase: its strength, a generated one, and the form that changes the vault's."""

from collections.abc import Iterable
from pathlib import Path

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import PassphraseRefused
from spauth_tui.domain.errors.vault import WrongPassphrase
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.vault.passphrase import MIN_LENGTH
from spauth_tui.services.ports.system import Strength, StrengthEstimator
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.status_colours import BAR_EMPTY, BAR_FULL
from spauth_tui.ui.dialogs.dialog import aside
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.vault.offer_passphrase import OfferPassphrase
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput

_TOKENS = ("$text-error", "$text-error", "$text-warning", "$text-success", "$text-success")
_TOO_WEAK = 1


class StrengthLine(Static):
    """Rates passphrases without blocking; without an estimator it only says how long they must be."""

    DEFAULT_CSS = "StrengthLine { height: auto; color: $dim; }"

    def __init__(self, estimator: StrengthEstimator | None) -> None:
        super().__init__(f"{MIN_LENGTH} characters at least", id="strength", markup=False)
        self._estimator = estimator

    @work(exclusive=True, group="strength")
    async def judge(self, passphrase: Secret) -> None:
        if self._estimator is not None:
            strength = await self._estimator.estimate(passphrase) if passphrase else Strength(0, "")
            self.update(_words(strength, len(passphrase)))

    async def refuse_guessable(self, passphrase: Secret) -> None:
        """Raise `PassphraseRefused` for a passphrase that takes fewer than 10^8 guesses."""
        if self._estimator is None or len(passphrase) < MIN_LENGTH:
            return
        if (await self._estimator.estimate(passphrase)).score <= _TOO_WEAK:
            raise PassphraseRefused("That passphrase is guessed too easily.", field="passphrase")


def _words(strength: Strength, length: int) -> Content:
    if not length:
        return Content(f"{MIN_LENGTH} characters at least")
    full = (strength.score + 1) * 4
    token = _TOKENS[strength.score]
    bar = Content.styled(BAR_FULL * full, token) + Content.styled(BAR_EMPTY * (20 - full), "$rule")
    return bar + Content(f"  {strength.words} · {counted(length, 'character')}")


class SixWords(Button):
    """Offers a generated passphrase, on screens with the fields `passphrase` and `again`."""

    def __init__(self) -> None:
        super().__init__("Make one of six words", id="six-words")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._offer()

    @work(group="dialog", exclusive=True)
    async def _offer(self) -> None:
        screen = self.screen
        made = await self.app.push_screen_wait(OfferPassphrase())
        if made is not None:
            for name in ("passphrase", "again"):
                screen.query_one(f"#{name}", SecretInput).fill(made)
            screen.query_one("#again").focus()


class ChangePassphrase(Form[Path]):
    """Asks for the current passphrase, and twice for the new one; returns the path of the backup made before."""

    title_words = "Change the passphrase"
    verb = "Change it"
    first_focus = "#current"
    doing = "Backing up, encrypting anew, checking"
    hint = "tab next field · enter changes it · esc cancels"

    def __init__(self, workspace: Workspace, estimator: StrengthEstimator | None) -> None:
        super().__init__()
        self._workspace, self._estimator = workspace, estimator

    def body(self) -> Iterable[Widget]:
        yield field("Present passphrase", SecretInput("", joining=False, id="current"))
        new = SecretInput("several unrelated words are best", joining=False, id="passphrase")
        yield field("New passphrase", new, below=StrengthLine(self._estimator))
        yield field("Type it again", SecretInput("", joining=False, id="again"))
        # After the fields, so that tab goes from one to the other.
        yield SixWords()
        yield aside(
            "A backup under the present passphrase is written first. Every older backup keeps the passphrase it "
            "was written with: if the present one is known to somebody, delete them."
        )

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input.id == "passphrase" and isinstance(event.input, SecretInput):
            self.query_one("#passphrase-problem", ProblemLine).clear()
            self.query_one(StrengthLine).judge(event.input.peek())

    async def save(self) -> Path:
        current, new, again = (self.query_one(f"#{name}", SecretInput) for name in ("current", "passphrase", "again"))
        await self.query_one(StrengthLine).refuse_guessable(new.peek())
        path = await self._workspace.passphrases.change(current.peek(), new.peek(), again.peek())
        for each in (current, new, again):
            each.clear()
        return path

    def tell(self, problem: SpauthError) -> None:
        if not isinstance(problem, WrongPassphrase):
            super().tell(problem)
            return
        self.forget_problem()
        self.query_one("#current", SecretInput).clear()
        self.query_one("#current").focus()
        self.query_one("#current-problem", ProblemLine).show(problem)
