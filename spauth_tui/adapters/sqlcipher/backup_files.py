"""Where backups lie and how they are named: `NAME.20260301T120000Z.REASON.vault` in `backups` beside the vault."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from spauth_tui.adapters.sqlcipher.place import prepare_directory
from spauth_tui.domain.backup import BackupFile, BackupReason

DIRECTORY = "backups"
_STAMP = "%Y%m%dT%H%M%SZ"
_NAMED = re.compile(r"\.(\d{8}T\d{6}Z)\.([a-z-]+?)(?:-\d+)?$")


def directory_of(vault: Path) -> Path:
    """Return the directory of a vault's backups."""
    return vault.parent / DIRECTORY


def new_backup_path(vault: Path, reason: BackupReason, at: datetime) -> Path:
    """Return a path where no file stands yet; makes the directory, for the user alone."""
    directory = directory_of(vault)
    prepare_directory(directory)
    name = f"{vault.stem}.{at.astimezone(UTC).strftime(_STAMP)}.{reason.value}"
    path, count = directory / f"{name}{vault.suffix}", 1
    while os.path.lexists(path):
        count += 1
        path = directory / f"{name}-{count}{vault.suffix}"
    return path


def list_backups(vault: Path) -> tuple[BackupFile, ...]:
    """Return the backups of one vault, newest first; files with other names are passed over."""
    found = []
    try:
        entries = list(os.scandir(directory_of(vault)))
    except OSError:
        return ()
    for entry in entries:
        read = _read(entry, vault)
        if read is not None:
            found.append(read)
    return tuple(sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True))


def _read(entry: "os.DirEntry[str]", vault: Path) -> BackupFile | None:
    name = entry.name.removesuffix(vault.suffix) if vault.suffix else entry.name
    if not entry.is_file(follow_symlinks=False) or (vault.suffix and name == entry.name):
        return None
    match = _NAMED.fullmatch(name[len(vault.stem) :]) if name.startswith(vault.stem) else None
    if match is None:
        return None
    try:
        reason = BackupReason(match[2])
        made_at = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
        size = entry.stat(follow_symlinks=False).st_size
    except (ValueError, OSError):
        return None
    return BackupFile(Path(entry.path), made_at, reason, size)
