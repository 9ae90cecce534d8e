"""From a path and a passphrase to a connection that is proven: every check, in an order that touches nothing."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spauth_tui.adapters.sqlcipher.connection import APPLICATION_ID, connect, settle
from spauth_tui.adapters.sqlcipher.failures import translating
from spauth_tui.adapters.sqlcipher.key import derive_key
from spauth_tui.adapters.sqlcipher.migrations import MIGRATIONS, migrate
from spauth_tui.adapters.sqlcipher.place import PAGE, inspect, prepare_directory, read_salt
from spauth_tui.domain.errors import (
    NotAVault,
    VaultDamaged,
    VaultError,
    VaultTooNew,
    VaultUnwritable,
    WrongPassphrase,
)
from spauth_tui.domain.secret import Secret

BACKUPS = "backups"


def open_vault(path: Path, passphrase: Secret) -> Any:
    """Return a proven, settled, migrated connection; raises `VaultError`s and leaves a bad file untouched."""
    status = inspect(path)
    salt = read_salt(path, status.st_size)
    key = derive_key(passphrase, salt)
    connection = connect(path, key)
    try:
        _prove(connection, status.st_size // PAGE)
        version = _identify(connection)
        _check_pages(connection)
        if version < len(MIGRATIONS):
            connection.close()
            _back_up(path, key, version)
            connection = connect(path, key)
        settle(connection)
        with translating():
            if version < len(MIGRATIONS):
                migrate(connection, version)
    except BaseException:
        connection.close()
        raise
    return connection


def _prove(connection: Any, pages: int) -> None:
    """Read something with the key. With a wrong key every page fails its check, with a damaged one some do."""
    try:
        with translating():
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except VaultDamaged:
        failing = _failing_pages(connection)
        # A single-page file cannot tell the two apart; a vault never is that small.
        if failing and len(failing) >= pages:
            raise WrongPassphrase from None
        raise _damaged(failing) from None


def _failing_pages(connection: Any) -> list[str]:
    try:
        with translating():
            return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    except VaultError:
        return []


def _identify(connection: Any) -> int:
    with translating():
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if application_id != APPLICATION_ID:
        raise NotAVault("This is another program's encrypted database; it was not touched.")
    if version > len(MIGRATIONS):
        raise VaultTooNew
    return version


def _check_pages(connection: Any) -> None:
    failing = _failing_pages(connection)
    if failing:
        raise _damaged(failing)
    with translating():
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise _damaged([])


def _damaged(failing: list[str]) -> VaultDamaged:
    numbers = [word for line in failing for word in line.split() if word.isdigit()][:1]
    where = f" The first page that does not check is number {numbers[0]}." if numbers else ""
    return VaultDamaged(f"The vault file is damaged; it was not touched.{where}")


def _back_up(path: Path, key: Secret, version: int) -> None:
    """Copy the vault, still encrypted, and prove the copy. No connection is open meanwhile."""
    directory = path.parent / BACKUPS
    prepare_directory(directory)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = directory / f"{path.stem}.v{version}.{stamp}{path.suffix}"
    try:
        shutil.copyfile(path, copy)
        copy.chmod(0o600)
    except OSError:
        copy.unlink(missing_ok=True)
        raise VaultUnwritable(
            "The backup that is taken before the vault is upgraded could not be written; the vault was not touched."
        ) from None
    connection = connect(copy, key, mode="ro")
    try:
        _prove(connection, copy.stat().st_size // PAGE)
        _check_pages(connection)
    finally:
        connection.close()
