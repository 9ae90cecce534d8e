"""SQLite's errors in our own words. Foreign text is dropped: it can hold whole statements."""

from collections.abc import Iterator
from contextlib import contextmanager

from spauth_tui.domain.errors import (
    DiskFull,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultLocked,
    VaultUnwritable,
)

_BY_NAME: tuple[tuple[str, type[VaultError]], ...] = (
    ("SQLITE_BUSY", VaultBusy),
    ("SQLITE_LOCKED", VaultBusy),
    ("SQLITE_FULL", DiskFull),
    ("SQLITE_IOERR_WRITE", DiskFull),
    ("SQLITE_READONLY", VaultUnwritable),
    ("SQLITE_CANTOPEN", VaultUnwritable),
    ("SQLITE_PERM", VaultUnwritable),
    ("SQLITE_CORRUPT", VaultDamaged),
    ("SQLITE_NOTADB", VaultDamaged),
    ("SQLITE_IOERR", VaultUnwritable),
)


def translated(error: Exception) -> VaultError:
    """Return our own error for one of sqlcipher3's."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    for prefix, kind in _BY_NAME:
        if name.startswith(prefix):
            return kind()
    if "closed database" in str(error):
        return VaultLocked()
    return VaultError("The vault answered with an error of its own; nothing was changed.")


@contextmanager
def translating() -> Iterator[None]:
    """Turn every sqlcipher3 error inside into a `VaultError`, without its text."""
    import sqlcipher3.dbapi2 as sqlcipher

    try:
        yield
    except sqlcipher.Error as error:
        raise translated(error) from None
