"""Reads single decrypted pages of SQLite's tables without SQLite: their rows, and where these continue.

The bytes may come from anyone: nothing here reads past a page because the page says so, and only `PageUnreadable` and
`RowUnreadable` are raised. The format is what SQLite documents as its database file format.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from spauth_tui.adapters.vault.salvage.sealed_pages import USABLE

Value = None | int | float | str | bytes

_INTERIOR, _LEAF = 5, 13
_HEADER_OF_FILE = 100
_MOST_LOCAL = USABLE - 35
_LEAST_LOCAL = (USABLE - 12) * 32 // 255 - 23
_LENGTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}  # how many bytes a number of each type has


class PageUnreadable(Exception):
    """The page has impossible content."""


class RowUnreadable(Exception):
    """The row has impossible content."""


class RowCut(RowUnreadable):
    """The row continues on a missing page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A row on a leaf: its number, its length, the part on the leaf, and the page where it continues."""

    rowid: int
    length: int
    local: bytes
    overflow: int | None


Leaf = list[Cell]
Interior = tuple[int, ...]  # the pages below it, in order


def read_page(number: int, page: bytes) -> Leaf | Interior | None:
    """Parse a page of a table; None for every other kind of page. Raises `PageUnreadable`."""
    header = _HEADER_OF_FILE if number == 1 else 0
    kind = page[header]
    if kind not in {_INTERIOR, _LEAF}:
        return None
    count = int.from_bytes(page[header + 3 : header + 5])
    first = header + (12 if kind == _INTERIOR else 8)
    end_of_list = first + 2 * count
    if end_of_list > USABLE:
        raise PageUnreadable
    places = [int.from_bytes(page[place : place + 2]) for place in range(first, end_of_list, 2)]
    if any(not end_of_list <= place < USABLE for place in places):
        raise PageUnreadable
    if kind == _INTERIOR:
        below = [page[place : place + 4] for place in places]
        return tuple(map(int.from_bytes, [*below, page[header + 8 : header + 12]]))
    cells = [_cell(page, place) for place in places]
    if sum(len(each.local) for each in cells) > USABLE:
        # Overlapping rows would make a small file expand enormously.
        raise PageUnreadable
    return cells


def _cell(page: bytes, place: int) -> Cell:
    try:
        length, place = _varint(page, place, USABLE)
        rowid, place = _varint(page, place, USABLE)
    except RowUnreadable:
        raise PageUnreadable from None
    size = local_size(length)
    end = place + size
    if end + (4 if size < length else 0) > USABLE:
        raise PageUnreadable
    overflow = int.from_bytes(page[end : end + 4]) if size < length else None
    return Cell(rowid - (1 << 64) if rowid >= 1 << 63 else rowid, length, page[place:end], overflow)


def local_size(length: int) -> int:
    """Return how much of a row of `length` bytes is on its leaf; the rest is on further pages."""
    if length <= _MOST_LOCAL:
        return length
    wanted = _LEAST_LOCAL + (length - _LEAST_LOCAL) % (USABLE - 4)
    return wanted if wanted <= _MOST_LOCAL else _LEAST_LOCAL


def read_row(cell: Cell, pages: Mapping[int, bytes], taken: set[int]) -> tuple[Value, ...]:
    """Return a row's values; `taken` has the further pages of all rows so far. Raises `RowUnreadable`, `RowCut`."""
    parts, left, following = [cell.local], cell.length - len(cell.local), cell.overflow
    while left > 0:
        if following is None or following in taken:
            raise RowUnreadable
        page = pages.get(following)
        if page is None:
            raise RowCut
        taken.add(following)
        parts.append(page[4:USABLE])
        left -= len(parts[-1])
        following = int.from_bytes(page[:4])
    return _values(b"".join(parts)[: cell.length])


def _values(row: bytes) -> tuple[Value, ...]:
    size, place = _varint(row, 0, len(row))
    if size > len(row):
        raise RowUnreadable
    start, values = size, []
    while place < size:
        kind, place = _varint(row, place, size)
        length = _length(kind)
        if start + length > len(row):
            raise RowUnreadable
        values.append(_value(kind, row[start : start + length]))
        start += length
    return tuple(values)


def _length(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    if kind not in _LENGTHS:
        raise RowUnreadable
    return _LENGTHS[kind]


def _value(kind: int, held: bytes) -> Value:
    match kind:
        case 0:
            return None
        case 8 | 9:
            return kind - 8
        case 7:
            # No table of this program has such a column, so the number does not matter.
            return float("nan")
    if kind < 12:
        return int.from_bytes(held, signed=True)
    if kind % 2 == 0:
        return held
    try:
        return held.decode()
    except UnicodeDecodeError:
        raise RowUnreadable from None


def _varint(held: bytes, place: int, end: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where it ends."""
    number = 0
    for count in range(9):
        if place + count >= end:
            raise RowUnreadable
        byte = held[place + count]
        if count == 8:
            return number << 8 | byte, place + 9
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place + count + 1
    raise AssertionError
