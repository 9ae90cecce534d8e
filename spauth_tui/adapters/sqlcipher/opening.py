"""From a path and a passphrase to a connection that is proven: every check, in an order that touches nothing."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spauth_tui.adapters.sqlcipher.backing_up import write_backup
from spauth_tui.adapters.sqlcipher.connection import connect, settle
from spauth_tui.adapters.sqlcipher.copies import fresh_path
from spauth_tui.adapters.sqlcipher.failures import translating
from spauth_tui.adapters.sqlcipher.key import Deriver, derive_key
from spauth_tui.adapters.sqlcipher.migrations import MIGRATIONS, migrate
from spauth_tui.adapters.sqlcipher.older import refuse_sqlcipher_3
from spauth_tui.adapters.sqlcipher.place import inspect, read_salt
from spauth_tui.adapters.sqlcipher.proving import check_pages, recognise
from spauth_tui.domain.backup import BackupReason
from spauth_tui.domain.errors import VaultDamaged, VaultError, WrongPassphrase
from spauth_tui.domain.secret import Secret


def open_vault(
    path: Path, passphrase: Secret, derive: Deriver = derive_key, *, checked: bool = True
) -> tuple[Any, Secret]:
    """Return a settled, migrated connection and its key; raises `VaultError`s, leaves a bad file untouched.

    Unless it is `checked`, most of its pages are still to be looked at before anything is written.
    """
    return open_file(path, passphrase, back_up_to=path, derive=derive, checked=checked)


def open_file(
    path: Path,
    passphrase: Secret,
    *,
    back_up_to: Path | None = None,
    derive: Deriver = derive_key,
    checked: bool = True,
) -> tuple[Any, Secret]:
    """Open a vault or a copy of one; an older form is backed up beside `back_up_to` before it is migrated."""
    status = inspect(path)
    try:
        key = derive(passphrase, read_salt(path, status.st_size))
    except VaultDamaged:
        refuse_sqlcipher_3(path, passphrase)
        raise
    connection = connect(path, key)
    try:
        try:
            version = recognise(connection, status.st_size)
        except WrongPassphrase:
            refuse_sqlcipher_3(path, passphrase)
            raise
        if checked or version < len(MIGRATIONS):
            check_pages(connection)
        settle(connection)
        if version < len(MIGRATIONS):
            if back_up_to is not None:
                write_backup(connection, key, back_up_to, BackupReason.BEFORE_UPGRADE, datetime.now(UTC))
            with translating():
                migrate(connection)
        _sweep(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection, key


def _sweep(connection: Any, path: Path) -> None:
    """Remove a `.new` that a killed passphrase change left behind, unless another program is at it right now."""
    fresh = fresh_path(path)
    if not fresh.exists():
        return
    with contextlib.suppress(VaultError, OSError), translating():
        connection.execute("PRAGMA busy_timeout=0")
        try:
            connection.execute("BEGIN IMMEDIATE")
            fresh.unlink(missing_ok=True)
            Path(f"{fresh}-journal").unlink(missing_ok=True)
            connection.execute("ROLLBACK")
        finally:
            connection.execute("PRAGMA busy_timeout=5000")
