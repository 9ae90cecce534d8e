"""Creates a vault so that a kill at any instant leaves none or a complete one."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

from spauth_tui.adapters.vault.connection import APPLICATION_ID, connect, settle
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.backup_files import refuse_long_name
from spauth_tui.adapters.vault.files.copies import new_file
from spauth_tui.adapters.vault.files.place import prepare_directory
from spauth_tui.adapters.vault.files.replacing import create
from spauth_tui.adapters.vault.files.unfinished import unfinished
from spauth_tui.adapters.vault.key import SALT_BYTES, derive_key, salt_of
from spauth_tui.adapters.vault.opening import OpenConnection, open_vault
from spauth_tui.adapters.vault.records.migrations import migrate
from spauth_tui.domain.errors.vault import VaultExists
from spauth_tui.domain.model.secret import Secret


def create_vault(path: Path, passphrase: Secret) -> OpenConnection:
    """Create an empty vault and open it; raises `VaultExists`, `VaultUnwritable`, `VaultUnsafe`."""
    refuse_long_name(path)
    prepare_directory(path.parent)
    if os.path.lexists(path):
        raise VaultExists
    key = new_key(passphrase)
    with unfinished(path.parent) as fresh:
        fill(fresh, key)
        create(path, fresh, datetime.now(UTC))
    # By now there may be another file.
    return open_vault(path, passphrase, lambda given, salt: key if salt == salt_of(key) else derive_key(given, salt))


def new_key(passphrase: Secret) -> Secret:
    """Derive a key with a new salt."""
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
