"""Chooses another vault: one next to the current vault, or a file by path."""

from collections.abc import Iterable
from pathlib import Path

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.vault_care.known_vaults import KnownVaults
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.lists import List


class OtherVault(Form[Unlocking]):
    """Returns the `Unlocking` of the chosen vault; a file that does not exist becomes a new vault."""

    title_words = "Another vault"
    verb = "Go there"
    hint = "enter goes there · tab to the path · esc cancels"

    def __init__(self, vaults: KnownVaults, current: Path) -> None:
        super().__init__()
        self._vaults, self._current = vaults, current
        self._known = vaults.known(current)

    def body(self) -> Iterable[Widget]:
        mark = Content.styled("  this one", "$dim")
        words = ((Content(harmless(each.stem)), each == self._current) for each in self._known)
        yield List(*(Option(name + mark if here else name) for name, here in words), compact=True, id="known")
        hint = "one that does not exist is created"
        yield field("Or a file", Input("", str(self._current.with_name("work.vault")), id="target"), hint)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._vaults.at(str(self._known[event.option_index])))

    async def save(self) -> Unlocking:
        """Return the vault whose path was typed, or else the one selected in the list."""
        text = self.text("target")
        if not text.strip():
            marked = self.query_one("#known", OptionList).highlighted
            text = str(self._known[marked or 0])
        return self._vaults.at(text)
