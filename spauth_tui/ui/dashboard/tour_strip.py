"""One line that names five keys, one after another, as they are pressed."""

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class Stop(NamedTuple):
    """One key of the tour: the dashboard's action, and what it does in a few words."""

    action: str
    words: str


STOPS = (
    Stop("refresh", "gets a new access token"),
    Stop("copy", "copies it"),
    Stop("steps", "opens Amazon's checklist"),
    Stop("filter", "narrows what is shown"),
    Stop("app.help", "explains every screen"),
)


class TourStrip(Widget):
    """Shows one stop; a click goes on to the next."""

    DEFAULT_CSS = """
    TourStrip { height: 1; padding: 0 1; background: $primary 30%; color: $text;
        &:ansi { background: transparent; text-style: reverse; } }
    """

    class Ended(Message):
        """The last stop is behind the person."""

    def __init__(self, keys: dict[str, str]) -> None:
        super().__init__()
        self._keys = keys
        self._at = 0

    @property
    def stop(self) -> Stop:
        """Where the tour is."""
        return STOPS[self._at]

    def go_on(self) -> None:
        """Go to the next stop; after the last one say that it is over."""
        if self._at + 1 == len(STOPS):
            self.post_message(self.Ended())
            return
        self._at += 1
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Go on without pressing the key."""
        event.stop()
        self.go_on()

    def render(self) -> Content:
        """Paint the stop."""
        key = self._keys.get(self.stop.action, "")
        return (
            Content.styled(f"Tour {self._at + 1} of {len(STOPS)}  ", "$text-muted")
            + Content.styled(f" {key} ", "bold reverse")
            + Content(f"  {self.stop.words}")
            + Content.styled("   press it or click here · esc ends", "$text-muted")
        )
