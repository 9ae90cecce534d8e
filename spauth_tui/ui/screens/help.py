"""What the keys do, written from the bindings of the screen one comes from, and what the words mean."""

from typing import Any

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

_WORDS = (
    ("application", "your SP-API app, with its client id and client secret"),
    ("account", "a seller or vendor account in one region"),
    ("authorization", "one application allowed to act for one account: one pane"),
    ("refresh token", "what Authorize app shows once; long-lived, kept in the vault"),
    ("access token", "what it is exchanged for at Login with Amazon; lives an hour"),
    ("merged account", "one seller with several regions: each has its own refresh token"),
)

_TEXTUALS_OWN = ("screen.", "app.focus", "command_palette")


def key_rows(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Return the keys of a screen and what they do, the keys of one action gathered."""
    rows: dict[str, tuple[list[str], str]] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        words = binding.tooltip or binding.description
        is_ours = isinstance(active.node, Screen | App) and not binding.action.startswith(_TEXTUALS_OWN)
        if not is_ours or not words or binding.system:
            continue
        keys, _ = rows.setdefault(binding.action, ([], words))
        keys.append(screen.app.get_key_display(binding))
    return [(" ".join(dict.fromkeys(keys)), words) for keys, words in rows.values()]


class Help(ModalScreen[None]):
    """A sheet over the screen; escape, ? and F1 close it."""

    CSS_PATH = "help.tcss"
    BINDINGS = [Binding("escape,question_mark,f1,q", "dismiss", "Close", id="help.close")]

    def __init__(self, described: Screen[Any]) -> None:
        super().__init__()
        self._rows = key_rows(described)

    def compose(self) -> ComposeResult:
        """Yield the sheet."""
        with VerticalScroll(id="sheet") as sheet:
            sheet.border_title = Content("Keys and words")
            sheet.border_subtitle = Content("arrows scroll · esc closes")
            for keys, words in (*self._rows, ("ctrl+p", "Every action, by name")):
                yield _row(keys, words, "key")
            yield Static(Content("What the words mean"), classes="heading")
            for word, meaning in _WORDS:
                yield _row(word, meaning, "word")


def _row(first: str, second: str, kind: str) -> Horizontal:
    return Horizontal(Static(Content(first), classes=kind), Static(Content(second)), classes="row")
