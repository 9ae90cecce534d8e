"""Whose change holds, where two windows have changed the same fields of a record."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from spauth_tui.domain.vault.clash import Clash, in_words
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.choice_row import ChoiceRow

_THEIRS, _MINE = range(2)


class BothChanged(Form[frozenset[str]]):
    """Shows both values of each field; returns the fields in which this window's holds, or None to go on editing."""

    title_words = "Changed in two windows"
    first_focus = "ChoiceRow"
    hint = "arrows choose · enter saves · esc goes on editing"

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__()
        self._clashes = clashes

    def body(self) -> Iterable[Widget]:
        yield Static(Content("Another window has changed the same since you opened this. Which is to hold?\n"))
        for clash in self._clashes:
            words = f"now {in_words(clash.theirs)}\nhere {in_words(clash.mine)}"
            row = ChoiceRow(["as it is now", "as it is here"], _THEIRS, name=_row_of(clash))
            was = f"was {in_words(clash.shown)}"
            yield field(clash.name.capitalize(), row, was, below=Static(Content(words), classes="hint"))

    def buttons(self) -> Iterable[Button]:
        yield Button("Save", id="save", variant="primary", compact=True)
        yield Button("Go on editing", id="cancel", compact=True)

    async def save(self) -> frozenset[str]:
        """Return where this window's value holds."""
        return frozenset(each.field for each in self._clashes if self.chosen(_row_of(each)) == _MINE)


def _row_of(clash: Clash) -> str:
    return f"holds-{clash.field.replace('_', '-')}"
