"""Recovery of a vault that is not open: look into its backups, restore one, salvage."""

from pathlib import Path

from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents
from spauth_tui.domain.vault.passphrase import normalised
from spauth_tui.domain.vault.salvage import Salvaged
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import VaultStore
from spauth_tui.services.vault_care.tries import Tries


class Recovery:
    """Recovers a vault; the existing file is always kept."""

    def __init__(self, store: VaultStore, clock: Clock, tries: Tries) -> None:
        self._store, self._clock, self._tries = store, clock, tries

    async def backups(self) -> tuple[BackupFile, ...]:
        """Return the backups next to the vault, newest first."""
        return await self._store.backups()

    async def look(self, backup: Path, passphrase: Secret) -> Contents:
        """Open a backup, check every page, and return its contents; raises `BackupUnusable`, `WrongPassphrase`."""
        given = normalised(passphrase)
        return await self._tries.of(lambda: self._store.peek(backup, given), backup.name)

    async def restore(self, backup: Path, passphrase: Secret) -> Path | None:
        """Replace the vault with a backup; return where the current vault is kept."""
        event = Event(self._clock.now(), EventKind.RESTORED, self._store.path.stem, backup.name)
        given = normalised(passphrase)
        return await self._tries.of(lambda: self._store.restore(backup, given, event), backup.name)

    async def salvage(self, passphrase: Secret) -> Salvaged:
        """Recover what can be read of the damaged vault into a new one; raises `NothingSalvaged`, `WrongPassphrase`."""
        path = self._store.path
        event = Event(self._clock.now(), EventKind.SALVAGED, path.stem)
        given = normalised(passphrase)
        return await self._tries.of(lambda: self._store.take_rows(path, given, BackupReason.DAMAGED, event), path.name)

    async def look_at_rows(self, source: Path, passphrase: Secret) -> Salvaged:
        """Return what `take_rows` would recover; raises the same."""
        given = normalised(passphrase)
        return await self._tries.of(lambda: self._store.look_at_rows(source, given), source.name)

    async def take_rows(self, source: Path, passphrase: Secret) -> Salvaged:
        """Replace the vault, which is kept, with one that has only the rows of `source`, perhaps the vault itself."""
        event = Event(self._clock.now(), EventKind.ROWS_TAKEN, self._store.path.stem, source.name)
        given, reason = normalised(passphrase), BackupReason.BEFORE_RESTORE
        return await self._tries.of(lambda: self._store.take_rows(source, given, reason, event), source.name)
