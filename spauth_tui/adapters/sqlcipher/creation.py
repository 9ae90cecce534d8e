"""Creating a vault so that a kill at any instant leaves none or a whole one."""

import os
import secrets
from pathlib import Path
from typing import Any

from spauth_tui.adapters.sqlcipher.connection import APPLICATION_ID, connect, settle
from spauth_tui.adapters.sqlcipher.copies import fresh_path, new_file, sync_directory
from spauth_tui.adapters.sqlcipher.failures import translating
from spauth_tui.adapters.sqlcipher.key import SALT_BYTES, derive_key
from spauth_tui.adapters.sqlcipher.migrations import migrate
from spauth_tui.adapters.sqlcipher.opening import open_vault
from spauth_tui.adapters.sqlcipher.place import prepare_directory
from spauth_tui.domain.errors import VaultExists, VaultUnwritable
from spauth_tui.domain.secret import Secret


def create_vault(path: Path, passphrase: Secret) -> tuple[Any, Secret]:
    """Create an empty vault and return its open connection and key.

    It is written as `NAME.new` and linked into place only when it is whole. Raises `VaultExists`,
    `VaultUnwritable`, `VaultUnsafe`.
    """
    prepare_directory(path.parent)
    if os.path.lexists(path):
        raise VaultExists
    fresh = fresh_path(path)
    try:
        fresh.unlink(missing_ok=True)
    except OSError:
        raise VaultUnwritable(f"No file can be written in {path.parent}.") from None
    try:
        fill(fresh, new_key(passphrase))
        _link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return open_vault(path, passphrase)


def new_key(passphrase: Secret) -> Secret:
    """Derive a key with a salt of its own."""
    return derive_key(passphrase, secrets.token_bytes(SALT_BYTES))


def fill(fresh: Path, key: Secret) -> None:
    """Write an empty vault to a new file."""
    with new_file(fresh):
        connection = connect(fresh, key)
        try:
            settle(connection)
            with translating():
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                migrate(connection)
        finally:
            connection.close()


def _link(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        raise VaultExists from None
    except OSError:
        # Some file systems know no links; nothing stands at the path, as was just looked.
        fresh.replace(path)
    sync_directory(path.parent)
