"""The field above the board that narrows it as you type."""

from textual.message import Message
from textual.widgets import Input

from spauth_tui.ui.base.keys import bindings


class FilterBox(Input):
    """The filter. Escape empties and leaves it; enter and down go to the matches."""

    DEFAULT_CSS = """
    FilterBox { background: $surface; border-left: outer $surface;
        &:ansi, &:focus:ansi { border: none; padding: 0 1; } }
    """

    BINDINGS = [*bindings("filter", {"filter.clear": "leave(True)", "filter.done": "leave(False)"})]

    class Left(Message):
        """The person has finished typing."""

    def __init__(self) -> None:
        super().__init__(placeholder="/ filter: a label, eu, vendor, expired, <10m, -sandbox …", select_on_focus=False)

    def action_leave(self, empty: bool) -> None:
        if empty:
            self.value = ""
        self.post_message(self.Left())
