"""The form for appearance and keys: settings of a person and terminal rather than of a vault."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.keyboard.keymap import keymap
from spauth_tui.domain.model.appearance import PRESETS, Appearance, Notify, PaneStyle, Progress, ReadAppearance
from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.ports.system import AppearanceFile
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.base.own_app import OwnApp
from spauth_tui.ui.base.themes import NAMES
from spauth_tui.ui.dialogs.dialog import aside
from spauth_tui.ui.dialogs.form import Form, field, one_of
from spauth_tui.ui.widgets.lists import List

_ON_OR_OFF = (True, False)
_CHOICES: dict[str, tuple[str, tuple[Any, ...], str]] = {
    "panes": ("Panes", tuple(PaneStyle), ""),
    "keymap": ("Keys", PRESETS, "single keys: spauth-tui help keys"),
    "motion": ("Motion", _ON_OR_OFF, "working signs, scrolling, cursors"),
    "title": ("Title of the terminal", _ON_OR_OFF, "counts, never names"),
    "notify": ("When something watched expires", tuple(Notify), ""),
    "progress": ("Progress in the taskbar", tuple(Progress), "OSC 9;4"),
}
"""The fields that have a row of choices: label, the value of each choice, and a hint."""
_NO_THEME = "none chosen: TEXTUAL_THEME, else spauth-dark"


class SettingsForm(Form[Appearance]):
    """Previews each theme as it is selected; returns what was written, or None."""

    DEFAULT_CSS = """
    SettingsForm #theme { height: 6; background: transparent; border: none; padding: 0; }
    SettingsForm.-low #theme { height: 3; }
    SettingsForm .wrong { color: $text-warning; }
    """
    title_words = "Settings"
    first_focus = "#theme"

    def __init__(self, file: AppearanceFile, read: ReadAppearance, worn: Appearance) -> None:
        super().__init__()
        self._file, self._wrong, self._worn, self.shown = file, read.wrong, worn, read.appearance
        self._themes: list[str] = [""]
        self._is_saved = False

    def body(self) -> Iterable[Widget]:
        now: Appearance = self.shown
        self._themes = ["", *NAMES, *sorted(set(self.app.available_themes) - set(NAMES))]
        held = self.entries(now)
        themes = List(*(Option(Content(name or _NO_THEME)) for name in self._themes), compact=True, id="theme")
        themes.highlighted = int(held["theme"])
        yield aside(f"Kept in {harmless(str(self._file.path))}")
        for words in (*self._wrong, *keymap(now.keymap, now.keys).wrong):
            yield aside(words, "wrong")
        yield field("Theme", themes, "shown as you move")
        for name, (words, values, hint) in _CHOICES.items():
            yield one_of(words, name, ("on", "off") if values is _ON_OR_OFF else values, held[name], hint)
        key = own_key("vault.preferences", self.app)
        yield aside(f"Idle lock and backups belong to the vault: press {key} on the dashboard.")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._show(self._themes[event.option_index])

    def on_option_list_option_selected(self) -> None:
        self.action_submit()

    def on_unmount(self) -> None:
        """Restore the previous theme unless a new one was saved, however the form is left."""
        if not self._is_saved:
            self._show(self._worn.theme)

    def entries(self, record: Appearance) -> Mapping[str, str | int]:
        theme = self._themes.index(record.theme) if record.theme in self._themes else 0
        return {
            "theme": theme,
            **{name: values.index(getattr(record, name)) for name, (_, values, _) in _CHOICES.items()},
        }

    async def save(self) -> Appearance:
        theme = self._themes[self.query_one("#theme", OptionList).highlighted or 0]
        held = {name: values[self.chosen(name)] for name, (_, values, _) in _CHOICES.items()}
        chosen = replace(self.shown, theme=theme, **held)
        _accept_keys(self.shown, chosen)
        saved = await self._file.change(self.shown, chosen)
        self._is_saved = True
        return saved

    def _show(self, theme: str) -> None:
        if isinstance(self.app, OwnApp):
            self.app.appearance.show_theme(theme)


def _accept_keys(before: Appearance, after: Appearance) -> None:
    """Reject a preset that conflicts with the person's own valid keys."""
    known = keymap(before.keymap, before.keys).wrong
    for words in keymap(after.keymap, after.keys).wrong:
        if words not in known:
            raise InputRefused(f"With the keys of {after.keymap}: {words}", "Or keep these keys.", field="keymap")
