"""The tables of every version of the vault, as its migrations make them, and what their rows look like."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from spauth_tui.adapters.vault.records import rows
from spauth_tui.adapters.vault.records.migrations import MIGRATIONS
from spauth_tui.adapters.vault.records.schema import in_memory
from spauth_tui.adapters.vault.salvage.tree_pages import Value

_TYPES: dict[str, type] = {"TEXT": str, "INTEGER": int, "BLOB": bytes}

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; if it `is_number`, it is the row's number, which the row itself does not contain."""

    name: str
    type: type
    may_be_null: bool
    is_number: bool

    def takes(self, value: Value) -> bool:
        """Return whether a row of ours can have this value here."""
        if value is None:
            return self.may_be_null or self.is_number
        return not self.is_number and type(value) is self.type

    def looks_right(self, value: Value) -> bool:
        """Return whether the value also looks normal here, such as a readable date."""
        is_instant = self.name == "at" or self.name.endswith("_at")
        # A client secret's row is like that of a refresh token, but for a date where that has its fingerprint.
        if not (is_instant or self.name == "fingerprint") or value is None:
            return True
        try:
            return isinstance(value, str) and bool(rows.instant(value)) is is_instant
        except rows.FAULTS:
            return not is_instant


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the columns of its newest version, and how many of them each version's rows have."""

    name: str
    columns: tuple[Column, ...]
    widths: frozenset[int]

    def takes(self, row: Row) -> bool:
        """Return whether the row can belong to this table: columns were only ever added at the end."""
        return len(row) in self.widths and all(map(Column.takes, self.columns, row))

    def looks_right(self, row: Row) -> bool:
        """Return whether the row also looks normal."""
        return all(map(Column.looks_right, self.columns, row))


@cache
def known_tables() -> dict[str, Table]:
    """Return every table by name, in the order they were added."""
    columns: dict[str, tuple[Column, ...]] = {}
    widths: dict[str, set[int]] = {}
    with in_memory() as connection:
        for migration in MIGRATIONS:
            migration(connection)
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
                columns[name] = tuple(map(_column, connection.execute(f"PRAGMA table_info({name})")))
                widths.setdefault(name, set()).add(len(columns[name]))
    return {name: Table(name, columns[name], frozenset(widths[name])) for name in columns}


def _column(row: tuple[int, str, str, int, object, int]) -> Column:
    _, name, kind, is_never_null, _, key = row
    return Column(name, _TYPES[kind], not (is_never_null or key), kind == "INTEGER" and key == 1)


def table_of(found: Collection[Row], tables: Iterable[Table]) -> Table | None:
    """Return the only table that all the rows can belong to; None if there is none, or several."""
    fitting = [table for table in tables if all(map(table.takes, found))]
    if len(fitting) > 1:
        fitting = [table for table in fitting if all(map(table.looks_right, found))]
    return fitting[0] if found and len(fitting) == 1 else None
