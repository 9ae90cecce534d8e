"""A few choices side by side, one of which is always selected."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import RadioButton, RadioSet

from spauth_tui.ui.base.keys import bindings

_HOLDS, _DOES_NOT = "(●)", "( )"


class Choice(RadioButton):
    """A radio button that shows its state by a sign, not only by colour."""

    BUTTON_LEFT = BUTTON_RIGHT = ""

    def __init__(self, words: str, *, holds: bool) -> None:
        self.BUTTON_INNER = _HOLDS if holds else _DOES_NOT
        super().__init__(Content(words), value=holds)

    def watch_value(self) -> None:
        self.BUTTON_INNER = _HOLDS if self.value else _DOES_NOT
        super().watch_value()


class ChoiceRow(RadioSet, inherit_bindings=False):
    """Radio buttons in one row: moving selects, and enter is handled by the enclosing form."""

    BINDINGS = [*bindings("choices", {"choice.next": "move(1)", "choice.previous": "move(-1)"})]
    DEFAULT_CSS = """
    ChoiceRow { layout: horizontal; & > RadioButton { width: auto; margin-right: 1; } }
    """

    def __init__(self, words: Sequence[str], chosen: int, *, name: str) -> None:
        buttons = (Choice(each, holds=index == chosen) for index, each in enumerate(words))
        super().__init__(*buttons, id=name)
        self.chosen = chosen
        """The index of the selected choice."""

    def on_mount(self) -> None:
        """Put the cursor on the selected choice, after Textual has put it on the first."""
        self.call_later(self._settle)

    def _settle(self) -> None:
        for _ in range(self.chosen):
            self.action_next_button()

    def choose(self, index: int) -> None:
        """Select another choice at once; Textual's own way needs a message round trip."""
        self.chosen = index
        self.query(Choice)[index].value = True

    def on_radio_set_changed(self, event: RadioSet.Changed) -> None:
        self.chosen = event.index

    def action_move(self, step: int) -> None:
        """Select the neighbour; the row wraps around."""
        self.choose((self.chosen + step) % len(self.query(Choice)))
