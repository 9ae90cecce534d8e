"""Where each pane and heading of the board lies, computed from counts alone; nothing is measured."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from textual.geometry import Region

from spauth_tui.domain.model.appearance import PaneStyle

HEADING_HEIGHT = 1
EMPTY_HEIGHT = 2
GAP = 1


@dataclass(frozen=True, slots=True)
class PaneShape:
    """How tall a pane is, and how narrow it may become before a column less is shown; 0 is one column."""

    height: int
    min_width: int


SHAPES = {
    PaneStyle.COMFORTABLE: PaneShape(8, 36),
    PaneStyle.COMPACT: PaneShape(4, 30),
    PaneStyle.TABLE: PaneShape(1, 0),
}


class BoardGeometry:
    """The plane on which groups of panes lie under their headings.

    Panes are counted through all groups, from 0. `sizes` is the number of panes in each group. A group with a
    heading but no pane gets room for one line that says so.
    """

    def __init__(
        self, sizes: Sequence[int], width: int, *, headings: bool, style: PaneStyle = PaneStyle.COMFORTABLE
    ) -> None:
        self.sizes = tuple(sizes)
        self.width = max(1, width)
        self.headings = headings
        shape = SHAPES[style]
        self.pane_height = shape.height
        self.columns = max(1, (self.width + GAP) // (shape.min_width + GAP)) if shape.min_width else 1
        self.pane_count = sum(self.sizes)
        self._head = HEADING_HEIGHT if headings else 0
        self._first = [0, *accumulate(self.sizes)]
        self._top = [0, *accumulate(self._group_height(size) for size in self.sizes)]

    def _group_height(self, size: int) -> int:
        rows = -(-size // self.columns)
        return self._head + (rows * self.pane_height if size else EMPTY_HEIGHT)

    @property
    def height(self) -> int:
        """The whole height, in lines."""
        return self._top[-1]

    def _group_of(self, index: int) -> int:
        return bisect_right(self._first, index) - 1

    def pane_region(self, index: int) -> Region:
        """Return where a pane lies. The columns of a row share the width evenly."""
        group = self._group_of(index)
        row, column = divmod(index - self._first[group], self.columns)
        usable = self.width - GAP * (self.columns - 1)
        left = column * usable // self.columns
        right = (column + 1) * usable // self.columns
        top = self._top[group] + self._head + row * self.pane_height
        return Region(left + column * GAP, top, right - left, self.pane_height)

    def heading_region(self, group: int) -> Region:
        """Return where a group's heading lies; it is taller when it also has to say that nothing is under it."""
        height = self._head if self.sizes[group] else self._head + EMPTY_HEIGHT
        return Region(0, self._top[group], self.width, height)

    def groups_between(self, top: int, bottom: int) -> range:
        """Return the groups of which a line lies in [top, bottom)."""
        if not self.sizes or bottom <= 0 or top >= self.height:
            return range(0)
        first = max(0, bisect_right(self._top, max(0, top)) - 1)
        last = bisect_right(self._top, min(bottom, self.height) - 1) - 1
        return range(first, min(last, len(self.sizes) - 1) + 1)

    def panes_between(self, top: int, bottom: int) -> list[int]:
        """Return the panes of which a line lies in [top, bottom), in order."""
        found: list[int] = []
        for group in self.groups_between(top, bottom):
            start = self._top[group] + self._head
            first_row = max(0, (top - start) // self.pane_height)
            end_row = max(0, -(-(bottom - start) // self.pane_height))
            size = self.sizes[group]
            low = min(size, first_row * self.columns)
            high = min(size, end_row * self.columns)
            found.extend(range(self._first[group] + low, self._first[group] + high))
        return found

    def above(self, index: int) -> int:
        """Return the pane above, in the same column or the last of a shorter row; itself at the top."""
        group = self._group_of(index)
        offset = index - self._first[group]
        if offset >= self.columns:
            return index - self.columns
        previous = next((each for each in range(group - 1, -1, -1) if self.sizes[each]), None)
        if previous is None:
            return index
        last_row = (self.sizes[previous] - 1) // self.columns * self.columns
        return self._first[previous] + min(last_row + offset, self.sizes[previous] - 1)

    def below(self, index: int) -> int:
        """Return the pane below, in the same column or the last of a shorter row; itself at the bottom."""
        group = self._group_of(index)
        offset = index - self._first[group]
        row, column = divmod(offset, self.columns)
        size = self.sizes[group]
        if row < (size - 1) // self.columns:
            return self._first[group] + min(offset + self.columns, size - 1)
        following = next((each for each in range(group + 1, len(self.sizes)) if self.sizes[each]), None)
        if following is None:
            return index
        return self._first[following] + min(column, self.sizes[following] - 1)
