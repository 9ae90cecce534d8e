"""The door of a vault that exists."""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.services.unlocking import Unlocking
from spauth_tui.ui.screens.opened import Opened
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.working_sign import WorkingSign


class Unlock(Screen[None]):
    """Asks for the passphrase; the key is derived on another thread, so the sign keeps moving."""

    CSS_PATH = "unlock.tcss"

    def __init__(self, unlocking: Unlocking, hint: str = "") -> None:
        super().__init__()
        self._unlocking = unlocking
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Yield the box."""
        with Vertical(id="door") as box:
            box.border_title = Content(f"spauth · {self._unlocking.path.stem}")
            yield Static(Content(str(self._unlocking.path)), id="path")
            yield SecretInput("passphrase", joining=False)
            yield ProblemLine()
            yield WorkingSign(self._hint or "enter unlocks · ctrl+q quits", id="working")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the passphrase."""
        event.stop()
        self._try()

    @work(exclusive=True)
    async def _try(self) -> None:
        field, sign = self.query_one(SecretInput), self.query_one(WorkingSign)
        passphrase = field.take()
        self.query_one(ProblemLine).clear()
        field.disabled = True
        sign.start("Deriving the key")
        try:
            workspace = await self._unlocking.unlock(passphrase)
        except SpauthError as problem:
            self.query_one(ProblemLine).show(problem)
        else:
            self.post_message(Opened(workspace, is_new=False))
            return
        finally:
            sign.stop()
            field.disabled = False
        field.focus()
