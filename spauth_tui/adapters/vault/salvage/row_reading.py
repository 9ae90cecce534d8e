"""Reads every row of the sound pages, even if the file's own table of contents is lost.

The pages that lead to a page, from the table of contents on, say which table it belongs to. If one of these is lost,
its rows say so if they fit only one table: nothing is guessed. Free pages are never read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from spauth_tui.adapters.vault.records.known_tables import Row, Table, known_tables, table_of
from spauth_tui.adapters.vault.salvage.page_map import PageMap
from spauth_tui.adapters.vault.salvage.tree_pages import RowCut, RowUnreadable, read_row

_KINDS = frozenset({"table", "index", "view", "trigger"})
Numbered = list[tuple[int, Row]]


@dataclass(slots=True)
class Found:
    """The rows of each of our tables, in order of their numbers, and what was lost."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    cut: int = 0  # rows that continue on a damaged page
    odd: int = 0  # rows with impossible content
    undecided: int = 0  # rows that fit no table or several
    foreign: int = 0  # rows of tables that this program does not know


def read_rows(pages: Mapping[int, bytes]) -> Found:
    """Return every readable row of decrypted pages."""
    return _Reading(PageMap(pages)).read()


class _Reading:
    def __init__(self, pages: PageMap) -> None:
        self._map = pages
        self._found = Found()
        self._continued: set[int] = set()
        self._rows_of: dict[int, Numbered] = {}
        self._numbered: dict[str, dict[int, Row]] = {name: {} for name in known_tables()}

    def read(self) -> Found:
        """Read the pages that others refer to, then the rest."""
        known = known_tables()
        roots, is_whole = self._contents()
        unlisted = known.keys() - {name for name, _ in roots}
        broken = set() if is_whole else set(unlisted)
        for name, root in roots:
            leaves, tree_is_whole = self._map.tree(root)
            rows = self._rows(leaves)
            # A renamed table of ours is still known by its rows.
            table = known.get(name) or table_of([row for _, row in rows], (known[each] for each in unlisted))
            if table is None:
                self._found.foreign += len(rows)
                continue
            # Columns added to a table of ours are left out.
            self._keep(table, ((number, row[: len(table.columns)]) for number, row in rows))
            broken |= set() if tree_is_whole else {table.name}
        if broken:
            self._read_loose([table for name, table in known.items() if name in broken])
        self._found.odd += self._map.unreadable
        for name, numbered in self._numbered.items():
            self._found.rows[name] = [numbered[number] for number in sorted(numbered)]
        return self._found

    def _contents(self) -> tuple[list[tuple[str, int]], bool]:
        """Return the first page of each table by name, and whether these are all."""
        leaves, is_whole = self._map.tree(1)
        rows = self._rows(leaves)
        if not is_whole:
            for root in self._map.loose():
                held = self._rows(self._map.leaves_below(root))
                if held and all(_is_of_contents(row) for _, row in held):
                    self._map.tree(root)
                    rows += held
        tables = [row for _, row in rows if _is_of_contents(row) and row[0] == "table"]
        return [(str(row[1]), int(row[3] or 0)) for row in tables if row[3]], is_whole

    def _read_loose(self, candidates: list[Table]) -> None:
        for root in self._map.loose():
            rows = self._rows(self._map.tree(root)[0])
            table = table_of([row for _, row in rows], candidates)
            if table is None:
                self._found.undecided += len(rows)
            else:
                self._keep(table, rows)

    def _keep(self, table: Table, rows: Iterable[tuple[int, Row]]) -> None:
        held = self._numbered[table.name]
        for number, row in rows:
            if number in held or not table.takes(row):
                self._found.odd += 1
            else:
                held[number] = row

    def _rows(self, leaves: Iterable[int]) -> Numbered:
        rows: Numbered = []
        for leaf in leaves:
            if leaf not in self._rows_of:
                self._rows_of[leaf] = list(self._read_leaf(leaf))
            rows += self._rows_of[leaf]
        return rows

    def _read_leaf(self, leaf: int) -> Iterator[tuple[int, Row]]:
        for cell in self._map.cells(leaf):
            try:
                yield cell.rowid, read_row(cell, self._map.pages, self._continued)
            except RowCut:
                self._found.cut += 1
            except RowUnreadable:
                self._found.odd += 1


def _is_of_contents(row: Row) -> bool:
    return (
        len(row) == 5
        and row[0] in _KINDS
        and isinstance(row[1], str)
        and isinstance(row[2], str)
        and isinstance(row[3], int)
        and isinstance(row[4], str | None)
    )
