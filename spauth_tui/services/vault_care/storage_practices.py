"""Checks Amazon's storage practices against the vault, notes the person's ticks, and writes the inventory to a file."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from spauth_tui.domain.amazon.storage_practices import LOOKED_BACK, Facts, Practice, Tick, practices
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.vault.backup import newest
from spauth_tui.domain.views.inventory import as_csv, as_json, as_markdown, lines_of
from spauth_tui.services.authorizing.labels import accept_note
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import NewFiles
from spauth_tui.services.ports.vault import EVERYTHING, Vault, VaultStore
from spauth_tui.services.tokens.logged_first import logged_first
from spauth_tui.services.vault_care.backups import accept_target
from spauth_tui.services.vault_care.passphrases import Passphrases


class StoragePractices:
    """Reports how far Amazon's six storage practices are met, with evidence."""

    def __init__(
        self,
        vault: Vault,
        store: VaultStore,
        files: NewFiles,
        clock: Clock,
        passphrases: Passphrases,
        *,
        goes_elsewhere: bool,
    ) -> None:
        self._vault, self._store, self._files, self._clock = vault, store, files, clock
        self._passphrases, self._goes_elsewhere = passphrases, goes_elsewhere

    async def practices(self) -> tuple[Practice, ...]:
        """Gather the current facts, and judge them."""
        now = self._clock.now()
        events = await self._vault.events(limit=EVERYTHING)
        recent = [each.kind for each in events if timedelta(0) <= now - each.at <= LOOKED_BACK]
        drills = [each.at for each in events if each.kind is EventKind.DRILLED]
        last = newest(await self._store.backups())
        # A backup on another disk leaves only its event.
        noted = next((each.at for each in events if each.kind is EventKind.BACKED_UP), None)
        backups = [each for each in (last.made_at if last else None, noted) if each is not None]
        condition = await self._store.condition()
        facts = Facts(
            await self._vault.holdings(),
            now,
            condition.cipher,
            condition.vault_mode,
            condition.directory_mode,
            max(backups, default=None),
            max(drills, default=None),
            (await self._vault.preferences()).lock_after,
            await self._passphrases.is_in_keyring(),
            recent.count(EventKind.COPIED),
            recent.count(EventKind.REVEALED),
            recent.count(EventKind.EXPORTED),
            _ticks(events),
            self._goes_elsewhere,
        )
        return practices(facts)

    async def tick(self, key: str, note: str) -> None:
        """Note in the event log that the person's part of a practice is so; raises `InputRefused`."""
        await self._vault.record(Event(self._clock.now(), EventKind.PRACTICE_TICKED, key, accept_note(note)))

    async def untick(self, key: str) -> None:
        """Note that it is no longer so."""
        await self._vault.record(Event(self._clock.now(), EventKind.PRACTICE_UNTICKED, key))

    async def export(self, target: str) -> Path:
        """Write the inventory to a new file, in the format its name says: .md, .csv or .json."""
        path = accept_target(target)
        now = self._clock.now()
        lines = lines_of(await self._vault.holdings(), now)
        texts = {".md": as_markdown(lines, now), ".csv": as_csv(lines), ".json": as_json(lines, now)}
        text = texts.get(path.suffix.lower())
        if text is None:
            raise InputRefused(
                "The name does not say which format to write.",
                "Use a name that ends in .md, .csv or .json.",
                field="target",
            )
        async with logged_first(self._vault, [self._exported(path.name)]):
            await self._files.write(path, text)
        return path

    async def note_export(self, where: str) -> None:
        """Log that the inventory left the vault."""
        await self._vault.record(self._exported(where))

    def _exported(self, where: str) -> Event:
        return Event(self._clock.now(), EventKind.EXPORTED, "inventory", where)


def _ticks(events: Iterable[Event]) -> dict[str, Tick]:
    """Return by practice the ticks that were not taken back; events are newest first."""
    last: dict[str, Event] = {}
    for each in events:
        if each.kind in {EventKind.PRACTICE_TICKED, EventKind.PRACTICE_UNTICKED}:
            last.setdefault(each.subject, each)
    return {key: Tick(each.at, each.detail) for key, each in last.items() if each.kind is EventKind.PRACTICE_TICKED}
