"""A short list to choose one from."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Button, OptionList
from textual.widgets.option_list import Option

from spauth_tui.ui.screens.dialog import Dialog

Choice = TypeVar("Choice")


class Choose(Dialog[Choice]):
    """Offers choices by arrow keys, digits and mouse; returns the chosen one or None."""

    def __init__(self, title: str, choices: Sequence[tuple[str, Choice]]) -> None:
        super().__init__()
        self.title_words = title
        self._choices = choices

    def body(self) -> Iterable[Widget]:
        """Yield the list."""
        yield OptionList(
            *(
                Option(Content.styled(f"{number} ", "$text-muted") + Content(words))
                for number, (words, _) in enumerate(self._choices, 1)
            ),
            compact=True,
        )

    def buttons(self) -> Iterable[Button]:
        """Yield Cancel alone: choosing is the action."""
        yield from super().buttons()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was chosen."""
        self.dismiss(self._choices[event.option_index][1])

    def on_key(self, event: Key) -> None:
        """Choose by digit."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(self._choices):
            event.stop()
            self.dismiss(self._choices[int(event.key) - 1][1])
