"""What is recorded: each way to put a vault in its place, or to change its form. Run as a program of its own.

`python -m tests.crash_states.scenarios NAME DIRECTORY` does it in a directory that `prepare` has laid out.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault import key
from spauth_tui.adapters.vault.creation import create_vault
from spauth_tui.adapters.vault.files.restoring import restore
from spauth_tui.adapters.vault.opening import open_vault
from spauth_tui.adapters.vault.records import writing
from spauth_tui.adapters.vault.salvage.salvaging import take_rows
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders, golden

OLD, NEW = builders.PASSPHRASE, Secret("CANARY a newer passphrase")
NAME = "personal.vault"
BACKUP = "elsewhere.backup"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MANY = 40
"""Rows that the vault has more than the backup: of two pages each, so that more than one page is at stake."""

derive = lru_cache(maxsize=100)(key.derive_key)


def _noted(kind: EventKind) -> Callable[[Any], None]:
    return lambda connection: writing.event(connection, Event(NOW, kind, "personal", "CANARY" * 200))


def _fill(path: Path, rows: int) -> None:
    connection = open_vault(path, OLD, derive).connection
    connection.execute("BEGIN IMMEDIATE")
    for number in range(rows):
        writing.event(connection, Event(NOW, EventKind.BACKED_UP, f"row {number}", "x" * 5000))
    connection.execute("COMMIT")
    connection.close()


async def _furnish(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).create(OLD)
    await builders.furnish(vault)
    await vault.close()


def _kill_while_writing(path: Path) -> None:
    """Leave a transaction half done: pages are changed in the file, and the journal knows what they were."""
    child = os.fork()
    if child == 0:
        connection = open_vault(path, OLD, derive).connection
        connection.execute("PRAGMA cache_size=2")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM meta")
        for number in range(60):
            connection.execute("INSERT INTO meta VALUES (?, ?)", (f"n{number}", os.urandom(4000)))
        os._exit(0)
    os.waitpid(child, 0)
    assert Path(f"{path}-journal").stat().st_size


def prepare(name: str, directory: Path) -> None:
    """Lay out the files as they are before it."""
    vault = directory / NAME
    if name == "create":
        return
    if name == "migrate":
        shutil.copy(golden.GOLDEN[1], vault)
        vault.chmod(0o600)
        return
    asyncio.run(_furnish(vault))
    shutil.copy(vault, directory / BACKUP)
    (directory / BACKUP).chmod(0o600)
    _fill(vault, MANY)
    if name == "restore after a kill":
        _kill_while_writing(vault)
    if name == "salvage":
        held = bytearray(vault.read_bytes())
        held[4096 * 20 + 100] ^= 1
        vault.write_bytes(held)


def perform(name: str, directory: Path) -> None:
    """Do it."""
    vault = directory / NAME
    if name.startswith("restore"):
        restore(vault, directory / BACKUP, OLD, Event(NOW, EventKind.RESTORED, "personal"), derive)
    elif name == "salvage":
        take_rows(vault, vault, OLD, BackupReason.DAMAGED, Event(NOW, EventKind.RESTORED, "personal"))
    elif name == "create":
        create_vault(vault, OLD).connection.close()
    elif name == "migrate":
        open_vault(vault, OLD, derive).connection.close()
    elif name == "passphrase":

        async def change() -> None:
            opened = await SqlcipherVaultStore(vault, derive).open(OLD)
            await opened.change_passphrase(NEW, Event(NOW, EventKind.PASSPHRASE_CHANGED, "personal"))
            await opened.close()

        asyncio.run(change())
    elif name == "write":
        _fill(vault, 3)
    else:
        raise ValueError(name)


ALL = ("write", "create", "migrate", "passphrase", "restore", "restore after a kill", "salvage")

if __name__ == "__main__":
    perform(sys.argv[1], Path(sys.argv[2]))
