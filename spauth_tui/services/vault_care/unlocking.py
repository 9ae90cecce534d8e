"""Creating a vault and unlocking it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.domain.errors.vault import WrongPassphrase
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.passphrase import accept_new, normalised
from spauth_tui.services.ports.system import PassphraseKeeper
from spauth_tui.services.vault_care.tries import AttemptsInMemory, Tries

if TYPE_CHECKING:
    from spauth_tui.services.ports.vault import Attempts, Vault, VaultStore
    from spauth_tui.services.vault_care.recovery import Recovery
    from spauth_tui.services.workspace import Outside, Workspace


class Unlocking:
    """Creates and unlocks one vault file."""

    def __init__(
        self,
        store: VaultStore,
        outside: Outside,
        attempts: Attempts | None = None,
        keeper: PassphraseKeeper | None = None,
        asked: Attempts | None = None,
    ) -> None:
        self._store, self._outside = store, outside
        self._attempts = attempts if attempts is not None else AttemptsInMemory()
        self._keeper, self._asked = keeper, asked
        self._tries = Tries(self._attempts, outside.clock)

    @cached_property
    def recovery(self) -> Recovery:
        """Backups and salvage while the vault is locked."""
        from spauth_tui.services.vault_care.recovery import Recovery

        return Recovery(self._store, self._outside.clock, self._tries)

    @property
    def path(self) -> Path:
        """Where the vault is or will be."""
        return self._store.path

    @property
    def has_vault(self) -> bool:
        """Whether there is a file already."""
        return self._store.exists()

    def left_to_wait(self) -> timedelta:
        """Return how long the next try has to wait after too many wrong ones."""
        return self._tries.left_to_wait()

    async def create(self, passphrase: Secret, again: Secret) -> Workspace:
        """Create an empty vault; raises `PassphraseRefused` and `VaultError`."""
        accepted = accept_new(passphrase, again)
        workspace = self._workspace(await self._store.create(accepted))
        self._attempts.forget()
        return workspace

    async def unlock(self, passphrase: Secret) -> Workspace:
        """Open the vault while its pages are still being checked; `note` logs it once they are."""
        given = normalised(passphrase)
        return self._workspace(await self._tries.of(lambda: self._store.open(given)))

    async def note(self, workspace: Workspace) -> None:
        """Log that the vault was opened; raises `VaultDamaged` if its pages are damaged."""
        if await workspace.note_unlocked(self._attempts.all()):
            self._attempts.forget()

    def _workspace(self, vault: Vault) -> Workspace:
        # Imported only now, so that the unlock screen shows sooner.
        from spauth_tui.services.workspace import Workspace

        return Workspace(vault, self._outside, self._store, self._keeper, self._asked)

    async def keyring_name(self) -> str:
        """Return a keyring's name, empty for none, without opening it: a locked one would prompt the person."""
        keeper = self._keeper
        return "" if keeper is None else await asyncio.to_thread(lambda: keeper.name)

    async def unlock_by_keyring(self) -> Workspace:
        """Open the vault with the keyring's passphrase; raises `WrongPassphrase` if that is missing or outdated."""
        kept = await self._keeper.find(self.path) if self._keeper is not None else None
        if kept is None:
            raise WrongPassphrase("The keyring has no passphrase for this vault.", "Type it.")
        try:
            return await self.unlock(kept)
        except WrongPassphrase:
            raise WrongPassphrase(
                "The keyring's passphrase for this vault is out of date.", "Type it, and let the keyring keep it again."
            ) from None
