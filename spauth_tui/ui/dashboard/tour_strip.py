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
"""The tour's keys: the action of each, and what it does in a few words."""

_ROOM = 76
"""The columns from which a stop and how to go on fit in."""


class TourStrip(Widget):
    """Shows one stop; a click goes to the next."""

    DEFAULT_CSS = """
    TourStrip { height: 1; padding: 0 1; background: $wash-primary; color: $foreground;
        &:ansi { background: transparent; text-style: reverse; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    def on_mount(self) -> None:
        """Look up the person's keys."""
        active = [each.binding for each in self.screen.active_bindings.values()]
        self._keys = {each.action: self.app.get_key_display(each) for each in reversed(active)}

    def go_on(self, action: str | None = None) -> None:
        """Go to the next stop; for an action, only if it is the current stop's. After the last stop the tour ends."""
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
        tour, hint = f"Tour {self._at + 1} of {len(STOPS)}", "   press it or click here · esc ends"
        if self.size.width < _ROOM:
            tour, hint = f"{tour} · esc ends", ""
        return (
            Content.styled(f"{tour}  ", "$dim")
            + Content.styled(f" {key} ", "bold reverse")
            + Content(f"  {words}")
            + Content.styled(hint, "$dim")
        )


def begin_tour(screen: Screen[Any]) -> None:
    """Begin the tour at its first key. It does not interfere: the keys it names work as always."""
    end_tour(screen)
    screen.mount(TourStrip(), before=screen.query_one(Footer))


def end_tour(screen: Screen[Any]) -> bool:
    """End the tour; return whether there was one."""
    strips = screen.query(TourStrip)
    strips.remove()
    return bool(strips)


def go_on_by(screen: Screen[Any], key: str) -> None:
    """Advance when the key that the tour names is pressed."""
    active = screen.active_bindings.get(key)
    for strip in screen.query(TourStrip):
        strip.go_on(active.binding.action if active else "")
