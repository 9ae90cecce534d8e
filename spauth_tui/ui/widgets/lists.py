"""Textual's list and scrolling region, with ids on their keys: a keymap reaches them too."""

from textual._widget_navigation import Direction
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import OptionList

_MOVES = (
    ("up", "up", "cursor_up", "scroll_up", "Up"),
    ("down", "down", "cursor_down", "scroll_down", "Down"),
    ("page_up", "pageup", "page_up", "page_up", "A page up"),
    ("page_down", "pagedown", "page_down", "page_down", "A page down"),
    ("home", "home", "first", "scroll_home", "To the top"),
    ("end", "end", "last", "scroll_end", "To the end"),
)


class List(OptionList, inherit_bindings=False):
    """A list of options."""

    BINDINGS = [
        *(Binding(keys, action, words, show=False, id=f"list.{where}") for where, keys, action, _, words in _MOVES),
        Binding("enter", "select", "Choose", show=False, id="list.choose"),
    ]

    def _move_page(self, direction: Direction) -> None:
        """Move by a page; not while there is no room for one, where Textual raises `KeyError`."""
        if self.scrollable_content_region:
            super()._move_page(direction)


class Sheet(VerticalScroll, inherit_bindings=False):
    """A region that scrolls by keys."""

    BINDINGS = [
        Binding(keys, action, words, show=False, id=f"list.{where}") for where, keys, _, action, words in _MOVES
    ]
