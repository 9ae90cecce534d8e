"""Values that somebody who knows a vault's passphrase can put into its cells, which STRICT tables take."""

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId
from tests import builders, golden, other_tool

_COUNT = "SPAUTH_HOSTILE_VAULTS"
_INSTANTS = (
    "",
    "yesterday",
    "2026-03-01",
    "2026-03-01T12:00:00",
    "0001-01-01T00:00:00+23:59",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59-23:59",
    "9999-12-31T23:59:59.999999+00:00",
    "1969-12-31T23:59:59+00:00",
    "2200-01-01T00:00:00+00:00",
    "2199-12-31T23:59:59+00:00",
    "1970-01-01T00:00:00+00:00",
    "2026-13-45T99:99:99+00:00",
    "-2026-03-01T12:00:00+00:00",
)
_JSON = (
    "{}",
    "[]",
    "null",
    "true",
    "NaN",
    "1e999",
    '"text"',
    "{",
    "[" * 5_000,
    '{"a":' * 5_000,
    "9" * 5_000,
    '{"error": null, "description": [], "request_id": {}, "status": "x", "refused_at": 7}',
    '{"error": "e", "description": "d", "request_id": "r", "status": 99999999999999999999, "refused_at": "2026-03-01"}',
    '{"proven_at": "2026-03-01T12:00:00+00:00", "endpoint": "e", "request_id": "r", "participations": [7]}',
    '[{"method": "GET", "path": 7, "elements": [1]}]',
    '[{"method": [], "path": "/x", "elements": 9}]',
    '{"lock_after": 1e300, "backup_every": -5, "backups_kept": "many", "watched": 7, "views": [[1], "x"]}',
)
_TEXTS = (
    "a" * 10_000_000,
    "é" * 100_000,
    "nul\x00hidden",
    "\x1b]52;c;Q0FOQVJZ\x07",
    "\x1b[2J\x9b31m",
    "line\nbreak\r\ttab",
    "\u202eright to left\u2066",
    "[@click=app.boom]x[/nope]",
    "=cmd|' /C calc'!A0",
    "../../../etc/passwd",
    "   ",
    "a/b/c",
    "SELLER SELLER",
    "__class__",
    "PURPLE",
    "日本語" * 50,
    "\U000e0001\ufdd0\ufffe",
)
_BYTES = (b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"ok\xffok", b"\x80" * 1_000)
_NUMBERS = (-(2**63), 2**63 - 1, -1, 0, 10**6, 2**31, 1_001)


class Cell(NamedTuple):
    """One column of one table."""

    table: str
    column: str
    kind: str


def cells(connection: Any) -> list[Cell]:
    """Return every column of every table but the numbers of rows."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [
        Cell(table, name, kind)
        for table in tables
        for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})")
        if name != "number"
    ]


def values(cell: Cell) -> Iterator[object]:
    """Yield what a cell may be made to hold."""
    if cell.kind == "INTEGER":
        yield from _NUMBERS
    elif cell.kind == "BLOB":
        yield from (b"", b"\x00" * 100_000, *_BYTES, *(text.encode() for text in _JSON))
    else:
        yield from (*_TEXTS, *_INSTANTS, *_JSON, *_BYTES)


def some_values(cell: Cell, count: int) -> list[object]:
    """Return some of them, the same ones each time."""
    every = list(values(cell))
    chosen = random.Random(f"{cell.table}.{cell.column}")
    return chosen.sample(every, min(count, len(every)))


def put(connection: Any, cell: Cell, value: object, where: str = "") -> int:
    """Put a value into a cell of the rows `where` says, however the table would refuse; return into how many."""
    held = "CAST(? AS TEXT)" if cell.kind == "TEXT" and isinstance(value, bytes) else "?"
    try:
        statement = f"UPDATE {cell.table} SET {cell.column} = {held} {where}"  # noqa: S608 - our own tables
        return int(connection.execute(statement, (value,)).rowcount)
    except sqlcipher.IntegrityError:
        return 0


def open_raw(path: Path) -> Any:
    """Open a vault as any tool would, with nothing in the way of a change."""
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(other_tool.key_of(path))
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def without_triggers(connection: Any) -> list[str]:
    """Drop the triggers; return what makes them again."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in made:
        connection.execute(f"DROP TRIGGER {name}")
    return [text for _, text in made]


async def lay(path: Path) -> Path:
    """Put the newest golden vault at a path, with `Safe/Safe Acme` in it beside the rest, which is ready to use."""
    await golden.lay(f"version {max(golden.GOLDEN)}", path)
    vault = await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    await vault.add(builders.application("safe", "Safe"), builders.event())
    secret = builders.client_secret("safe-secret", value=f"{builders.CLIENT_SECRET}-safe")
    await vault.keep(ApplicationId("safe"), secret, builders.event())
    await vault.add(builders.account("safe-acc", "Safe Acme", marketplaces=("US",)), builders.event())
    await vault.add(builders.authorization("safe", "safe", "safe-acc"), builders.event())
    token = builders.refresh_token("safe-token", f"{builders.REFRESH_TOKEN}-safe")
    await vault.keep(AuthorizationId("safe"), token, builders.event())
    await vault.close()
    return path


def seeds(at_first: int) -> range:
    """Return which vaults a test is run over: so many, or as many as `python -m tests.hostile COUNT` says."""
    return range(int(os.environ.get(_COUNT, at_first)))


SAFE = "Safe/Safe Acme"
_SPARED = {
    "application": "WHERE id <> 'safe'",
    "client_secret": "WHERE id <> 'safe-secret'",
    "account": "WHERE id <> 'safe-acc'",
    "authorization": "WHERE id <> 'safe'",
    "refresh_token": "WHERE id <> 'safe-token'",
}
_REFERENCES = {
    "application": ("client_secret", "authorization", "grantless_token", "incident"),
    "account": ("authorization",),
    "authorization": ("refresh_token", "access_token", "restricted_token", "loan", "incident", "event"),
}
_STRAY = ("nobody", "auth", "app", "acc", "auth-vendor", "app-vendor", "acc-vendor")


def poison(path: Path, seed: int) -> int:
    """Put hostile values into cells of a vault of `lay`, all but what is safe; return into how many.

    From seed to seed it is one cell in thirty, one in eight or every other; some ids are also changed with all that
    points to them, and some that point to others lead astray.
    """
    chosen = random.Random(seed)
    share = (1 / 30, 1 / 8, 1 / 2)[seed % 3]
    connection = open_raw(path)
    triggers = without_triggers(connection)
    count = 0
    connection.execute("BEGIN")
    for owner, tables in _REFERENCES.items():
        if chosen.random() < share * 3:
            count += _rename(connection, owner, tables, chosen.choice((*_STRAY, *filter(_is_short, _TEXTS), *_BYTES)))
    for cell in cells(connection):
        possible = [each for each in values(cell) if _is_short(each)]
        possible += _STRAY * 2 if cell.column.endswith("_id") else ()
        for (rowid,) in connection.execute(
            f"SELECT rowid FROM {cell.table} {_SPARED.get(cell.table, '')}"  # noqa: S608 - our own tables
        ).fetchall():
            if chosen.random() < share:
                count += put(connection, cell, chosen.choice(possible), f"WHERE rowid = {rowid}")
    for text in triggers:
        connection.execute(text)
    connection.execute("COMMIT")
    connection.close()
    return count


def _is_short(value: object) -> bool:
    return not isinstance(value, str) or len(value) < 10**6


def _rename(connection: Any, owner: str, tables: tuple[str, ...], value: object) -> int:
    """Give one row another id, there and wherever it is named."""
    (old,) = connection.execute(f"SELECT min(id) FROM {owner} WHERE id NOT LIKE 'safe%'").fetchone()  # noqa: S608 - our own tables
    places = [Cell(owner, "id", "TEXT"), *(Cell(table, f"{owner}_id", "TEXT") for table in tables)]
    return sum(put(connection, place, value, f"WHERE {place.column} = '{old}'") for place in places)


if __name__ == "__main__":
    import pytest

    os.environ[_COUNT] = sys.argv[1] if len(sys.argv) > 1 else "200"
    raise SystemExit(pytest.main(["tests/commands/test_hostile_vaults.py", "tests/ui/test_hostile_vaults.py", "-q"]))
