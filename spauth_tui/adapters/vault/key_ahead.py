"""A vault's key, derived on another thread while the rest of the program is imported."""

import contextlib
from pathlib import Path
from threading import Thread

from spauth_tui.adapters.vault.files.place import first_bytes
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.passphrase import normalised


class KeyAhead:
    """Begins at once, replaces one call of `derive_key`, then forgets the key; errors show when the vault opens."""

    def __init__(self, path: Path, passphrase: Secret) -> None:
        self._kept: tuple[Secret, bytes, Secret] | None = None
        self._thread = Thread(target=self._derive, args=(path, passphrase), name="key", daemon=True)
        self._thread.start()

    def __call__(self, passphrase: Secret, salt: bytes) -> Secret:
        """Return the raw key with its salt; derives it now if a different one was derived ahead."""
        self._thread.join()
        kept, self._kept = self._kept, None
        if kept is not None and kept[0] == passphrase and kept[1] == salt:
            return kept[2]
        return derive_key(passphrase, salt)

    def _derive(self, path: Path, passphrase: Secret) -> None:
        with contextlib.suppress(SpauthError):
            if path.is_file():
                given, salt = normalised(passphrase), first_bytes(path)
                self._kept = (given, salt, derive_key(given, salt))
