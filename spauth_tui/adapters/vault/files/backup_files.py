"""Where backups are and what they are called: `NAME.20260301T120000Z.7.REASON.vault` in `backups` next to the vault.

The number says which was written last, since a clock can run ahead. Backups of an early version have none.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.adapters.vault.files.copies import write_copy
from spauth_tui.adapters.vault.files.place import PAGE, file_at, prepare_directory
from spauth_tui.adapters.vault.files.unfinished import give_name, named_when_whole, unfinished
from spauth_tui.domain.errors.vault import BackupExists, VaultUnwritable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, newest_first

DIRECTORY = "backups"
_MOST_BACKUPS = 999_999  # the most that a name has room for
_USUAL_MOST_BYTES = 255
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"\.(\d{8}T\d{6}Z)\.(?:([0-9]+)\.)?([a-z-]+?)(?:-\d+)?$")


def directory_of(vault: Path) -> Path:
    """Return the directory of a vault's backups."""
    return vault.parent / DIRECTORY


def new_backup_path(vault: Path, reason: BackupReason, at: datetime) -> Path:
    """Return an unused path; creates the directory, accessible only by the user."""
    directory = directory_of(vault)
    prepare_directory(directory)
    number = 1 + max((each.number for each in named_backups(vault)), default=0)
    return directory / _name(vault, reason, at, number)


def _name(vault: Path, reason: BackupReason, at: datetime, number: int) -> str:
    return f"{vault.stem}.{at.astimezone(UTC).strftime(_STAMP)}.{number}.{reason.value}{vault.suffix}"


def refuse_long_name(vault: Path) -> None:
    """Raise `VaultUnwritable` for a vault whose backups' names would be too long for the disk."""
    longest = max(
        len(os.fsencode(Companion.JOURNAL.of(Path(_name(vault, each, datetime.now(UTC), _MOST_BACKUPS))).name))
        for each in BackupReason
    )
    over = longest - _most_bytes(vault.parent)
    if over > 0:
        most = len(os.fsencode(vault.name)) - over
        raise VaultUnwritable(
            "The vault's name is too long: its backups have longer names, and could not be written.",
            f"Choose one of at most {most} bytes." if most > 0 else "Choose another directory.",
        )


def _most_bytes(directory: Path) -> int:
    """Return how long a file name may be in a directory, even if that is yet to be created."""
    if hasattr(os, "pathconf"):
        for each in (directory, *directory.parents):
            with contextlib.suppress(OSError):
                return int(os.pathconf(each, "PC_NAME_MAX"))
    return _USUAL_MOST_BYTES


def list_backups(vault: Path) -> tuple[BackupFile, ...]:
    """Return the backups of one vault, newest first, without other names and incomplete copies."""
    current = file_at(vault)
    return newest_first(each for each in named_backups(vault) if _may_be_whole(each) and file_at(each.path) != current)


def _may_be_whole(file: BackupFile) -> bool:
    """Return whether a verified copy can have this size; a replaced vault may have any."""
    return file.size > 0 and (not file.reason.is_proven or file.size % PAGE == 0)


def named_backups(vault: Path) -> Iterator[BackupFile]:
    """Yield every file with the name of a backup of this vault, whatever it is."""
    try:
        entries = list(os.scandir(directory_of(vault)))
    except OSError:
        return
    for entry in entries:
        read = _read(entry, vault)
        if read is not None:
            yield read


def _read(entry: "os.DirEntry[str]", vault: Path) -> BackupFile | None:
    name = entry.name.removesuffix(vault.suffix) if vault.suffix else entry.name
    if not entry.is_file(follow_symlinks=False) or (vault.suffix and name == entry.name):
        return None
    match = _NAMED.fullmatch(name[len(vault.stem) :]) if name.startswith(vault.stem) else None
    if match is None:
        return None
    try:
        reason = BackupReason(match[3])
        made_at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        size = entry.stat(follow_symlinks=False).st_size
    except (ValueError, OSError):
        return None
    path = Path(entry.path)
    return BackupFile(path, made_at, reason, size, int(match[2] or 0), Companion.GATE.of(path).exists())


def write_backup(connection: Any, key: Secret, vault: Path, reason: BackupReason, at: datetime) -> Path:
    """Write and verify a backup next to the vault; return its path. A kill leaves none or a complete one."""
    prepare_directory(directory_of(vault))
    with unfinished(directory_of(vault)) as fresh:
        write_copy(connection, fresh, key)
        while True:
            # Only now: the number says which backup was finished last.
            path = new_backup_path(vault, reason, at)
            try:
                give_name(fresh, path)
            except BackupExists:
                # Another program has just taken that name.
                continue
            return path


def write_backup_to(connection: Any, key: Secret, target: Path) -> Path:
    """Write and verify a backup at an unused path; raises `BackupExists`, `PlaceRefused` too."""
    with named_when_whole(target) as fresh:
        write_copy(connection, fresh, key)
    return target
