"""One line that names five keys, one after another, as they are pressed."""

from typing import Any

from textual import events
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

STOPS = (
    ("do('pane.refresh')", "gets a new access token"),
    ("do('pane.copy')", "copies it"),
    ("do('pane.steps')", "opens Amazon's checklist"),
    ("do('filter')", "narrows what is shown"),
    ("app.help", "explains every screen"),
)
"""The keys of the tour: the action of each, and what it does in a few words."""


class TourStrip(Widget):
    """Shows one stop; a click goes on to the next."""

    DEFAULT_CSS = """
    TourStrip { height: 1; padding: 0 1; background: $primary 30%; color: $text;
        &:ansi { background: transparent; text-style: reverse; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def on_mount(self) -> None:
        """Learn the keys as they are now."""
        active = [each.binding for each in self.screen.active_bindings.values()]
        self._keys = {each.action: self.app.get_key_display(each) for each in reversed(active)}

    def go_on(self, action: str | None = None) -> None:
        """Go to the next stop; by an action only if it is that of the present one. After the last one it is over."""
        if action is not None and action != STOPS[self._at][0]:
            return
        if self._at + 1 == len(STOPS):
            self.remove()
            self.notify("That was the tour. ctrl+p lists everything by name.", markup=False, timeout=6)
            return
        self._at += 1
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.go_on()

    def render(self) -> Content:
        action, words = STOPS[self._at]
        key = self._keys.get(action, "")
        return (
            Content.styled(f"Tour {self._at + 1} of {len(STOPS)}  ", "$text-muted")
            + Content.styled(f" {key} ", "bold reverse")
            + Content(f"  {words}")
            + Content.styled("   press it or click here · esc ends", "$text-muted")
        )


def begin_tour(screen: Screen[Any]) -> None:
    """Begin the tour, from its first key. It is in nobody's way: the keys it names do what they always do."""
    end_tour(screen)
    screen.mount(TourStrip(), before=screen.query_one(Footer))


def end_tour(screen: Screen[Any]) -> bool:
    """End it; say whether there was one."""
    strips = screen.query(TourStrip)
    strips.remove()
    return bool(strips)


def go_on_by(screen: Screen[Any], key: str) -> None:
    """Go on when the key that the tour names is pressed."""
    active = screen.active_bindings.get(key)
    for strip in screen.query(TourStrip):
        strip.go_on(active.binding.action if active else "")
