"""Textual's list and scrolling region, with ids on their keys: a keymap reaches them too."""

from textual._widget_navigation import Direction
from textual.containers import VerticalScroll
from textual.widgets import OptionList

from spauth_tui.ui.base.keys import bindings

_IN_A_LIST = {
    "list.up": "cursor_up",
    "list.down": "cursor_down",
    "list.home": "first",
    "list.end": "last",
    "list.choose": "select",
}
_IN_A_SHEET = {
    "list.up": "scroll_up",
    "list.down": "scroll_down",
    "list.home": "scroll_home",
    "list.end": "scroll_end",
}


class List(OptionList, inherit_bindings=False):
    """A list of options."""

    BINDINGS = [*bindings("lists", _IN_A_LIST)]

    def _move_page(self, direction: Direction) -> None:
        """Move by a page; not while there is no room for one, where Textual raises `KeyError`."""
        if self.scrollable_content_region:
            super()._move_page(direction)


class Sheet(VerticalScroll, inherit_bindings=False):
    """A region that scrolls by keys."""

    BINDINGS = [each for each in bindings("lists", _IN_A_SHEET) if each.id != "list.choose"]
