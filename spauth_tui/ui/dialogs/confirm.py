"""The question before anything that destroys."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from spauth_tui.ui.dialogs.dialog import Dialog


class Confirm(Dialog[bool]):
    """Asks, with the focus on Cancel; True only when the verb's own button was pressed."""

    first_focus = "#cancel"
    hint = "tab moves · enter presses · esc cancels"

    def __init__(self, question: str, consequence: str, verb: str, *, stay: str = "Cancel") -> None:
        super().__init__()
        self.title_words = verb
        self._question, self._consequence, self._verb, self._stay = question, consequence, verb, stay

    def body(self) -> Iterable[Widget]:
        yield Static(Content.styled(self._question, "bold"))
        yield Static(Content(f"\n{self._consequence}"))

    def buttons(self) -> Iterable[Button]:
        yield Button(self._verb, id="go", variant="error", compact=True)
        yield Button(self._stay, id="cancel", compact=True)

    def pressed(self, button_id: str) -> None:
        self.dismiss(True)

    def leave(self) -> None:
        self.dismiss(False)
