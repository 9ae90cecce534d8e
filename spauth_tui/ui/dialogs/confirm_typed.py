"""The question before what cannot be undone: a word must be typed, not only a button pressed."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.ui.dialogs.form import Form, field


class ConfirmTyped(Form[bool]):
    """Returns True once the word was typed as it stands there."""

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
        yield Button(self._verb, id="save", variant="error", compact=True)
        yield Button("Cancel", id="cancel", compact=True)

    async def save(self) -> bool:
        if self.text("typed").strip() != self._word:
            raise InputRefused("That is not the word; nothing was done.", f"Type {self._word}.", field="typed")
        return True
