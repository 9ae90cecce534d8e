"""Where backups lie and how they are named: `NAME.20260301T120000Z.7.REASON.vault` in `backups` beside the vault.

The number says which was written last; a clock can run ahead. Those of an earlier version have none.
"""

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from spauth_tui.adapters.sqlcipher.place import PAGE, file_at, prepare_directory
from spauth_tui.domain.backup import BackupFile, BackupReason, newest_first

DIRECTORY = "backups"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"\.(\d{8}T\d{6}Z)\.(?:([0-9]+)\.)?([a-z-]+?)(?:-\d+)?$")


def directory_of(vault: Path) -> Path:
    """Return the directory of a vault's backups."""
    return vault.parent / DIRECTORY


def new_backup_path(vault: Path, reason: BackupReason, at: datetime) -> Path:
    """Return a path where no file stands yet; makes the directory, for the user alone."""
    directory = directory_of(vault)
    prepare_directory(directory)
    number = 1 + max((each.number for each in named_backups(vault)), default=0)
    return directory / f"{vault.stem}.{at.astimezone(UTC).strftime(_STAMP)}.{number}.{reason.value}{vault.suffix}"


def list_backups(vault: Path) -> tuple[BackupFile, ...]:
    """Return the backups of one vault, newest first, without what has another name or cannot be a whole copy."""
    present = file_at(vault)
    return newest_first(each for each in named_backups(vault) if _may_be_whole(each) and file_at(each.path) != present)


def _may_be_whole(file: BackupFile) -> bool:
    """Say whether the size is one that a proven copy can have; what was put aside as it stood has the size it had."""
    return file.size > 0 and (not file.reason.is_proven or file.size % PAGE == 0)


def named_backups(vault: Path) -> Iterator[BackupFile]:
    """Yield every file that has the name of a backup of this vault, whatever it holds."""
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
    return BackupFile(Path(entry.path), made_at, reason, size, int(match[2] or 0))
