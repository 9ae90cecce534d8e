"""Recognises a database of the older SQLCipher 3, instead of saying "damaged" or "wrong passphrase"."""

from pathlib import Path

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.place import first_bytes
from spauth_tui.adapters.vault.key import derive_key_3
from spauth_tui.domain.errors.vault import NotAVault, VaultError
from spauth_tui.domain.model.secret import Secret

_PAGE_3 = 1024


def refuse_sqlcipher_3(path: Path, passphrase: Secret) -> None:
    """Raise `NotAVault` if the passphrase opens the file as SQLCipher 3 would; the file is only read."""
    if path.stat().st_size % _PAGE_3:
        return
    connection = connect(path, derive_key_3(passphrase, first_bytes(path)), mode="ro")
    try:
        with translating():
            connection.execute("PRAGMA cipher_compatibility=3")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except VaultError:
        return
    finally:
        connection.close()
    raise NotAVault("This is a database of the older SQLCipher 3, not a vault; it was not touched.")
