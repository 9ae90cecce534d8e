"""Verifies an open connection: the right key, our own kind of file, our own tables, every page sound.

Nothing is written, and nothing in the file is run.
"""

from typing import Any

from spauth_tui.adapters.vault.connection import APPLICATION_ID
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.place import PAGE
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS
from spauth_tui.adapters.vault.records.schema import compare
from spauth_tui.domain.errors.vault import NotAVault, VaultDamaged, VaultError, VaultTooNew, WrongPassphrase


def prove(connection: Any, size: int) -> int:
    """Do what `recognise` does, and check every page."""
    version = recognise(connection, size)
    check_pages(connection)
    return version


def recognise(connection: Any, size: int) -> int:
    """Return the version of the file's tables; `size` is the file's in bytes.

    Raises `WrongPassphrase`, `VaultDamaged`, `NotAVault`, `VaultTooNew`, `VaultAltered`. Pages that this does not read
    are left to `check_pages`.
    """
    try_key(connection, size)
    version = _identify(connection)
    compare(connection, MIGRATIONS[:version])
    return version


def try_key(connection: Any, size: int) -> None:
    """Read a page to test the key. With a wrong key every page fails its check; in a damaged file some do."""
    try:
        with translating():
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except VaultDamaged:
        failing = failing_pages(connection)
        # A single-page file cannot tell the two apart; a vault is never that small.
        if failing and len(failing) >= size // PAGE:
            raise WrongPassphrase from None
        if not failing:
            _name_what_cannot_be_parsed(connection)
        raise _damaged(failing) from None


def _name_what_cannot_be_parsed(connection: Any) -> None:
    """Raise `VaultAltered` if every page is sound, but SQLite cannot read the list of tables."""
    # SQLite then skips what it cannot parse, so that the list can be read as rows.
    connection.execute("PRAGMA writable_schema=ON")
    try:
        compare(connection, MIGRATIONS[: _identify(connection)])
    except VaultDamaged:
        return
    finally:
        connection.execute("PRAGMA writable_schema=OFF")


def failing_pages(connection: Any) -> list[str]:
    """Return SQLCipher's message for each page whose check fails."""
    try:
        with translating():
            return [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    except VaultError:
        return []


def _identify(connection: Any) -> int:
    with translating():
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        version = max(0, int(connection.execute("PRAGMA user_version").fetchone()[0]))
    if application_id != APPLICATION_ID:
        raise NotAVault("This is another program's encrypted database; it was not touched.")
    if version > len(MIGRATIONS):
        raise VaultTooNew
    return version


def check_pages(connection: Any) -> None:
    """Check every page and how they connect; raises `VaultDamaged`."""
    failing = failing_pages(connection)
    if failing:
        raise _damaged(failing)
    with translating():
        verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if verdict != "ok":
        raise _damaged([])


def _damaged(failing: list[str]) -> VaultDamaged:
    numbers = [word for line in failing for word in line.split() if word.isdigit()][:1]
    where = f" The first damaged page is number {numbers[0]}." if numbers else ""
    return VaultDamaged(f"The vault file is damaged; it was not touched.{where}")
