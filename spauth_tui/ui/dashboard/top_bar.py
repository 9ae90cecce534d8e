"""The dashboard's first line: the vault's name, counts by state, what is about to happen."""

from datetime import timedelta

from textual import events
from textual.content import Content
from textual.widget import Widget

from spauth_tui.domain.text.time import clock_face
from spauth_tui.domain.views.attention import counts
from spauth_tui.domain.views.status import Tally
from spauth_tui.ui.base.messages import ActionRequested
from spauth_tui.ui.base.status_colours import COUNTED_AS


class TopBar(Widget):
    """Paints the line; a click opens the vault's menu. What does not fit is left out, the least important first."""

    DEFAULT_CSS = """
    TopBar { height: 1; dock: top; background: $panel; color: $foreground; padding: 0 1; }
    """

    def __init__(self, vault_name: str, *, demo: bool) -> None:
        super().__init__()
        self._vault_name = vault_name
        self._demo = demo
        self._said: tuple[Tally, timedelta | None, timedelta | None] = (Tally(), None, None)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(ActionRequested("vault"))

    def rename(self, vault_name: str) -> None:
        """Show another vault's name."""
        self._vault_name = vault_name
        self.refresh()

    def show(self, tally: Tally, clears_in: timedelta | None, locks_in: timedelta | None) -> None:
        """Show these counts and times, without those that are None; repaints only if something changed."""
        if (tally, clears_in, locks_in) != self._said:
            self._said = (tally, clears_in, locks_in)
            self.refresh()

    def render(self) -> Content:
        left = Content.styled("spauth", "bold $text-primary") + Content(f"  {self._vault_name}")
        if self._demo:
            mark = " DEMO · sample data, nothing real " if self.size.width >= 100 else " DEMO "
            left += Content("  ") + Content.styled(mark, "bold reverse")
        room = self.size.width - left.cell_length - 2
        tally, clears_in, locks_in = self._said
        counted = Content("  ").join(COUNTED_AS[word].words(f"{n} {word}") for n, word in counts(tally))
        countdowns = _countdowns(clears_in, locks_in)
        both = counted + Content("   ") + countdowns if counted and countdowns else counted + countdowns
        choices = (both, countdowns, counted) if clears_in is not None else (both, counted, countdowns)
        kept = next((choice for choice in choices if choice.cell_length <= room), Content(""))
        gap = max(2, self.size.width - left.cell_length - kept.cell_length)
        return left + Content(" " * gap) + kept


def _countdowns(clears_in: timedelta | None, locks_in: timedelta | None) -> Content:
    parts = []
    if clears_in is not None:
        parts.append(Content.styled(f"clipboard clears in {clock_face(clears_in)}", "$text-warning"))
    if locks_in is not None:
        style = "bold $text-warning" if locks_in <= timedelta(seconds=30) else "$dim"
        parts.append(Content.styled(f"locks in {clock_face(locks_in)}", style))
    return Content("  ").join(parts)
