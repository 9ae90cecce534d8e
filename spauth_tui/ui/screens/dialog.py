"""What every dialog is made of: a centred box, a body that scrolls, a foot that stays in sight."""

from pathlib import Path
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

DIALOG_CSS = Path(__file__).with_suffix(".tcss")
"""Subclasses with a sheet of their own say `CSS_PATH = [DIALOG_CSS, "their_own.tcss"]`."""

T = TypeVar("T")


class Dialog(ModalScreen[T], Generic[T]):
    """Asks for a `T`; escape leaves without one (None).

    A subclass fills `compose_body` and `compose_buttons`, and may name its keys in `HINT`. The body scrolls when
    the window is low; title, buttons and hint stay.
    """

    CSS_PATH = DIALOG_CSS
    BINDINGS = [Binding("escape", "leave", "Cancel", show=False, id="dialog.leave")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]
    HINT = "esc leaves"

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Yield the box around what subclasses give."""
        with Vertical(id="box") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(id="body", can_focus=False):
                yield from self.compose_body()
            with Vertical(id="foot"):
                yield from self.compose_notice()
                with Horizontal(id="buttons"):
                    yield from self.compose_buttons()
                yield Static(self.HINT, id="hint", markup=False)

    def compose_body(self) -> ComposeResult:
        """Yield what the dialog is about."""
        yield from ()

    def compose_notice(self) -> ComposeResult:
        """Yield what stands between body and buttons and never scrolls away."""
        yield from ()

    def compose_buttons(self) -> ComposeResult:
        """Yield the buttons, left to right."""
        yield from ()

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)
