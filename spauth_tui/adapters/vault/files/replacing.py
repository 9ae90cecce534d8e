"""The only place where a vault's file is replaced: created, restored, salvaged, or with another passphrase.

A new file is written next to the vault (see `unfinished`), verified, and takes the vault's name in one step, by a
program with exclusive access through the gate. A kill or a power cut at any instant leaves the old file or the new one.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from spauth_tui.adapters.system.regular_file import beginning_of, descriptor_of
from spauth_tui.adapters.vault.files.backup_files import named_backups, new_backup_path, refuse_long_name
from spauth_tui.adapters.vault.files.companions import JOURNAL_MAGIC, Companion, refuse_taken_name
from spauth_tui.adapters.vault.files.copies import copy_file, copy_opened, sync, sync_directory, unwritable
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import (
    file_at,
    identity_of,
    refuse_irregular_companions,
    refuse_write_ahead_log,
)
from spauth_tui.adapters.vault.files.undoing import roll_back_journal
from spauth_tui.adapters.vault.files.unfinished import give_name, unfinished
from spauth_tui.domain.errors.vault import VaultBusy, VaultExists, VaultUnsafe
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.vault.backup import BackupReason


def create(vault: Path, fresh: Path, at: datetime) -> None:
    """Put the first file in the vault's place; raises `VaultExists` if something is there."""
    with _alone(vault):
        if os.path.lexists(vault):
            raise VaultExists
        put_in_place(fresh, vault, lambda: new_backup_path(vault, BackupReason.BEFORE_RESTORE, at), is_first=True)


def replace_vault(vault: Path, fresh: Path, reason: BackupReason, at: datetime) -> Path | None:
    """Replace the vault's file with a fresh one; return where the old one is kept, with other programs' last writes."""
    with _alone(vault):
        return put_in_place(fresh, vault, lambda: new_backup_path(vault, reason, at))


def put_in_place(fresh: Path, vault: Path, aside: Callable[[], Path] | None, *, is_first: bool = False) -> Path | None:
    """Give the fresh file the vault's name; the caller has exclusive access through the gate.

    A journal never keeps the vault's name: SQLite would apply it to the new file. It is rolled back first, which needs
    no key; one without a file is kept as `aside`. With a write-ahead log nothing is replaced: only a program with the
    key can apply that.
    """
    refuse_write_ahead_log(vault, may_be_empty=False)
    try:
        sync(fresh)
        refuse_irregular_companions(vault)
        if os.path.lexists(vault):
            if not stat.S_ISREG(vault.lstat().st_mode):
                raise VaultUnsafe("The vault's path is not a regular file.", ways=(Way.OTHER_VAULT,))
            roll_back_journal(vault)
        with _kept_from_others(vault) as locked:
            # From here on nobody can begin a journal.
            refuse_write_ahead_log(vault, may_be_empty=False)
            kept = _keep(vault, locked, aside) if aside is not None else None
            # A journal that reappeared after a power cut would be applied to the new file, and a new directory of
            # backups must not be missing.
            sync_directory(vault.parent)
            try:
                if is_first:
                    _link(fresh, vault)
                else:
                    fresh.replace(vault)
            except BaseException:
                forget_second_name(vault)
                raise
            # It has been replaced: even if the disk cannot confirm that, do not say that nothing was changed.
            with suppress(OSError):
                sync_directory(vault.parent)
    except OSError as error:
        raise unwritable(error, vault) from None
    return kept


@contextmanager
def _alone(vault: Path) -> Iterator[None]:
    refuse_taken_name(vault)
    refuse_long_name(vault)
    gate = Gate(vault)
    try:
        with gate.alone():
            yield
    finally:
        gate.close()


def _keep(vault: Path, locked: int | None, aside: Callable[[], Path]) -> Path | None:
    """Give the current file a second name; closing a descriptor of it other than `locked` would let others in."""
    journal = Companion.JOURNAL.of(vault)
    is_there = os.path.lexists(vault)
    if not is_there and not journal.exists():
        return None
    kept = aside()
    if not is_there:
        # Its file was moved away, and may need its journal some day.
        journal.replace(Companion.JOURNAL.of(kept))
        return None
    try:
        os.link(vault, kept)
    except OSError:
        # Some file systems have no links. A kill must not leave part of a copy with a backup's name.
        with unfinished(kept.parent) as fresh:
            if locked is None:
                copy_file(vault, fresh)
            else:
                os.lseek(locked, 0, os.SEEK_SET)
                with os.fdopen(locked, "rb", closefd=False) as origin:
                    copy_opened(origin, vault, fresh)
            sync(fresh)
            give_name(fresh, kept)
    sync_directory(kept.parent)
    return kept


def forget_second_name(vault: Path) -> None:
    """Remove the backup's name that a failed replacement gave the vault: writing would change that backup too."""
    try:
        status = vault.lstat()
        if status.st_nlink < 2:
            return
        for backup in named_backups(vault):
            if file_at(backup.path) == identity_of(status):
                backup.path.unlink()
    except OSError:
        return


def _link(fresh: Path, vault: Path) -> None:
    try:
        os.link(fresh, vault)
        fresh.unlink()
    except FileExistsError:
        raise VaultExists from None
    except OSError:
        # Some file systems have no links; we have exclusive access, and have just checked.
        fresh.replace(vault)


if sys.platform == "win32":

    @contextmanager
    def _kept_from_others(vault: Path) -> Iterator[int | None]:
        """Do nothing: on Windows nobody can replace a file that another program has open."""
        _drop_cold(Companion.JOURNAL.of(vault), is_alone=os.path.lexists(vault))
        yield None

else:
    from spauth_tui.adapters.vault.files.sqlite_locks import lock_to_write

    @contextmanager
    def _kept_from_others(vault: Path) -> Iterator[int | None]:
        """Keep programs that do not use the gate from starting to write; raises `VaultBusy`.

        Yields the descriptor that holds the lock, None if there is no file.

        With exclusive access our process has no transaction open, so closing the file may drop its locks.
        """
        try:
            file = descriptor_of(vault, os.O_RDWR, follows=False)
        except OSError:
            # Missing, or not writable by anyone.
            file = None
        try:
            if file is not None:
                lock_to_write(file)
            _drop_cold(Companion.JOURNAL.of(vault), is_alone=file is not None)
            yield file
        finally:
            if file is not None:
                os.close(file)


def _drop_cold(journal: Path, *, is_alone: bool) -> None:
    """Remove a journal that SQLite considers finished; raises `VaultBusy` if a program is writing it."""
    if not is_alone or not os.path.lexists(journal):
        return
    if beginning_of(journal, len(JOURNAL_MAGIC), follows=False).strip(b"\x00"):
        raise VaultBusy
    journal.unlink()
