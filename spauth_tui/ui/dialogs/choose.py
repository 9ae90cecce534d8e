"""A short list to choose one from."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.widgets.lists import List

Choice = TypeVar("Choice")
DIGITS = "123456789"


class Choose(Dialog[Choice]):
    """Offers choices with arrow keys, digits, first letters and mouse; returns the chosen one or None."""

    hint = "enter, digit or first letter chooses · esc cancels"

    def __init__(self, title: str, choices: Sequence[tuple[str, Choice]]) -> None:
        super().__init__()
        self.title_words = title
        self._choices = choices

    def body(self) -> Iterable[Widget]:
        yield List(
            *(
                # Only nine have a digit: "10" would be a 1, and a 0 for what the 1 opens.
                Option(Content.styled(f"{DIGITS[index : index + 1]:<3}", "$dim") + Content(words))
                for index, (words, _) in enumerate(self._choices)
            ),
            compact=True,
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index][1])

    def on_key(self, event: Key) -> None:
        """Choose by digit, or go to the next choice with that first letter, and choose it if it is the only one."""
        if self.is_bound(event.key):
            return
        pressed = (event.character or "").casefold()
        fitting = []
        if event.key in DIGITS[: len(self._choices)]:
            fitting = [DIGITS.index(event.key)]
        elif pressed.isalpha():
            fitting = [n for n, (words, _) in enumerate(self._choices) if words.casefold().startswith(pressed)]
        if fitting:
            event.stop()
            # Through the app, so that earlier keys, enter and arrows, act first.
            self.app.call_later(self._take, fitting)

    def _take(self, fitting: Sequence[int]) -> None:
        if self.is_gone:
            return
        if len(fitting) == 1:
            self.dismiss(self._choices[fitting[0]][1])
        else:
            options = self.query_one(OptionList)
            here = -1 if options.highlighted is None else options.highlighted
            options.highlighted = next((n for n in fitting if n > here), fitting[0])
