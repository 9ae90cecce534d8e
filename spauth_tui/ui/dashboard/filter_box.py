"""The field above the board that narrows it as one types."""

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input


class FilterBox(Input):
    """A filter. Escape empties and leaves it; enter and down go to what was found."""

    DEFAULT_CSS = """
    FilterBox { height: 1; border: none; padding: 0 1; background: $surface;
        &:focus { border: none; background: $surface-lighten-1; } }
    """

    BINDINGS = [
        Binding("escape", "leave(True)", "Clear the filter", id="filter.clear"),
        Binding("enter,down", "leave(False)", "To the panes", id="filter.done"),
    ]

    class Left(Message):
        """The person is done typing."""

    def __init__(self) -> None:
        super().__init__(placeholder="/ filter: a label, eu, vendor, expired, <10m, -sandbox …", select_on_focus=False)

    def action_leave(self, empty: bool) -> None:
        """Go back to the board, with or without the filter."""
        if empty:
            self.value = ""
        self.post_message(self.Left())
