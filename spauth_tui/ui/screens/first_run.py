"""Nothing yet: create a vault, or look around the demo."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from spauth_tui.domain.errors import InputRefused, PassphraseRefused, SpauthError
from spauth_tui.domain.passphrase import MIN_LENGTH
from spauth_tui.domain.secret import Secret
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
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-middle")]

    class DemoRequested(Message):
        """The person wants to look around first."""

    def __init__(self, unlocking: Unlocking, strength: StrengthEstimator | None = None) -> None:
        super().__init__()
        self._unlocking = unlocking
        self._strength = strength
        self._is_creating = False

    def compose(self) -> ComposeResult:
        """Yield the two doors."""
        with Vertical(id="doors") as box:
            box.border_title = Content("Welcome to spauth")
            with VerticalScroll(id="body", can_focus=False):
                yield Static(
                    "Keeps the tokens of your private SP-API applications in an encrypted vault on this computer, "
                    "and walks you through authorizing them.",
                    id="welcome",
                )
                yield Static(Content.styled("Choose a passphrase for the vault", "bold"), classes="field-label")
                yield SecretInput("several unrelated words are best", joining=False, id="passphrase")
                yield Static(f"{MIN_LENGTH} characters at least", id="strength", classes="muted", markup=False)
                yield ProblemLine(id="passphrase-problem")
                yield Static(Content.styled("Type it once more", "bold"), classes="field-label")
                yield SecretInput("the same passphrase", joining=False, id="again")
                yield ProblemLine(id="again-problem")
                yield Static(
                    Content.styled("Nobody can recover this passphrase:", "bold")
                    + Content(" keep it where you keep such things."),
                    classes="field-label",
                )
                yield Static(Content(f"The vault will be {self._unlocking.path}"), classes="muted")
            with Vertical(id="foot"):
                with Horizontal(id="buttons"):
                    yield Button("Create the vault", id="create", variant="primary", compact=True)
                    yield Button("Look around the demo", id="demo", compact=True)
                yield WorkingSign("tab next · enter creates · ctrl+q quits")

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
            self._begin()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open one of the doors, unless one is opening."""
        event.stop()
        if event.button.id == "create":
            self._begin()
        elif not self._is_creating:
            self.post_message(self.DemoRequested())

    def _begin(self) -> None:
        if not self._is_creating:
            self._is_creating = True
            self._create()

    @work(group="create")
    async def _create(self) -> None:
        first, second = self.query_one("#passphrase", SecretInput), self.query_one("#again", SecretInput)
        passphrase, again = first.peek(), second.peek()
        sign = self.query_one(WorkingSign)
        for line in self.query(ProblemLine):
            line.clear()
        sign.start("Creating the vault")
        try:
            await self._refuse_guessable(passphrase)
            workspace = await self._unlocking.create(passphrase, again)
        except SpauthError as problem:
            self._tell(problem)
        else:
            first.clear()
            second.clear()
            self.post_message(Opened(workspace, is_new=True))
        finally:
            sign.stop()
            self._is_creating = False

    async def _refuse_guessable(self, passphrase: Secret) -> None:
        if self._strength is None or len(passphrase) < MIN_LENGTH:
            return
        judged = await self._strength.estimate(passphrase)
        if judged.score <= 1:
            raise PassphraseRefused("That passphrase is guessed too easily.", field="passphrase")

    def _tell(self, problem: SpauthError) -> None:
        name = "again" if isinstance(problem, InputRefused) and problem.field == "again" else "passphrase"
        field, line = self.query_one(f"#{name}", SecretInput), self.query_one(f"#{name}-problem", ProblemLine)
        if name == "again":
            field.clear()
        field.focus()
        line.show(problem)
        self.call_after_refresh(line.scroll_visible, animate=False)


def _strength_line(strength: Strength, length: int) -> Content:
    if not length:
        return Content(f"{MIN_LENGTH} characters at least")
    full = (strength.score + 1) * 4
    token = _TOKENS[strength.score]
    bar = Content.styled(BAR_FULL * full, token) + Content.styled(BAR_EMPTY * (20 - full), "$foreground 20%")
    return bar + Content(f"  {strength.words} · {length} characters")
