"""The frame that every dialog shares: a titled box, a body that scrolls, a row of buttons, escape to leave."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from spauth_tui.domain.errors import InputRefused, SpauthError
from spauth_tui.ui.widgets.problem_line import ProblemLine

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None], Generic[Result]):
    """A modal box. Subclasses say `title_words`, `body()`, `buttons()`, and what a button does."""

    CSS_PATH = "dialog.tcss"
    BINDINGS = [Binding("escape", "leave", "Cancel", id="dialog.cancel")]
    title_words = ""

    def compose(self) -> ComposeResult:
        """Yield the frame around the body and the buttons."""
        with Vertical(id="box") as box:
            box.border_title = Content(self.title_words)
            with VerticalScroll(id="body", can_focus=False):
                yield from self.body()
            yield ProblemLine()
            with Horizontal(id="buttons"):
                yield from self.buttons()

    def body(self) -> Iterable[Widget]:
        """Yield what stands in the box."""
        raise NotImplementedError

    def buttons(self) -> Iterable[Button]:
        """Yield the buttons, the main one first."""
        yield Button("Cancel", id="cancel", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Leave on Cancel, else do what the dialog is for."""
        event.stop()
        if event.button.id == "cancel":
            self.action_leave()
        else:
            self.pressed(event.button.id or "")

    def pressed(self, button_id: str) -> None:
        """Do what a button other than Cancel means."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def tell(self, problem: SpauthError) -> None:
        """Show a problem and give the focus back to its field."""
        self.query_one(ProblemLine).show(problem)
        if isinstance(problem, InputRefused) and problem.field:
            for field in self.query(f"#{problem.field.replace('_', '-')}"):
                field.focus()


def label(words: str, hint: str = "") -> Static:
    """Return the words above a field, with a muted hint behind them."""
    text = Content.styled(words, "bold")
    return Static(text + Content.styled(f"  {hint}", "not bold $text-muted") if hint else text, classes="field-label")
