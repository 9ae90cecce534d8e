"""Textual's list and scrolling region, with ids on their keys so that a keymap applies to them."""

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
_IN_A_SHEET = {"list.up": "scroll_up", "list.down": "scroll_down", "list.home": "scroll_home", "list.end": "scroll_end"}


class List(OptionList, inherit_bindings=False):
    """A list of options."""

    BINDINGS = [*bindings("lists", _IN_A_LIST)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow moves by a page only if there is room for one: Textual raises `KeyError` otherwise."""
        return bool(self.scrollable_content_region) or not action.startswith("page_")


class Sheet(VerticalScroll, inherit_bindings=False):
    """A region that scrolls with keys."""

    BINDINGS = [each for each in bindings("lists", _IN_A_SHEET) if each.id != "list.choose"]
