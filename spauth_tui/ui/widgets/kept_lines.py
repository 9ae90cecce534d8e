"""Lines of a widget that is as it was: whenever one countdown moves, Textual asks all that is in view for theirs."""

from collections.abc import Sequence
from typing import Self

from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class KeptLines(Widget):
    """A widget whose lines are asked for again only after it was refreshed, moved into view, or filtered otherwise."""

    _kept: tuple[Region, Sequence[LineFilter], list[Strip]] | None = None

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint it again; every change of its state, its styles and its theme comes this way."""
        self._kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return its lines, those of the last time where nothing has changed."""
        filters = self.get_line_filters()
        if self._kept is None or self._kept[0] != crop or self._kept[1] != filters:
            self._kept = (crop, filters, super().render_lines(crop))
        return self._kept[2]
