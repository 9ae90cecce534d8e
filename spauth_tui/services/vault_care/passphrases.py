"""The passphrase of an open vault: change it, check it, store it in the keyring."""

import contextlib
from pathlib import Path

from spauth_tui.domain.errors.input import PassphraseRefused
from spauth_tui.domain.errors.system import KeyringUnavailable
from spauth_tui.domain.errors.vault import VaultError, WrongPassphrase
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.domain.vault.passphrase import accept_new, normalised
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import PassphraseKeeper
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.vault_care.backups import Backups
from spauth_tui.services.vault_care.tries import Tries


class Passphrases:
    """Changes and checks the passphrase of one open vault."""

    def __init__(
        self, vault: Vault, path: Path, backups: Backups, clock: Clock, keeper: PassphraseKeeper | None, tries: Tries
    ) -> None:
        self._vault, self._path, self._backups, self._clock, self._keeper = vault, path, backups, clock, keeper
        self._tries = tries

    async def prove(self, passphrase: Secret) -> None:
        """Check that it is this vault's passphrase; raises `WrongPassphrase`, which is logged, and `TooManyTries`."""

        async def try_it() -> None:
            if not await self._vault.is_passphrase(normalised(passphrase)):
                raise WrongPassphrase

        await self._tries.of(try_it, "asked again while unlocked", ends=True)

    async def change(self, current: Secret | None, passphrase: Secret, again: Secret) -> Path:
        """Change it after a backup; return the backup's path. `current` is None if it was given to open the vault."""
        accepted = accept_new(passphrase, again)
        if current is not None:
            await self.prove(current)
        if await self._vault.is_passphrase(accepted):
            raise PassphraseRefused("That is the current passphrase.", "Choose another one.", field="passphrase")
        backup = await self._backups.write_automatic(BackupReason.BEFORE_PASSPHRASE)
        event = Event(self._clock.now(), EventKind.PASSPHRASE_CHANGED, self._path.stem)
        await self._vault.change_passphrase(accepted, event)
        if await self.is_in_keyring() and self._keeper is not None:
            try:
                await self._keeper.keep(self._path, accepted)
            except KeyringUnavailable:
                await self._note(EventKind.KEYRING_KEPT, "still the old one: it did not accept the new one")
        return backup

    async def opens_by_now(self, passphrase: Secret) -> bool:
        """Return whether it is this vault's passphrase, once any change in progress has finished.

        Raises `VaultError` where that cannot be known, such as after a change that was cut off at its end.
        """
        await self._vault.changes()
        return await self._vault.is_passphrase(normalised(passphrase))

    @property
    def keyring_name(self) -> str:
        """The name of a keyring that could store it; empty if there is none."""
        return self._keeper.name if self._keeper is not None else ""

    async def is_in_keyring(self) -> bool:
        """Return whether the keyring has a passphrase for this vault."""
        return bool(self._keeper and self._keeper.name and await self._keeper.find(self._path) is not None)

    async def keep_in_keyring(self, passphrase: Secret) -> None:
        """Store it in the keyring; raises `WrongPassphrase` and `KeyringUnavailable`."""
        await self.prove(passphrase)
        if self._keeper is None:
            raise KeyringUnavailable
        await self._keeper.keep(self._path, normalised(passphrase))
        try:
            await self._note(EventKind.KEYRING_KEPT, self._keeper.name)
        except VaultError:
            # Nothing stays in the keyring without an event.
            with contextlib.suppress(KeyringUnavailable):
                await self._keeper.forget(self._path)
            raise

    async def forget_in_keyring(self) -> None:
        """Remove it from the keyring; raises `KeyringUnavailable`."""
        if self._keeper is not None:
            await self._keeper.forget(self._path)
            await self._note(EventKind.KEYRING_FORGOTTEN, self._keeper.name)

    async def _note(self, kind: EventKind, detail: str) -> None:
        await self._vault.record(Event(self._clock.now(), kind, self._path.stem, detail))
