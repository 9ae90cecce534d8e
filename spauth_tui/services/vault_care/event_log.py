"""The event log: read it, search it, write it to a file without secrets. Nothing changes it."""

import json
from pathlib import Path

from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.text.csv import csv_text
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import NewFiles
from spauth_tui.services.ports.vault import EVERYTHING, Vault
from spauth_tui.services.tokens.logged_first import logged_first
from spauth_tui.services.vault_care.backups import accept_target


class EventLog:
    """Every unlock, failed unlock, refresh, copy, reveal, export and change, newest first."""

    def __init__(self, vault: Vault, files: NewFiles, clock: Clock) -> None:
        self._vault, self._files, self._clock = vault, files, clock

    async def read(self, sought: str = "", limit: int = 1000) -> tuple[Event, ...]:
        """Return the newest events whose kind, subject or detail contain every word, ignoring case."""
        words = sought.casefold().split()
        found = await self._vault.events(limit=EVERYTHING if words else limit)
        if not words:
            return found
        return tuple(each for each in found if all(word in _text(each) for word in words))[:limit]

    async def export(self, target: str) -> Path:
        """Write every event to a new file, as JSON if its name ends in `.json`, else as CSV, and log that."""
        path = accept_target(target)
        events = await self._vault.events(limit=EVERYTHING)
        text = as_json(events) if path.suffix.lower() == ".json" else as_csv(events)
        event = Event(self._clock.now(), EventKind.EXPORTED, "event log", path.name)
        async with logged_first(self._vault, [event]):
            await self._files.write(path, text)
        return path


def _text(event: Event) -> str:
    return f"{event.kind.value} {event.subject} {event.detail}".casefold()


def as_csv(events: tuple[Event, ...]) -> str:
    """Write events, oldest first, as CSV with a heading; times are UTC. No cell starts like a formula."""
    rows = ((each.at.isoformat(), each.kind.value, each.subject, each.detail) for each in reversed(events))
    return csv_text(("at", "event", "subject", "detail"), rows)


def as_json(events: tuple[Event, ...]) -> str:
    """Write events, oldest first, as a JSON list; times are UTC."""
    rows = [
        {"at": each.at.isoformat(), "event": each.kind.value, "subject": each.subject, "detail": each.detail}
        for each in reversed(events)
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
