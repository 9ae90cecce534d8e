"""The form of what the person chose for this vault."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from textual.widget import Widget
from textual.widgets import Input

from spauth_tui.domain.errors import InputRefused
from spauth_tui.domain.preferences import Preferences
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.screens.form import Form, field
from spauth_tui.ui.widgets.choice_row import ChoiceRow

_EVERY: tuple[tuple[str, timedelta | None], ...] = (
    ("never", None),
    ("daily", timedelta(days=1)),
    ("weekly", timedelta(days=7)),
    ("monthly", timedelta(days=30)),
)


class PreferencesForm(Form[Preferences]):
    """Changes idle lock, locked screen and backups; returns the preferences as stored, or None."""

    title_words = "Preferences of this vault"
    first_focus = "#lock-after"

    def __init__(self, workspace: Workspace, preferences: Preferences) -> None:
        super().__init__()
        self._workspace, self._preferences = workspace, preferences

    def body(self) -> Iterable[Widget]:
        """Yield the fields as they stand."""
        now = self._preferences
        minutes = 0 if now.lock_after is None else now.lock_after.total_seconds() / 60
        lock_after = Input(f"{minutes:g}", id="lock-after")
        yield field("Lock when nothing is pressed for", lock_after, "minutes; 0 is never; sleep counts")
        shown = ChoiceRow(("nothing", "labels and countdowns"), int(now.show_when_locked), name="show-when-locked")
        yield field("While locked, show", shown, "never a token")
        spans = [span for _, span in _EVERY]
        chosen = spans.index(now.backup_every) if now.backup_every in spans else 0
        yield field("Back up by itself", ChoiceRow([words for words, _ in _EVERY], chosen, name="backup-every"))
        kept = Input(str(now.backups_kept), id="backups-kept")
        yield field("Keep so many of these", kept, "those written by hand are never removed")

    async def save(self) -> Preferences:
        """Store what the fields hold."""
        changed = replace(
            self._preferences,
            lock_after=self._lock_after(),
            show_when_locked=bool(self.chosen("show-when-locked")),
            backup_every=_EVERY[self.chosen("backup-every")][1],
            backups_kept=self._kept(),
        )
        await self._workspace.save_preferences(changed)
        return changed

    def _lock_after(self) -> timedelta | None:
        minutes = _whole(self.text("lock-after"))
        if minutes is None or minutes > 24 * 60:
            raise InputRefused(
                "That is no number of minutes from 0 to 1,440.", "Type 15, or 0 for never.", field="lock_after"
            )
        return timedelta(minutes=minutes) if minutes else None

    def _kept(self) -> int:
        count = _whole(self.text("backups-kept"))
        if count is None or not 1 <= count <= 1000:
            raise InputRefused("That is no number from 1 to 1,000.", "Type 10.", field="backups_kept")
        return count


def _whole(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 9 else None
