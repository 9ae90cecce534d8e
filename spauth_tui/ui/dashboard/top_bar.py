"""The dashboard's first line: whose vault, how many stand how, what is about to happen."""

from dataclasses import dataclass
from datetime import timedelta

from textual import events
from textual.content import Content
from textual.widget import Widget

from spauth_tui.domain.text.time import clock_face
from spauth_tui.domain.views.attention import counts
from spauth_tui.domain.views.tally import Tally
from spauth_tui.ui.base.messages import ActionWanted
from spauth_tui.ui.base.theme import COUNTED_AS


@dataclass(frozen=True, slots=True)
class TopLine:
    """What the line says; spans are None where there is nothing to say."""

    tally: Tally
    clipboard_left: timedelta | None = None
    locks_in: timedelta | None = None


class TopBar(Widget):
    """Paints the line; a click opens the menu of the vault. Leaves out what has no room, the least important first."""

    DEFAULT_CSS = """
    TopBar { height: 1; dock: top; background: $panel; color: $text; padding: 0 1; }
    """

    def __init__(self, vault_name: str, *, demo: bool) -> None:
        super().__init__()
        self._vault_name = vault_name
        self._demo = demo
        self._line: TopLine | None = None

    def on_click(self, event: events.Click) -> None:
        """Ask for the menu of the vault."""
        event.stop()
        self.post_message(ActionWanted("vault"))

    def rename(self, vault_name: str) -> None:
        """Show another name."""
        self._vault_name = vault_name
        self.refresh()

    def show(self, line: TopLine) -> None:
        """Say something new; repaints only if it differs."""
        if line != self._line:
            self._line = line
            self.refresh()

    def render(self) -> Content:
        """Paint the parts, names on the left, counts in the middle, countdowns on the right."""
        left = Content.styled("spauth", "bold $text-primary") + Content(f"  {self._vault_name}")
        if self._demo:
            mark = " DEMO · sample data, nothing real " if self.size.width >= 100 else " DEMO "
            left += Content("  ") + Content.styled(mark, "bold reverse")
        if self._line is None:
            return left
        room = self.size.width - left.cell_length - 2
        counted, countdowns = self._counts(self._line.tally), self._countdowns(self._line)
        both = counted + Content("   ") + countdowns if counted and countdowns else counted + countdowns
        urgent = self._line.clipboard_left is not None
        choices = (both, countdowns, counted) if urgent else (both, counted, countdowns)
        kept = next((choice for choice in choices if choice.cell_length <= room), Content(""))
        gap = max(2, self.size.width - left.cell_length - kept.cell_length)
        return left + Content(" " * gap) + kept

    @staticmethod
    def _countdowns(line: TopLine) -> Content:
        parts = []
        if line.clipboard_left is not None:
            seconds = clock_face(line.clipboard_left)
            parts.append(Content.styled(f"clipboard clears in {seconds}", "$text-warning"))
        if line.locks_in is not None:
            urgent = line.locks_in <= timedelta(seconds=30)
            style = "bold $text-warning" if urgent else "$foreground 60%"
            parts.append(Content.styled(f"locks in {clock_face(line.locks_in)}", style))
        return Content("  ").join(parts)

    @staticmethod
    def _counts(tally: Tally) -> Content:
        return Content("  ").join(Content.styled(f"{count} {word}", COUNTED_AS[word]) for count, word in counts(tally))
