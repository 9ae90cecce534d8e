"""Creating a vault and unlocking it."""

from pathlib import Path

from spauth_tui.domain.errors import PassphraseRefused
from spauth_tui.domain.passphrase import accept_passphrase, normalised
from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import VaultStore
from spauth_tui.services.workspace import Outside, Workspace


class Unlocking:
    """The door of one vault file."""

    def __init__(self, store: VaultStore, outside: Outside) -> None:
        self._store = store
        self._outside = outside

    @property
    def path(self) -> Path:
        """Where the vault is or will be."""
        return self._store.path

    @property
    def has_vault(self) -> bool:
        """Whether a file stands there already."""
        return self._store.exists()

    async def create(self, passphrase: Secret, again: Secret) -> Workspace:
        """Create an empty vault; raises `PassphraseRefused` and `VaultError`."""
        accepted = accept_passphrase(passphrase)
        if not again or normalised(again) != accepted:
            raise PassphraseRefused("The two passphrases differ.", "Type the same one in both fields.", field="again")
        return Workspace(await self._store.create(accepted), self._outside)

    async def unlock(self, passphrase: Secret) -> Workspace:
        """Open the vault; raises `PassphraseRefused`, `WrongPassphrase` and other `VaultError`s."""
        return Workspace(await self._store.open(normalised(passphrase)), self._outside)
