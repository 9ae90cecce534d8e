"""Nothing yet: create a vault, or look around the demo."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from spauth_tui.domain.errors import PassphraseRefused, SpauthError
from spauth_tui.services.ports import Strength, StrengthEstimator
from spauth_tui.services.unlocking import Unlocking
from spauth_tui.ui.screens.opened import Opened
from spauth_tui.ui.theme import BAR_EMPTY, BAR_FULL
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.working_sign import WorkingSign

_TOKENS = ("$text-error", "$text-error", "$text-warning", "$text-success", "$text-success")


class FirstRun(Screen[None]):
    """Welcomes, and creates the vault."""

    CSS_PATH = "first_run.tcss"

    class DemoRequested(Message):
        """The person wants to look around first."""

    def __init__(self, unlocking: Unlocking, strength: StrengthEstimator | None = None) -> None:
        super().__init__()
        self._unlocking = unlocking
        self._strength = strength

    def compose(self) -> ComposeResult:
        """Yield the two doors."""
        with Vertical(id="doors") as box:
            box.border_title = Content("Welcome to spauth")
            yield Static(
                "Keeps the tokens of your private SP-API applications in an encrypted vault on this computer, "
                "and walks you through authorizing them."
            )
            yield Static("Choose a passphrase for the vault", classes="field-label")
            yield SecretInput(
                "12 characters at least; several unrelated words are best", joining=False, id="passphrase"
            )
            yield Static(id="strength", classes="muted")
            yield Static("Type it once more", classes="field-label")
            yield SecretInput("the same passphrase", joining=False, id="again")
            yield ProblemLine()
            with Horizontal(id="buttons"):
                yield Button("Create the vault", id="create", variant="primary", compact=True)
                yield Button("Look around the demo", id="demo", compact=True)
            yield Static(
                Content("Nobody can recover this passphrase: keep it where you keep such things.\n")
                + Content(f"The vault will be {self._unlocking.path}"),
                classes="muted",
            )
            yield WorkingSign("tab next field · enter creates · ctrl+q quits")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how strong it is as it is typed."""
        event.stop()
        if event.input.id == "passphrase" and self._strength is not None:
            self._judge()

    @work(exclusive=True, group="strength")
    async def _judge(self) -> None:
        assert self._strength is not None
        passphrase = self.query_one("#passphrase", SecretInput).peek()
        strength = await self._strength.estimate(passphrase) if passphrase else Strength(0, "")
        self.query_one("#strength", Static).update(_strength_line(strength, len(passphrase)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the second field, or create."""
        event.stop()
        if event.input.id == "passphrase":
            self.query_one("#again").focus()
        else:
            self._create()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open one of the doors."""
        event.stop()
        if event.button.id == "demo":
            self.post_message(self.DemoRequested())
        else:
            self._create()

    @work(exclusive=True, group="create")
    async def _create(self) -> None:
        first, second = self.query_one("#passphrase", SecretInput), self.query_one("#again", SecretInput)
        passphrase, again = first.peek(), second.peek()
        sign, line = self.query_one(WorkingSign), self.query_one(ProblemLine)
        line.clear()
        sign.start("Creating the vault")
        try:
            if self._strength is not None and len(passphrase) >= 12:
                judged = await self._strength.estimate(passphrase)
                if judged.score <= 1:
                    raise PassphraseRefused("That passphrase is guessed too easily.", field="passphrase")
            workspace = await self._unlocking.create(passphrase, again)
        except SpauthError as problem:
            line.show(problem)
            at_second = getattr(problem, "field", "") == "again"
            if at_second:
                second.clear()
            (second if at_second else first).focus()
        else:
            first.clear()
            second.clear()
            self.post_message(Opened(workspace, is_new=True))
        finally:
            sign.stop()


def _strength_line(strength: Strength, length: int) -> Content:
    if not length:
        return Content("")
    full = (strength.score + 1) * 4
    token = _TOKENS[strength.score]
    bar = Content.styled(BAR_FULL * full, token) + Content.styled(BAR_EMPTY * (20 - full), "$foreground 20%")
    return bar + Content(f"  {strength.words} · {length} characters")
