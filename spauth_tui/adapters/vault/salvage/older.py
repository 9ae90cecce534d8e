"""Recognises a database of the older SQLCipher 3, instead of saying "damaged" or "wrong passphrase"."""

import hashlib
from pathlib import Path

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.place import first_bytes
from spauth_tui.domain.errors.vault import NotAVault, VaultError
from spauth_tui.domain.model.secret import Secret

_PAGE_3 = 1024
_ROUNDS_3 = 64_000
"""PBKDF2-HMAC-SHA1 iterations of SQLCipher 3."""


def refuse_sqlcipher_3(path: Path, passphrase: Secret) -> None:
    """Raise `NotAVault` if the passphrase opens the file as SQLCipher 3 would; the file is only read."""
    if path.stat().st_size % _PAGE_3:
        return
    salt = first_bytes(path)
    key = hashlib.pbkdf2_hmac("sha1", passphrase.reveal().encode(), salt, _ROUNDS_3, 32)
    connection = connect(path, Secret(key.hex() + salt.hex()), mode="ro")
    try:
        with translating():
            connection.execute("PRAGMA cipher_compatibility=3")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except VaultError:
        return
    finally:
        connection.close()
    raise NotAVault("This is a database of the older SQLCipher 3, not a vault; it was not touched.")
