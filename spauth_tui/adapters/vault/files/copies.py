"""Complete copies of a vault, verified by opening them."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from spauth_tui.adapters.system.regular_file import descriptor_of, open_regular, pieces_of
from spauth_tui.adapters.vault.connection import APPLICATION_ID, address_of, connect, settle
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import refuse_write_ahead_log
from spauth_tui.adapters.vault.files.sqlite_locks import has_writer, lock_to_read
from spauth_tui.adapters.vault.key import attach
from spauth_tui.adapters.vault.proving import prove
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS
from spauth_tui.domain.errors.vault import BackupExists, DiskFull, VaultBusy, VaultError, VaultUnwritable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import unexpanded

_PIECE = 1_048_576


@contextmanager
def new_file(path: Path) -> Iterator[None]:
    """Create an empty file that only the user can read; it is removed if filling it fails."""
    try:
        # O_EXCL does not follow links.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise BackupExists from None
    except OSError as error:
        raise unwritable(error, path) from None
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        Companion.JOURNAL.of(path).unlink(missing_ok=True)
        raise


def write_copy(connection: Any, target: Path, key: Secret) -> None:
    """Write a snapshot of an open vault to a new file with the same key, and verify it."""
    with new_file(target):
        with translating():
            connection.execute("VACUUM INTO ?", (address_of(target),))
        _finish(target, key)


def write_rekeyed(path: Path, key: Secret, target: Path, new_key: Secret, more: Callable[[Any], None]) -> None:
    """Write the vault at `path` to a new file with another key and what `more` adds, and verify it."""
    with new_file(target):
        source = connect(path, key)
        try:
            with translating():
                attach(source, address_of(target), "fresh", new_key)
                source.execute("SELECT sqlcipher_export('fresh')").fetchone()
                # The export does not copy these.
                source.execute(f"PRAGMA fresh.user_version={len(MIGRATIONS)}")
                source.execute(f"PRAGMA fresh.application_id={APPLICATION_ID}")
                source.execute("DETACH fresh")
        finally:
            source.close()
        changed = connect(target, new_key)
        try:
            settle(changed)
            with translating():
                changed.execute("BEGIN IMMEDIATE")
                more(changed)
                changed.execute("COMMIT")
        finally:
            changed.close()
        _finish(target, new_key)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file that no connection has open, byte for byte, to a new file that only the user can read."""
    try:
        with open_regular(source) as origin:
            copy_opened(origin, source, target)
    except OSError:
        raise unreadable(source) from None


def copy_opened(origin: BinaryIO, source: Path, target: Path) -> None:
    """Copy an open file, whose path is `source`, the same way."""
    with new_file(target):
        try:
            with open_regular(target, os.O_RDWR) as copy:
                for piece in _pieces(origin, source):
                    copy.write(piece)
        except OSError as error:
            raise unwritable(error, target) from None


def _pieces(origin: BinaryIO, source: Path) -> Iterator[bytes]:
    try:
        yield from pieces_of(origin, _PIECE)
    except OSError:
        raise unreadable(source) from None


def unreadable(path: Path) -> VaultError:
    """Return the error for a file that cannot be read."""
    return VaultUnwritable(f"The file {path} cannot be read.", "Check the disk, and the file's permissions.")


def sync(path: Path) -> None:
    """Flush a file's bytes to disk."""
    descriptor = descriptor_of(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_directory(directory: Path) -> None:
    """Flush a directory's names to disk, if the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _finish(target: Path, key: Secret) -> None:
    try:
        sync(target)
        sync_directory(target.parent)
    except OSError as error:
        raise unwritable(error, target) from None
    connection = connect(target, key, mode="ro")
    try:
        prove(connection, target.stat().st_size)
    finally:
        connection.close()


def unwritable(error: OSError, path: Path) -> VaultError:
    """Translate an error raised while writing the file at `path`."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskFull()
    if error.errno == errno.ENAMETOOLONG:
        return VaultUnwritable(
            f"A file name in {path.parent} would be too long. Nothing was changed.",
            "Choose a shorter one; a vault's backups have longer names than the vault.",
        )
    if error.errno == errno.ENOENT:
        return VaultUnwritable(
            f"{path.parent} does not exist. Nothing was changed.{unexpanded(str(path.parent))}", "Create it first."
        )
    return VaultUnwritable(
        f"{path.parent} is not writable. Nothing was changed.",
        "Check its owner and permissions, or name another place.",
    )


def copy_in_one_state(source: Path, target: Path) -> None:
    """Copy a file and its journal, keeping writers out with the gate and SQLite's lock."""
    try:
        with ExitStack() as held:
            if os.path.lexists(Companion.GATE.of(source)):
                gate = held.enter_context(contextlib.closing(Gate(source)))
                # If no gate can be opened nothing can be written, as on a read-only stick.
                with contextlib.suppress(VaultUnwritable):
                    held.enter_context(gate.alone())
            _copy(source, target)
    except VaultBusy:
        raise VaultBusy(f"{source.name} is being written right now; nothing was changed.") from None


def _copy(source: Path, target: Path) -> None:
    try:
        with open_regular(source, follows=False) as file:
            lock_to_read(file.fileno())
            # Through this descriptor: closing another one would release the lock.
            copy_opened(file, source, target)
            if not has_writer(file.fileno()):
                journal = Companion.JOURNAL.of(source)
                with contextlib.suppress(FileNotFoundError), open_regular(journal, follows=False) as opened:
                    copy_opened(opened, journal, Companion.JOURNAL.of(target))
            refuse_write_ahead_log(source)
    except OSError:
        raise unreadable(source) from None
