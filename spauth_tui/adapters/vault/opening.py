"""From a path and a passphrase to a verified connection: every check, ordered so that a bad file is unchanged."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from spauth_tui.adapters.vault.connection import connect, settle
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.backup_files import write_backup
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import (
    PAGE,
    FileIdentity,
    first_bytes,
    identity_of,
    inspect,
    make_private,
    read_salt,
    refuse_second_name,
)
from spauth_tui.adapters.vault.files.replacing import forget_second_name
from spauth_tui.adapters.vault.files.undoing import foreign_journal, has_own_journal, roll_back_journal
from spauth_tui.adapters.vault.files.unfinished import sweep
from spauth_tui.adapters.vault.key import Deriver, derive_key, derive_key_3, salt_of
from spauth_tui.adapters.vault.proving import check_pages, recognise
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS, migrate
from spauth_tui.domain.errors.vault import NotAVault, VaultAltered, VaultBusy, VaultDamaged, VaultError, WrongPassphrase
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason

_TRIES = 5  # how often a vault may be replaced while its key is derived, before it counts as busy


@dataclass(frozen=True, slots=True)
class OpenConnection:
    """The result of unlocking: a configured connection, its key, and the identity of its file."""

    connection: Any
    key: Secret
    file: FileIdentity


T = TypeVar("T")


class OneThread:
    """Runs calls one after another on a thread, each to completion even if its caller is cancelled."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, call: Callable[[], T]) -> T:
        """Return what `call` returns, or raise what it raises; `RuntimeError` after `stop()`."""
        return await asyncio.shield(asyncio.wrap_future(self._pool.submit(call)))

    def stop(self) -> None:
        """End the thread after the queued calls; does not wait for it."""
        self._pool.shutdown(wait=False)


def open_vault(path: Path, passphrase: Secret, derive: Deriver = derive_key) -> OpenConnection:
    """Open and migrate the vault, or leave a bad file untouched; most pages are checked later."""
    gate = Gate(path)
    try:
        for _ in range(_TRIES):
            with gate.passing():
                salt = _salt(path, passphrase)
            key = derive(passphrase, salt)
            opened = _open_if_unchanged(path, passphrase, key, gate)
            if opened is not None:
                return opened
        raise VaultBusy
    except VaultAltered as problem:
        problem.target = str(path.absolute())
        raise
    finally:
        gate.close()


def open_copy(path: Path, original: Path, passphrase: Secret, derive: Deriver = derive_key) -> tuple[Any, Secret]:
    """Open a private copy of a vault, check every page, and migrate it."""
    key = derive(passphrase, _salt(path, passphrase))
    if not has_own_journal(path, key):
        raise foreign_journal(original)
    connection, version = _connect(path, passphrase, key)
    with _closing_on_failure(connection):
        check_pages(connection)
        if version < len(MIGRATIONS):
            with translating():
                migrate(connection)
    return connection, key


def _open_if_unchanged(path: Path, passphrase: Secret, key: Secret, gate: Gate) -> OpenConnection | None:
    """Open the file if the key fits it; None if another file has replaced it."""
    with gate.passing():
        if _salt(path, passphrase) != salt_of(key):
            return None
        sweep(path.parent)
        forget_second_name(path)
        refuse_second_name(path)
        if has_own_journal(path, key):
            connection, version = _connect(path, passphrase, key)
            if version == len(MIGRATIONS):
                return OpenConnection(connection, key, identity_of(path.lstat()))
            connection.close()
    # Exclusive, so that no two programs migrate one vault, each after its own backup, and no journal is being written.
    with gate.alone():
        if _salt(path, passphrase) != salt_of(key):
            return None
        if not has_own_journal(path, key):
            raise foreign_journal(path)
        connection, version = _connect(path, passphrase, key)
        with _closing_on_failure(connection):
            check_pages(connection)
            if version < len(MIGRATIONS):
                now = datetime.now(UTC)
                write_backup(connection, key, path, BackupReason.BEFORE_UPGRADE, now)
                with translating():
                    migrate(connection)
            return OpenConnection(connection, key, identity_of(path.lstat()))


def _salt(path: Path, passphrase: Secret) -> bytes:
    if inspect(path).st_size % PAGE:
        # An unfinished transaction is rolled back; whatever is still wrong then is damage.
        roll_back_journal(path)
    try:
        return read_salt(path, inspect(path).st_size)
    except VaultDamaged:
        refuse_sqlcipher_3(path, passphrase)
        raise


def _connect(path: Path, passphrase: Secret, key: Secret) -> tuple[Any, int]:
    """Return a verified, configured connection, and the version of the file's tables."""
    connection = connect(path, key)
    with _closing_on_failure(connection):
        try:
            version = recognise(connection, path.lstat().st_size)
        except WrongPassphrase:
            refuse_sqlcipher_3(path, passphrase)
            raise
        make_private(path)
        settle(connection)
    return connection, version


@contextmanager
def _closing_on_failure(connection: Any) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


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
