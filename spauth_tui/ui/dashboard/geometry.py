"""The position of each pane and heading on the board, computed from counts alone; nothing is measured."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from textual.geometry import Region

from spauth_tui.domain.model.appearance import PaneStyle

_HEADING_HEIGHT, _EMPTY_HEIGHT, _GAP = 1, 2, 1
_SHAPES = {PaneStyle.COMFORTABLE: (8, 36), PaneStyle.COMPACT: (4, 30), PaneStyle.TABLE: (1, 0)}
"""How tall a pane is, and how narrow it may become before one fewer column is shown; 0 is always one column."""


class BoardGeometry:
    """The layout of groups of panes under their headings.

    Panes are counted through all groups, from 0. `sizes` is the number of panes in each group. A group with a
    heading but no pane gets room for one line that says so.
    """

    def __init__(
        self, sizes: Sequence[int], width: int, *, headings: bool, style: PaneStyle = PaneStyle.COMFORTABLE
    ) -> None:
        self.sizes, self.width = tuple(sizes), max(1, width)
        self.pane_height, narrowest = _SHAPES[style]
        self.columns = max(1, (self.width + _GAP) // (narrowest + _GAP)) if narrowest else 1
        self.headings: list[Region] = []
        """The position of each group's heading; it is taller if it also has to say that the group is empty."""
        self._rows: list[range] = []
        self._tops: list[int] = []
        """The panes of each row, and the row's first line."""
        self.height = self.pane_count = 0
        for size in self.sizes:
            height = (_HEADING_HEIGHT if headings else 0) + (0 if size else _EMPTY_HEIGHT)
            self.headings.append(Region(0, self.height, self.width, height))
            self.height += height
            end = self.pane_count + size
            for first in range(self.pane_count, end, self.columns):
                self._rows.append(range(first, min(first + self.columns, end)))
                self._tops.append(self.height)
                self.height += self.pane_height
            self.pane_count = end

    def _row_of(self, index: int) -> int:
        return bisect_right(self._rows, index, key=lambda row: row.start) - 1

    def pane_region(self, index: int) -> Region:
        """Return the position of a pane. The columns of a row share the width evenly."""
        number = self._row_of(index)
        column = index - self._rows[number].start
        usable = self.width - _GAP * (self.columns - 1)
        left, right = column * usable // self.columns, (column + 1) * usable // self.columns
        return Region(left + column * _GAP, self._tops[number], right - left, self.pane_height)

    def headings_between(self, top: int, bottom: int) -> list[int]:
        """Return the groups whose heading overlaps lines [top, bottom)."""
        return [group for group, region in enumerate(self.headings) if region.y < bottom and region.bottom > top]

    def panes_between(self, top: int, bottom: int) -> list[int]:
        """Return the panes that overlap lines [top, bottom), in order."""
        first, end = bisect_right(self._tops, top - self.pane_height), bisect_left(self._tops, bottom)
        return [index for row in self._rows[first:end] for index in row]

    def step(self, index: int, rows: int) -> int:
        """Return the pane `rows` rows on, in the same column or the last of a shorter row; itself beyond the ends."""
        number = self._row_of(index)
        if not 0 <= number + rows < len(self._rows):
            return index
        row = self._rows[number + rows]
        return row[min(index - self._rows[number].start, len(row) - 1)]
