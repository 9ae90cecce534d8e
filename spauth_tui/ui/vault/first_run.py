"""Step 1 of the first run: create a vault, or look around the demo."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import InputRefused, PassphraseRefused
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.vault.passphrase import accept_passphrase
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import StrengthEstimator
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.messages import DEMO_WANTED, VaultOpened
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.vault.new_passphrase import SixWords, StrengthLine
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner


class FirstRun(OwnScreen[None]):
    """Welcomes the person and creates the vault, or restores a lost one from a backup."""

    BINDINGS = [*bindings("first run")]

    CSS_PATH = "first_run.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-middle")]
    AUTO_FOCUS = "#passphrase"

    def __init__(self, unlocking: Unlocking, clock: Clock, strength: StrengthEstimator | None = None) -> None:
        super().__init__()
        self._unlocking, self._clock, self._strength = unlocking, clock, strength
        self._is_creating = False

    def compose(self) -> ComposeResult:
        with Vertical(id="first-run-box") as box:
            box.border_title = Content("Welcome to spauth · 1 of 4: the vault")
            with VerticalScroll(id="body", can_focus=False):
                yield Static(
                    "Keeps the tokens of your private SP-API applications in an encrypted vault on this computer, "
                    "and walks you through authorizing them.",
                    id="welcome",
                )
                yield Static(Content.styled("Choose a passphrase for the vault", "bold"), classes="field-label")
                # Before the field, so that tab goes from one field to the other.
                yield SixWords()
                yield SecretInput("several unrelated words are best", joining=False, id="passphrase")
                yield StrengthLine(self._strength)
                yield ProblemLine(id="passphrase-problem")
                yield Static(Content.styled("Type it again", "bold"), classes="field-label")
                yield SecretInput("the same passphrase", joining=False, id="again")
                yield ProblemLine(id="again-problem")
                yield Static(
                    Content.styled("Nobody can recover this passphrase:", "bold")
                    + Content(" keep it where you keep such things."),
                    classes="field-label",
                )
                yield Static(Content(f"The vault will be {harmless(str(self._unlocking.path))}"), classes="muted")
            with Vertical(id="foot"):
                with Horizontal(id="buttons"):
                    yield Button("Create the vault", id="create", variant="primary")
                    yield Button("Look around the demo", id="demo")
                    yield Button("Restore a backup", id="recover")
                yield Spinner("tab next · enter creates · F1 help · ctrl+q quits")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value or event.input.id == "passphrase":  # the second field is emptied with its problem
            self.query_one(f"#{event.input.id}-problem", ProblemLine).clear()
        if event.input.id == "passphrase":
            self.query_one(StrengthLine).judge(self.query_one("#passphrase", SecretInput).peek())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.input.id == "passphrase":
            self._go_on()
        else:
            self._begin()

    def _go_on(self) -> None:
        try:
            accept_passphrase(self.query_one("#passphrase", SecretInput).peek())
        except PassphraseRefused as problem:
            self._tell(problem)
        else:
            self.query_one("#again").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "create":
            self._begin()
        elif self._is_creating:
            return
        elif event.button.id == "recover":
            self.action_recover()
        else:
            self.app.exit(DEMO_WANTED)

    @work(group="dialog", exclusive=True)
    async def action_recover(self) -> None:
        from spauth_tui.ui.vault.backups import RecoveryScreen

        name = harmless(self._unlocking.path.stem)
        await self.app.push_screen_wait(RecoveryScreen(self._unlocking.recovery, self._clock, name))

    def _begin(self) -> None:
        if not self._is_creating:
            self._is_creating = True
            self._create()

    @work(group="create")
    async def _create(self) -> None:
        first, second = self.query_one("#passphrase", SecretInput), self.query_one("#again", SecretInput)
        passphrase, again = first.peek(), second.peek()
        for line in self.query(ProblemLine):
            line.clear()
        try:
            with self.query_one(Spinner).doing("Creating the vault"):
                await self.query_one(StrengthLine).refuse_guessable(passphrase)
                workspace = await self._unlocking.create(passphrase, again)
        except SpauthError as problem:
            self._tell(problem)
        else:
            first.clear()
            second.clear()
            self.post_message(VaultOpened(workspace, is_new=True))
        finally:
            self._is_creating = False

    def _tell(self, problem: SpauthError) -> None:
        name = "again" if isinstance(problem, InputRefused) and problem.field == "again" else "passphrase"
        field, line = self.query_one(f"#{name}", SecretInput), self.query_one(f"#{name}-problem", ProblemLine)
        if name == "again":
            field.clear()
        field.focus()
        line.show(problem)
        self.call_after_refresh(line.scroll_visible, animate=False)
