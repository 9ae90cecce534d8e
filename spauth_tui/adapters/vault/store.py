"""One vault file before it is open: create, open, back up, restore; each operation is imported when used."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.adapters.vault.key import Deriver, derive_key

if TYPE_CHECKING:
    from spauth_tui.adapters.vault.opening import OpenConnection
    from spauth_tui.adapters.vault.vault import SqlcipherVault
    from spauth_tui.domain.model.event import Event
    from spauth_tui.domain.model.secret import Secret
    from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents
    from spauth_tui.domain.vault.salvage import Salvaged
    from spauth_tui.services.ports.vault import Condition


class SqlcipherVaultStore:
    """Creates, opens and recovers the vault at one path; implements `VaultStore`."""

    def __init__(self, path: Path, derive: Deriver = derive_key) -> None:
        self._path, self._derive = path, derive

    @property
    def path(self) -> Path:
        return self._path

    def exists(self) -> bool:
        return os.path.lexists(self._path)

    async def create(self, passphrase: Secret) -> SqlcipherVault:
        from spauth_tui.adapters.vault.creation import create_vault

        return await self._on_a_thread(lambda: create_vault(self._path, passphrase))

    async def open(self, passphrase: Secret) -> SqlcipherVault:
        from spauth_tui.adapters.vault.opening import open_vault

        return await self._on_a_thread(lambda: open_vault(self._path, passphrase, self._derive))

    async def condition(self) -> Condition:
        from spauth_tui.adapters.vault.connection import cipher_name
        from spauth_tui.services.ports.vault import Condition

        return Condition(
            await asyncio.to_thread(cipher_name),
            _mode(self._path),
            _mode(self._path.parent),
            os.access(self._path, os.W_OK),
            os.access(self._path.parent, os.W_OK | os.X_OK),
        )

    async def backups(self) -> tuple[BackupFile, ...]:
        from spauth_tui.adapters.vault.files.backup_files import list_backups

        return await asyncio.to_thread(list_backups, self._path)

    async def remove_backup(self, path: Path) -> None:
        await asyncio.to_thread(path.unlink, missing_ok=True)

    async def peek(self, backup: Path, passphrase: Secret) -> Contents:
        from spauth_tui.adapters.vault.files.restoring import peek

        return await asyncio.to_thread(peek, self._path, backup, passphrase)

    async def restore(self, backup: Path, passphrase: Secret, event: Event) -> Path | None:
        from spauth_tui.adapters.vault.files.restoring import restore

        return await asyncio.to_thread(restore, self._path, backup, passphrase, event)

    async def look_at_rows(self, source: Path, passphrase: Secret) -> Salvaged:
        from spauth_tui.adapters.vault.salvage.salvaging import look_at_rows

        return await asyncio.to_thread(look_at_rows, self._path, source, passphrase)

    async def take_rows(self, source: Path, passphrase: Secret, reason: BackupReason, event: Event) -> Salvaged:
        from spauth_tui.adapters.vault.salvage.salvaging import take_rows

        return await asyncio.to_thread(take_rows, self._path, source, passphrase, reason, event)

    async def _on_a_thread(self, opener: Callable[[], OpenConnection]) -> SqlcipherVault:
        from spauth_tui.adapters.vault.opening import OneThread

        thread = OneThread("vault")
        opening = asyncio.ensure_future(thread.run(opener))
        try:
            # Imported while that thread derives the key.
            await asyncio.sleep(0)
            from spauth_tui.adapters.vault.open_file import OpenFile
            from spauth_tui.adapters.vault.vault import SqlcipherVault

            opened = await opening
        except BaseException:
            thread.stop()
            raise
        return SqlcipherVault(OpenFile(thread, opened, self._path), self._path)


def _mode(path: Path) -> int | None:
    """Return a path's permission bits; None if they cannot be read, or on Windows."""
    try:
        return stat.S_IMODE(os.lstat(path).st_mode) if os.name == "posix" else None
    except OSError:
        return None
