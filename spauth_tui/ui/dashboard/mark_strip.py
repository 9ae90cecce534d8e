"""The line that says how many authorizations are marked, and what can be done to all of them."""

from textual import events
from textual.content import Content
from textual.widget import Widget

from spauth_tui.ui.base.keys import key_of
from spauth_tui.ui.base.messages import ActionWanted

_WAYS = (
    ("pane.refresh", "pane.refresh", "refresh"),
    ("pane.export", "pane.export", "export"),
    ("guard", "guard", "guard"),
    ("remove", "remove", "remove"),
    ("unmark", "stop", "unmark"),
)
"""What a click can ask for: the dashboard's action, the id of its key, and its word."""


class MarkStrip(Widget):
    """Shown while anything is marked; each of its words can be clicked."""

    DEFAULT_CSS = """
    MarkStrip { height: 1; padding: 0 1; display: none; background: $accent 20%; color: $text;
        &.-needed { display: block; } &:ansi { background: transparent; text-style: reverse; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self._count = self._unseen = 0
        self._keys: dict[str, str] = {}

    def show(self, count: int, unseen: int) -> None:
        """Say how many are marked, and how many of them the filter hides."""
        keys = {key_id: key_of(self.screen, key_id) for _, key_id, _ in _WAYS} if count else {}
        self.set_class(count > 0, "-needed")
        if (count, unseen, keys) != (self._count, self._unseen, self._keys):
            self._count, self._unseen, self._keys = count, unseen, keys
            self.refresh()

    def render(self) -> Content:
        """Paint the count and the ways."""
        hidden = f", {self._unseen} of them hidden by the filter" if self._unseen else ""
        words = Content.styled(f"● {self._count} marked{hidden}", "bold")
        for action, key_id, word in _WAYS:
            key = self._keys.get(key_id, "")
            words += (
                Content("   ")
                + Content.styled(f"{key} ", "bold $accent")
                + Content(word).stylize(f"@click=chosen('{action}')")
            )
        return words

    def action_chosen(self, action: str) -> None:
        """Ask for what was clicked."""
        self.post_message(ActionWanted(action))

    def on_click(self, event: events.Click) -> None:
        """Keep the click from the board beneath."""
        event.stop()
