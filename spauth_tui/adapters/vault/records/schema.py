"""Checks that a file has exactly the tables of its version, without running any of it.

Someone who knows the passphrase can add a trigger that copies a secret into a label, drop the trigger that protects
the event log, or replace a table with a view. SQLite would run these with our next statement. So the file's own list is
compared, text by text, with the one that the migrations make.
"""

from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import Any, NamedTuple

from spauth_tui.adapters.vault.failures import translating
from spauth_tui.domain.errors.vault import VaultAltered

Migration = Callable[[Any], None]

_LONGEST = 4_000
"""The most characters read of each text; ours have at most a few hundred."""
_MORE = 50
"""Entries to read beyond ours, to name some of them."""
# As bytes: a name that is not UTF-8 must not stop the reading.
_READ = (
    f"SELECT CAST(substr(type, 1, 20) AS BLOB), CAST(substr(name, 1, 200) AS BLOB), "
    f"CAST(substr(tbl_name, 1, 200) AS BLOB), CAST(substr(sql, 1, {_LONGEST}) AS BLOB), length(CAST(sql AS BLOB)), "
    "rootpage FROM sqlite_master LIMIT ?"
)


class Entry(NamedTuple):
    """One entry of a file's list of tables, indexes, triggers and views."""

    kind: str
    name: str
    table: str
    text: str


def compare(connection: Any, migrations: tuple[Migration, ...]) -> None:
    """Raise `VaultAltered`, which names the differences, unless the file's schema is what these migrations make."""
    known = _known(migrations)
    with translating():
        rows = connection.execute(_READ, (len(known) + _MORE,)).fetchall()
    differences = _differences(known, [_entry(row) for row in rows])
    places = [row[5] for row in rows if row[5]]
    if not differences and len(set(places)) < len(places):
        differences = ["two tables share one place"]
    if differences:
        raise VaultAltered(differences)


def _differences(known: frozenset[Entry], current: list[Entry]) -> list[str]:
    """Return what was changed, added and removed, in this order."""
    left = list(current)
    for entry in known:
        if entry in left:
            left.remove(entry)
    gone = known - set(current)
    names_left, names_gone = {each.name: each for each in left}, {each.name: each for each in gone}
    changed = sorted(names_left.keys() & names_gone.keys())
    added = sorted(each for each in left if each.name not in changed)
    missing = sorted(each for each in gone if each.name not in changed)
    return [
        *(f"{names_gone[name].kind} {name} was changed" for name in changed),
        *(f"{each.kind} {each.name} was added" for each in added),
        *(f"{each.kind} {each.name} is missing" for each in missing),
    ]


@cache
def _known(migrations: tuple[Migration, ...]) -> frozenset[Entry]:
    """Return what the migrations make."""
    with in_memory() as connection:
        for migration in migrations:
            migration(connection)
        return frozenset(map(_entry, connection.execute(_READ, (-1,))))


def in_memory() -> "closing[Any]":
    """Return an empty database in memory, to make tables in."""
    import sqlcipher3.dbapi2 as sqlcipher

    return closing(sqlcipher.connect(":memory:", isolation_level=None))


def _entry(row: tuple[Any, ...]) -> Entry:
    kind, name, table, text = ((each or b"").decode("utf-8", "replace") for each in row[:4])
    # Only whitespace is not compared: before the first release it differed.
    is_whole = (row[4] or 0) <= _LONGEST
    return Entry(kind, name, table, " ".join(text.split()) if is_whole else text + "…")
