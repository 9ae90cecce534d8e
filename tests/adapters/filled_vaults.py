"""Vaults of every schema so far, with rows in every table, over tens of pages."""

from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.connection import APPLICATION_ID, connect, settle
from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS, migrate
from spauth_tui.domain.model.secret import Secret
from tests import builders

SALT = bytes(range(16))
KEY = derive_key(builders.PASSPHRASE, SALT)
VERSIONS = range(1, len(MIGRATIONS) + 1)
PAGE = 4096
_INSTANT = "2026-03-01T12:00:00.000000+00:00"
_USUAL = {
    "kind": "SELLER",
    "region": "NA",
    "environment": "PRODUCTION",
    "leaked": "REFRESH_TOKEN",
    "resources": "[]",
}
_EMPTY = {"marketplaces", "merged_name", "vendor_group", "ticks", "portal", "done"}
_OTHERS = {"application_id": "application", "account_id": "account", "authorization_id": "authorization"}
_MANY = {"meta": 0, "application": 12, "event": 200}
"""How many rows the tables have; every other has 45."""


def write_vault(path: Path, version: int, key: Secret = KEY) -> Path:
    """Write a vault of one schema, with rows in all of its tables; some are too long for one page."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    connection = connect(path, key, mode="rwc")
    path.chmod(0o600)
    try:
        settle(connection)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        migrate(connection, MIGRATIONS[:version])
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        for table in tables(connection):
            for number in range(_MANY.get(table, 45)):
                row = _row(connection, table, number)
                names, marks = ", ".join(row), ", ".join("?" * len(row))
                statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 - names are the schema's
                connection.execute(statement, tuple(row.values()))
        connection.execute("COMMIT")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()
    return path


def tables(connection: Any) -> list[str]:
    """Return the names of a file's tables."""
    return [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]


def _row(connection: Any, table: str, number: int) -> dict[str, object]:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return {name: _value(table, name, kind, number) for _, name, kind, *_ in columns if name != "number"}


def _value(table: str, column: str, kind: str, number: int) -> object:
    if kind == "INTEGER":
        return number % 2
    if column == "removed_at":
        return None
    if column == "at" or column.endswith("_at"):
        return _INSTANT
    if column in _OTHERS:
        other = _OTHERS[column]
        return f"{other}-{number % _MANY.get(other, 45)}"
    if column in _EMPTY:
        return ""
    if table == "event" and column == "kind":
        return "CREATED"
    if column in {"refusal", "proof", "api_refusal"}:
        return None
    if column == "value":
        return f"{table}|CANARY-{number}-" + "x" * 300
    # Every tenth note goes on on pages of its own.
    long = "n" * 9_000 if column in {"note", "notes"} and number % 10 == 3 else ""
    return _USUAL.get(column, f"{table}-{number}" if column == "id" else f"{column} {number} {long}")
