"""The door of one vault file."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spauth_tui.adapters.sqlcipher.creation import create_vault
from spauth_tui.adapters.sqlcipher.one_thread import OneThread
from spauth_tui.adapters.sqlcipher.opening import open_vault
from spauth_tui.adapters.sqlcipher.vault import SqlcipherVault
from spauth_tui.domain.secret import Secret


class SqlcipherVaultStore:
    """Creates and opens the vault at one path; fulfils `services.ports.VaultStore`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """Where the file is or will be."""
        return self._path

    def exists(self) -> bool:
        """Say whether something stands at the path."""
        return os.path.lexists(self._path)

    async def create(self, passphrase: Secret) -> SqlcipherVault:
        """Create an empty vault and open it."""
        return await self._on_a_thread(create_vault, passphrase)

    async def open(self, passphrase: Secret) -> SqlcipherVault:
        """Unlock the vault."""
        return await self._on_a_thread(open_vault, passphrase)

    async def _on_a_thread(self, opener: Callable[[Path, Secret], Any], passphrase: Secret) -> SqlcipherVault:
        thread = OneThread("vault")
        try:
            connection = await thread.run(lambda: opener(self._path, passphrase))
        except BaseException:
            thread.stop()
            raise
        return SqlcipherVault(thread, connection, self._path)
