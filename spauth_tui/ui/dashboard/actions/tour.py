"""The dashboard's half that shows somebody around: five keys, one after another."""

from textual import events
from textual.widgets import Footer

from spauth_tui.ui.dashboard.board_screen import BoardScreen
from spauth_tui.ui.dashboard.tour_strip import STOPS, TourStrip


class Touring(BoardScreen):
    """The tour is in nobody's way: the keys it names do what they always do."""

    def action_tour(self) -> None:
        """Begin the tour, from its first key."""
        self.end_tour()
        self.mount(
            TourStrip({stop.action: self._shown_key(stop.action) for stop in STOPS}), before=self.query_one(Footer)
        )

    def end_tour(self) -> bool:
        """End it; say whether there was one."""
        strips = self.query(TourStrip)
        strips.remove()
        return bool(strips)

    def on_key(self, event: events.Key) -> None:
        """Go on when the key that the tour names is pressed; what the key does is done as always."""
        for strip in self.query(TourStrip):
            active = self.active_bindings.get(event.key)
            if active is not None and active.binding.action == strip.stop.action:
                strip.go_on()

    def on_tour_strip_ended(self) -> None:
        """Say that it is over."""
        self.end_tour()
        self.notify("That was the tour. ctrl+p lists everything by name.", markup=False, timeout=6)

    def _shown_key(self, action: str) -> str:
        for active in self.active_bindings.values():
            if active.binding.action == action:
                return self.app.get_key_display(active.binding)
        return ""
