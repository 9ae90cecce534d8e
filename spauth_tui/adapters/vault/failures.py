"""SQLite's errors in our own words. Foreign text is dropped: it can contain whole statements."""

from collections.abc import Iterator
from contextlib import contextmanager

from spauth_tui.domain.errors.vault import DiskFull, VaultBusy, VaultDamaged, VaultError, VaultLocked, VaultUnwritable

_BY_NAME: tuple[tuple[str, type[VaultError]], ...] = (
    ("SQLITE_BUSY", VaultBusy),
    ("SQLITE_LOCKED", VaultBusy),
    ("SQLITE_FULL", DiskFull),
    ("SQLITE_READONLY", VaultUnwritable),
    ("SQLITE_CANTOPEN", VaultUnwritable),
    ("SQLITE_PERM", VaultUnwritable),
    ("SQLITE_CORRUPT", VaultDamaged),
    ("SQLITE_NOTADB", VaultDamaged),
)


def translated(error: Exception) -> VaultError:
    """Translate a sqlcipher3 error into our own."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    for prefix, kind in _BY_NAME:
        if name.startswith(prefix):
            return kind()
    # sqlcipher3 has no extended codes: a file size limit and a failing disk look alike.
    if name.startswith("SQLITE_IOERR") or "disk I/O error" in str(error):
        return DiskFull(
            "The disk is full or failing. Nothing was changed.",
            "Free some space and try again. If that does not help, check the disk.",
        )
    if "disk is full" in str(error):
        return DiskFull()
    if str(error) == "interrupted":
        return VaultError(
            "The vault did not answer in time; nothing was changed. It may contain a query that never finishes.",
            "Try again. If that does not help, restore a backup.",
        )
    if "closed database" in str(error):
        return VaultLocked()
    return VaultError("The vault answered with an unexpected error; nothing was changed.")


@contextmanager
def translating() -> Iterator[None]:
    """Turn every sqlcipher3 error inside into a `VaultError`, without its text."""
    import sqlcipher3.dbapi2 as sqlcipher

    try:
        yield
    except sqlcipher.Error as error:
        raise translated(error) from None
    except UnicodeDecodeError:
        # The library fails to build a message about a name that is not valid text.
        raise VaultDamaged from None
