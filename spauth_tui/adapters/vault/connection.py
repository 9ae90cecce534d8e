"""Opens connections with every setting that the vault relies on."""

import time
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.key import give_key
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS
from spauth_tui.adapters.vault.records.schema import in_memory
from spauth_tui.domain.errors.vault import SqlcipherTooOld, VaultBusy, VaultTooNew
from spauth_tui.domain.model.secret import Secret
from spauth_tui.startup import ending

APPLICATION_ID = 0x53504155  # marks the file as ours in SQLite's header: "SPAU"
OLDEST_SQLCIPHER = (4, 14)
WIPE_WHAT_IS_FREED = "PRAGMA cipher_memory_security=ON"

# With journal_mode DELETE and synchronous EXTRA an acknowledged commit survives a power cut (measured, 1 ms each).
_SETTINGS = (
    "synchronous=EXTRA",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "busy_timeout=5000",
)

Connection = Any  # a sqlcipher3 connection; the package has no types


LIMIT = 60.0  # the most seconds that a statement may run; the slowest, copying a large vault, takes a few
STEPS = 50_000  # steps of SQLite's machine between checks of the clock: about a millisecond
PAUSE = 1.0  # seconds without a check after which a new statement must have begun


class _Watch:
    def __init__(self) -> None:
        self._began = self._seen = float("-inf")

    def __call__(self) -> bool:
        """Return whether to interrupt; SQLite calls this while a statement runs."""
        now = time.monotonic()
        if now - self._seen > PAUSE:
            self._began = now
        self._seen = now
        return now - self._began > LIMIT or ending.is_overdue()


def watch(connection: Any) -> None:
    """Interrupt the connection's statements if they run forever, or if the program should end."""
    connection.set_progress_handler(_Watch(), STEPS)


def load_driver() -> None:
    """Import the library now, while there is time: it takes a few milliseconds."""
    import sqlcipher3.dbapi2  # noqa: F401 - loaded for `connect`


def address_of(path: Path) -> str:
    """Return a file as a URI: SQLite takes text, and a file name need not be valid text."""
    return path.absolute().as_uri()


def connect(path: Path, key: Secret, *, mode: str = "rw") -> Connection:
    """Open `path` with a derived key, not verified until something is read; endless statements are interrupted."""
    import sqlcipher3.dbapi2 as sqlcipher

    with translating():
        connection = sqlcipher.connect(
            f"{address_of(path)}?mode={mode}", uri=True, isolation_level=None, check_same_thread=True
        )
        connection.text_factory = whatever_the_text
        watch(connection)
        # Before `key`, or a wrong passphrase would be reported on standard error, in the middle of the screen.
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(WIPE_WHAT_IS_FREED)
        version = connection.execute("PRAGMA cipher_version").fetchone()
        if not version or _numbers(version[0]) < OLDEST_SQLCIPHER:
            connection.close()
            raise SqlcipherTooOld
        give_key(connection, key)
    return connection


def whatever_the_text(text: bytes) -> str:
    """Decode a text that may not be UTF-8, with replacement marks."""
    return text.decode("utf-8", "replace")


def settle(connection: Connection) -> None:
    """Apply the settings; the key must be right. Raises `VaultBusy` while others use a write-ahead log."""
    with translating():
        _write_no_log_ahead(connection)
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")


def _write_no_log_ahead(connection: Connection) -> None:
    if connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":
        raise VaultBusy


def begin(connection: Connection) -> None:
    """Begin to write, without a write-ahead log; raises `VaultTooNew` if a newer program migrated the vault."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
            connection.execute("ROLLBACK")
            _write_no_log_ahead(connection)
            connection.execute("BEGIN IMMEDIATE")
        refuse_newer(connection)
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def refuse_newer(connection: Connection) -> None:
    """Raise `VaultTooNew` if a newer program migrated the vault since it was opened."""
    if connection.execute("PRAGMA user_version").fetchone()[0] > len(MIGRATIONS):
        raise VaultTooNew(
            "A newer spauth-tui has upgraded this vault, and this version does not know the new format; "
            "nothing was written to it."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(maxsplit=1)[0].split(".")[:2])


def cipher_name() -> str:
    """Return the name and version of the cipher library; touches no file."""
    with in_memory() as connection:
        version = connection.execute("PRAGMA cipher_version").fetchone()
    return f"SQLCipher {version[0].split()[0]}" if version else "SQLCipher"
