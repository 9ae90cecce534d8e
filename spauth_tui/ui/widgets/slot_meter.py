"""How many slots of an application are in use."""

from textual.content import Content
from textual.widgets import Static

from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.snapshot import Holdings

_MOST_BOXES = 20


class SlotMeter(Static):
    """Shows the slots as boxes and as text. The count is our own, and it says so."""

    def show(self, application: Application, holdings: Holdings) -> None:
        taken = len(holdings.of_application(application.id)) + application.slots_elsewhere
        left = application.authorization_limit - taken
        words = slot_words(application, holdings)
        if left == 1:
            words += Content.styled("\nThis takes the last one.", "$text-warning")
        elif left < 1:
            words += Content.styled("\nThe limit is reached: revoke one first.", "$text-warning")
        self.update(words)


def slot_words(application: Application, holdings: Holdings) -> Content:
    """Return boxes and text; no boxes for a limit that would fill the line."""
    used, limit = holdings.slots_used(application.id), application.authorization_limit
    begun = len(holdings.of_application(application.id)) - (used - application.slots_elsewhere)
    token = "$text-success" if used + begun < limit else "$text-warning"
    full = min(used, limit)
    boxes = Content.styled("■" * full, token) + Content.styled("□" * (limit - full), "$faint")
    waiting = f", {begun} more begun" if begun > 0 else ""
    words = f"{used} of {limit} slots{waiting} (our count; the console is authoritative)"
    return boxes + Content(f"  {words}") if limit <= _MOST_BOXES else Content(words)
