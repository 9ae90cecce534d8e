"""The form for this vault's preferences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from textual.widget import Widget

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.form import Form, one_of, typed

_EVERY = {"never": None, "daily": timedelta(days=1), "weekly": timedelta(days=7), "monthly": timedelta(days=30)}


class PreferencesForm(Form[Preferences]):
    """Changes idle lock, locked screen and backups; returns the preferences as stored, or None."""

    title_words = "Preferences of this vault"
    first_focus = "#lock-after"

    def __init__(self, workspace: Workspace, preferences: Preferences) -> None:
        super().__init__()
        self._workspace, self.shown = workspace, preferences

    def body(self) -> Iterable[Widget]:
        held = self.entries(self.shown)
        minutes, shown = "minutes; 0 is never; sleep counts", ("nothing", "labels and countdowns")
        yield typed("Lock when nothing is pressed for", "lock-after", held["lock-after"], minutes)
        yield one_of("While locked, show", "show-when-locked", shown, held["show-when-locked"], "never a token")
        yield one_of("Back up by itself", "backup-every", _EVERY, held["backup-every"])
        kept = "those written by hand are never removed"
        yield typed("Keep so many of these", "backups-kept", held["backups-kept"], kept)

    def entries(self, record: Preferences) -> Mapping[str, str | int]:
        minutes = 0 if record.lock_after is None else record.lock_after.total_seconds() / 60
        spans = list(_EVERY.values())
        return {
            "lock-after": f"{minutes:g}",
            "show-when-locked": int(record.show_when_locked),
            "backup-every": spans.index(record.backup_every) if record.backup_every in spans else 0,
            "backups-kept": str(record.backups_kept),
        }

    async def save(self) -> Preferences:
        readers: dict[str, Callable[[], object]] = {
            "lock_after": self._lock_after,
            "show_when_locked": lambda: bool(self.chosen("show-when-locked")),
            "backup_every": lambda: list(_EVERY.values())[self.chosen("backup-every")],
            "backups_kept": self._kept,
        }
        changed = {name: read() for name, read in readers.items() if self.is_changed(name)}
        return await self._workspace.change_preferences(self.shown, replace(self.shown, **changed))

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
