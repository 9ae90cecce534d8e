"""What a screen is, its keys, taken from its bindings, and what its terms mean."""

from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from spauth_tui.domain.amazon.facts import said_of, sourced
from spauth_tui.domain.text.glossary import GLOSSARY, words_in
from spauth_tui.ui.base.keys import bindings
from spauth_tui.ui.base.own_screen import OwnModal
from spauth_tui.ui.dialogs.about import about
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.lists import Sheet

_TEXTUALS_OWN = ("screen.", "app.focus", "command_palette", "app.command_palette")
_GROUPS = (
    ("This authorization", ("pane.", "guard", "merged", "edit", "remove", "leaked", "application")),
    ("All of them, or several", ("refresh_all", "mark", "stop")),
    ("Finding", ("filter", "sort", "style", "attention", "views")),
    ("Coming in", ("add", "import")),
    ("The vault", ("vault", "lock", "quit", "loans", "practices", "settings")),
    ("Moving", ("move.",)),
)
"""Headings, and how the ids of their keys begin. A screen with few keys has no headings."""
_FEW = 16


def key_rows(screen: Screen[Any]) -> list[tuple[str, str, str]]:
    """Return the keys of a screen, what they do, and the action's id; keys of one action are grouped."""
    rows: dict[str, tuple[list[str], str, str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        # The name in footer and palette, then the longer explanation; no name twice.
        name, more = binding.description, binding.tooltip
        words = f"{name}: {more}" if more and not more.casefold().startswith(name.casefold()) else more or name
        is_ours = isinstance(active.node, Screen | App) and not binding.action.startswith(_TEXTUALS_OWN)
        if not is_ours or not words or binding.system:
            continue
        keys, *_ = rows.setdefault(binding.action, ([], words, binding.id or ""))
        keys.append(screen.app.get_key_display(binding))
    return [(" ".join(dict.fromkeys(keys)), words, key_id) for keys, words, key_id in rows.values()]


def _grouped(rows: list[tuple[str, str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Put the keys of a screen under headings; under a single one if there are few."""
    found: dict[str, list[tuple[str, str]]] = {heading: [] for heading, _ in _GROUPS}
    for keys, words, key_id in rows:
        heading = next((heading for heading, begins in _GROUPS if key_id.startswith(begins)), "Here")
        found.setdefault("Keys" if len(rows) <= _FEW else heading, []).append((keys, words))
    return {heading: members for heading, members in found.items() if members}


class Help(OwnModal[None]):
    """A sheet over the screen; escape, ? and F1 close it."""

    CSS_PATH = "help.tcss"
    BINDINGS = [*bindings("help", {"help.close": "dismiss"})]

    def __init__(self, described: Screen[Any]) -> None:
        super().__init__()
        active = [each.binding for each in described.active_bindings.values()]
        palette = [described.app.get_key_display(each) for each in active if each.action.endswith("command_palette")]
        self._palette = " ".join(palette) or "ctrl+p"
        self._title, self._about = about(described)
        rows = key_rows(described)
        self._groups = _grouped(rows)
        statics = (str(each.content) for each in described.query(Static).results(Static))
        buttons = (str(each.label) for each in described.query(Button).results(Button))
        self._words = words_in("\n".join((self._about, *(words for _, words, _ in rows), *statics, *buttons)))

    def compose(self) -> ComposeResult:
        with Sheet(id="sheet") as sheet:
            sheet.border_title = Content(self._title)
            sheet.border_subtitle = Content("arrows scroll · esc closes")
            if self._about:
                yield Static(Content(self._about), id="about")
            for heading, rows in self._groups.items():
                yield Static(Content(heading), classes="heading")
                for keys, words in rows:
                    yield _row(keys, words, "key")
            yield _row(self._palette, "Every action, by name", "key")
            if self._words:
                yield Static(Content("What the words mean"), classes="heading")
            for word in self._words:
                yield _row(word, GLOSSARY[word], "word")
                for fact in said_of(word):
                    yield _row("", fact.text, "word", f"\n{sourced(fact)}")


def _row(first: str, second: str, kind: str, quiet: str = "") -> Horizontal:
    words = Content(second) + Content.styled(quiet, "$dim")
    return Horizontal(Static(Content(first), classes=kind), Static(words), classes="row")
