"""Writes a backup of an open vault, which gets its name only once it is proven."""

from datetime import datetime
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.files.backup_files import directory_of, new_backup_path
from spauth_tui.adapters.vault.files.copies import write_copy
from spauth_tui.adapters.vault.files.place import prepare_directory
from spauth_tui.adapters.vault.files.unfinished import give_name, named_when_whole, unfinished
from spauth_tui.domain.errors.vault import BackupExists
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason


def write_backup(connection: Any, key: Secret, vault: Path, reason: BackupReason, at: datetime) -> Path:
    """Write and prove a backup beside the vault; return where it is. A kill leaves none or a complete one."""
    prepare_directory(directory_of(vault))
    with unfinished(directory_of(vault)) as fresh:
        write_copy(connection, fresh, key)
        while True:
            # Only now: the number says which backup was finished last.
            path = new_backup_path(vault, reason, at)
            try:
                give_name(fresh, path)
            except BackupExists:
                # Another program has just used that name.
                continue
            return path


def write_backup_to(connection: Any, key: Secret, target: Path) -> Path:
    """Write and prove a backup at an unused path; raises `BackupExists`, `PlaceRefused` too."""
    with named_when_whole(target) as fresh:
        write_copy(connection, fresh, key)
    return target
