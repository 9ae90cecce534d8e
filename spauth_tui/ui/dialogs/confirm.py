"""The questions before anything is destroyed, or typed input is discarded."""

from collections.abc import Iterable
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.button import Button

_LEAVE = "Leave"


class Confirm(Dialog[bool]):
    """Asks, with the focus on Cancel; True only if the verb's own button was pressed."""

    first_focus = "#cancel"
    hint = "tab moves · enter presses · esc cancels"

    def __init__(self, question: str, consequence: str, verb: str, *, stay: str = "Cancel") -> None:
        super().__init__()
        self.title_words = verb
        self._question, self._consequence, self._verb, self.stay = question, consequence, verb, stay

    def body(self) -> Iterable[Widget]:
        yield Static(Content.styled(self._question, "bold"))
        yield Static(Content(f"\n{self._consequence}"))

    def buttons(self) -> Iterable[Button]:
        yield Button(self._verb, id="go", variant="error")
        yield from super().buttons()

    def pressed(self, button_id: str) -> None:
        self.dismiss(True)

    def leave(self) -> None:
        self.dismiss(False)


class ConfirmTyped(Form[bool]):
    """Returns True once the word was typed exactly as shown."""

    first_focus = "#typed"
    hint = "type the word · enter goes on · esc cancels"

    def __init__(self, question: str, consequences: tuple[str, ...], word: str, verb: str) -> None:
        super().__init__()
        self.title_words = verb
        self._question, self._consequences, self._word, self._verb = question, consequences, word, verb

    def body(self) -> Iterable[Widget]:
        yield Static(Content.styled(self._question, "bold"))
        yield Static(Content("\n").join(Content(f"· {each}") for each in self._consequences), classes="field")
        yield field(f"Type {self._word} to go on", Input(id="typed"))

    def buttons(self) -> Iterable[Button]:
        yield Button(self._verb, id="save", variant="error")
        yield Button("Cancel", id="cancel")

    async def save(self) -> bool:
        if self.text("typed").strip() != self._word:
            raise InputRefused("That is not the word; nothing was done.", f"Type {self._word}.", field="typed")
        return True


async def may_leave(screen: Screen[Any]) -> bool:
    """Ask whether to discard what was typed; escape continues editing. Call from a worker."""
    question, consequence = "Leave this without saving?", "What you typed here is not kept."
    return await screen.app.push_screen_wait(Confirm(question, consequence, _LEAVE, stay="Go on editing")) is True


def is_asking(screen: Screen[Any]) -> bool:
    """Return whether a screen is that question."""
    return isinstance(screen, Confirm) and screen.title_words == _LEAVE
