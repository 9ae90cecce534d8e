"""Bringing what can still be read out of a damaged vault into a new one. The damaged file is kept."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from spauth_tui.adapters.sqlcipher.connection import connect, settle
from spauth_tui.adapters.sqlcipher.copies import copy_file, fresh_path
from spauth_tui.adapters.sqlcipher.creation import fill
from spauth_tui.adapters.sqlcipher.failures import translating
from spauth_tui.adapters.sqlcipher.key import derive_key
from spauth_tui.adapters.sqlcipher.migrations import MIGRATIONS
from spauth_tui.adapters.sqlcipher.place import PAGE, first_bytes, inspect
from spauth_tui.adapters.sqlcipher.proving import failing_pages
from spauth_tui.adapters.sqlcipher.restoring import replace_vault
from spauth_tui.domain.backup import BackupReason
from spauth_tui.domain.errors import NothingSalvaged, VaultDamaged, VaultError, VaultTooNew, WrongPassphrase
from spauth_tui.domain.salvage import Salvaged
from spauth_tui.domain.secret import Secret

_TABLES = (
    "meta",
    "application",
    "client_secret",
    "account",
    "authorization",
    "refresh_token",
    "access_token",
    "grantless_token",
    "restricted_token",
    "incident",
    "loan",
    "event",
)
PAGES_MORE = 1_000
_ROWS_BEYOND = 300
"""How far past the last row that was read is looked for more."""


@dataclass(slots=True)
class _Found:
    columns: list[str]
    rows: list[tuple[Any, ...]]


def salvage(path: Path, passphrase: Secret, at: datetime) -> Salvaged:
    """Read the damaged vault row by row, write what came into a new vault in its place, and say what came.

    Raises `WrongPassphrase` and `NothingSalvaged`; then nothing was touched.
    """
    status = inspect(path)
    key = derive_key(passphrase, first_bytes(path))
    try:
        found = _read_all(path, key)
    except NothingSalvaged:
        found = _read_lengthened(path, key, status.st_size)
    fresh = fresh_path(path)
    fresh.unlink(missing_ok=True)
    try:
        fill(fresh, key)
        salvaged = _write_all(fresh, key, found)
        kept_as = replace_vault(path, fresh, BackupReason.DAMAGED, at)
    finally:
        fresh.unlink(missing_ok=True)
    return Salvaged(*salvaged, kept_as=kept_as)


def _read_lengthened(path: Path, key: Secret, size: int) -> dict[str, _Found]:
    """Read a copy with empty pages at its end: a file that was cut short is otherwise refused as a whole."""
    longer = path.with_name(f"{path.name}.salvaging")
    longer.unlink(missing_ok=True)
    try:
        copy_file(path, longer)
        os.truncate(longer, size // PAGE * PAGE)
        os.truncate(longer, size // PAGE * PAGE * 2 + PAGES_MORE * PAGE)
        return _read_all(longer, key)
    finally:
        longer.unlink(missing_ok=True)


def _read_all(path: Path, key: Secret) -> dict[str, _Found]:
    pages = max(1, path.stat().st_size // PAGE)
    connection = connect(path, key, mode="ro")
    try:
        if len(failing_pages(connection)) >= pages:
            raise WrongPassphrase
    finally:
        connection.close()
    damaged = _Damaged(path, key)
    try:
        version = int(damaged.all("PRAGMA user_version")[0][0])
        if version > len(MIGRATIONS):
            raise VaultTooNew
        return {table: _read_table(damaged, table) for table in _TABLES}
    except VaultDamaged:
        raise NothingSalvaged from None
    finally:
        damaged.close()


class _Damaged:
    """A damaged file, opened for reading alone; anew after each failure, since SQLCipher then refuses all else."""

    def __init__(self, path: Path, key: Secret) -> None:
        self._path, self._key = path, key
        self._connection: Any | None = None

    def all(self, query: str) -> list[tuple[Any, ...]]:
        """Return every row of a query; raises `VaultDamaged`."""
        return list(self.rows(query, ()))

    def rows(self, query: str, values: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query up to the damage, then raise `VaultDamaged`."""
        if self._connection is None:
            self._connection = connect(self._path, self._key, mode="ro")
        try:
            with translating():
                yield from self._connection.execute(query, values)
        except VaultError:
            self.close()
            raise VaultDamaged from None

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _read_table(damaged: _Damaged, table: str) -> _Found:
    columns = [row[1] for row in damaged.all(f"PRAGMA table_info({table})")]
    if not columns:
        # An older vault has fewer tables.
        return _Found([], [])
    listed = ", ".join(columns)
    return _Found(columns, [row[1:] for row in _rows(damaged, f"SELECT rowid, {listed} FROM {table}")])


def _rows(damaged: _Damaged, query: str) -> Iterator[tuple[Any, ...]]:
    """Yield every row that can be read, in order; over a damaged page, look for the next number that answers."""
    last, missed = 0, 0
    while missed <= _ROWS_BEYOND:
        try:
            for row in damaged.rows(f"{query} WHERE rowid >= ? ORDER BY rowid", (last + missed + 1,)):
                yield row
                last, missed = row[0], 0
        except VaultDamaged:
            missed += 1
        else:
            return


def _write_all(fresh: Path, key: Secret, found: dict[str, _Found]) -> tuple[int, int, int, int, int]:
    connection = connect(fresh, key)
    try:
        settle(connection)
        with translating():
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("BEGIN IMMEDIATE")
            for table, held in found.items():
                if not held.columns:
                    continue
                marks = ", ".join("?" * len(held.columns))
                connection.executemany(
                    f"INSERT OR REPLACE INTO {table} ({', '.join(held.columns)}) VALUES ({marks})", held.rows
                )
            placeholders = _fill_gaps(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA foreign_keys=ON")
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("application", "account", "authorization", "refresh_token")
            ]
    finally:
        connection.close()
    if not any(counts):
        raise NothingSalvaged
    return counts[0], counts[1], counts[2], counts[3], placeholders


_NOW = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
_GAPS = (
    # A refresh token is worth keeping although what it hangs on is lost: a stand-in takes that place.
    f"""INSERT INTO authorization (id, application_id, account_id, created_at, ticks, portal)
        SELECT DISTINCT t.authorization_id, 'lost', 'lost-' || t.authorization_id, {_NOW}, '', ''
        FROM refresh_token t WHERE t.authorization_id NOT IN (SELECT id FROM authorization)""",
    f"""INSERT INTO account
        SELECT DISTINCT z.account_id, 'Lost account ' || substr(z.account_id, -8),
            coalesce((SELECT kind FROM application WHERE id = z.application_id), 'SELLER'),
            'NA', {_NOW}, 'PRODUCTION', '', '', '', 'Salvaged: label and region were lost. Edit this account.'
        FROM authorization z WHERE z.account_id NOT IN (SELECT id FROM account)""",
    f"""INSERT INTO application (id, label, client_id, kind, created_at, authorization_limit)
        SELECT DISTINCT o.id, 'Lost application ' || substr(o.id, -8), 'lost',
            coalesce((SELECT a.kind FROM authorization z JOIN account a ON a.id = z.account_id
                      WHERE z.application_id = o.id), 'SELLER'), {_NOW}, 10
        FROM (SELECT application_id AS id FROM authorization UNION SELECT application_id FROM client_secret) o
        WHERE o.id NOT IN (SELECT id FROM application)""",
)
_ORPHANS = (
    "DELETE FROM access_token WHERE authorization_id NOT IN (SELECT id FROM authorization)",
    "DELETE FROM restricted_token WHERE authorization_id NOT IN (SELECT id FROM authorization)",
    "DELETE FROM grantless_token WHERE application_id NOT IN (SELECT id FROM application)",
)


def _fill_gaps(connection: Any) -> int:
    added = sum(connection.execute(statement).rowcount for statement in _GAPS)
    for statement in _ORPHANS:
        connection.execute(statement)
    return int(added)
