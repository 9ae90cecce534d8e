"""Values that somebody who knows a vault's passphrase can put into its cells, which STRICT tables take."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2 as sqlcipher

from tests import builders

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
    connection.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def without_triggers(connection: Any) -> list[str]:
    """Drop the triggers; return what makes them again."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in made:
        connection.execute(f"DROP TRIGGER {name}")
    return [text for _, text in made]


def poison(path: Path, seed: int, spared: dict[str, str]) -> int:
    """Put hostile values into cells of every row of a vault but the spared ones of each table; return into how many."""
    chosen = random.Random(seed)
    connection = open_raw(path)
    triggers = without_triggers(connection)
    count = 0
    connection.execute("BEGIN")
    for cell in cells(connection):
        for (rowid,) in connection.execute(
            f"SELECT rowid FROM {cell.table} {spared.get(cell.table, '')}"  # noqa: S608 - our own tables
        ).fetchall():
            if chosen.random() < 0.5:
                value = chosen.choice([each for each in values(cell) if not isinstance(each, str) or len(each) < 10**6])
                count += put(connection, cell, value, f"WHERE rowid = {rowid}")
    for text in triggers:
        connection.execute(text)
    connection.execute("COMMIT")
    connection.close()
    return count
