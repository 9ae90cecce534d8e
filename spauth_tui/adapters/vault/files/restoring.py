"""Looks into a backup, and restores one. The backup itself is never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.copies import copy_in_one_state
from spauth_tui.adapters.vault.files.place import inspect, prepare_directory
from spauth_tui.adapters.vault.files.replacing import replace_vault
from spauth_tui.adapters.vault.files.unfinished import unfinished
from spauth_tui.adapters.vault.key import Deriver, derive_key
from spauth_tui.adapters.vault.opening import open_copy
from spauth_tui.adapters.vault.records import reading, writing
from spauth_tui.domain.errors.vault import (
    BackupUnusable,
    NotAVault,
    NoVault,
    VaultAltered,
    VaultDamaged,
    VaultEmpty,
    VaultTooNew,
)
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason, Contents

_WHY: dict[type[Exception], str] = {
    NoVault: "there is no such file.",
    VaultEmpty: "it is empty.",
    VaultTooNew: "a newer spauth-tui wrote it.",
    VaultDamaged: "it is damaged.",
}


def peek(vault: Path, backup: Path, passphrase: Secret) -> Contents:
    """Return a backup's contents; a copy of it is verified exactly as for restoring."""
    with _prepared(vault, backup, passphrase) as (_, connection), translating():
        return Contents(reading.holdings(connection), reading.newest_event_at(connection))


def restore(vault: Path, backup: Path, passphrase: Secret, event: Event, derive: Deriver = derive_key) -> Path | None:
    """Replace the vault with the backup's contents and the event; return where the old vault is kept."""
    with _prepared(vault, backup, passphrase, derive) as (fresh, connection):
        with translating():
            connection.execute("BEGIN IMMEDIATE")
            writing.event(connection, event)
            connection.execute("COMMIT")
        connection.close()
        return replace_vault(vault, fresh, BackupReason.BEFORE_RESTORE, event.at)


@contextmanager
def _prepared(
    vault: Path, backup: Path, passphrase: Secret, derive: Deriver = derive_key
) -> Iterator[tuple[Path, Any]]:
    """Yield a temporary verified copy of a backup next to the vault, and a connection to it."""
    prepare_directory(vault.parent)
    try:
        inspect(backup, is_vault=False)
    except (NotAVault, NoVault, VaultEmpty) as problem:
        raise BackupUnusable(f"This backup cannot be used: {_why(problem)}") from None
    with unfinished(vault.parent) as fresh:
        copy_in_one_state(backup, fresh)
        try:
            # An unfinished transaction is undone in the copy.
            connection, _ = open_copy(fresh, backup, passphrase, derive)
        except (NotAVault, VaultDamaged, VaultTooNew) as problem:
            raise BackupUnusable(f"This backup cannot be used: {_why(problem)}") from None
        except VaultAltered as problem:
            # About the file that the person named, not our copy of it.
            problem.target = str(backup.absolute())
            raise
        try:
            yield fresh, connection
        finally:
            connection.close()


def _why(problem: Exception) -> str:
    return _WHY.get(type(problem), "it is not a backup of a spauth-tui vault.")
