"""A list to choose several from."""

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widgets import SelectionList


class CheckList(SelectionList[str]):
    """Shows a check box before each entry that needs no colours."""

    def render_line(self, y: int) -> Strip:
        """Replace Textual's box, which is filled or empty by its colour alone."""
        strip = super().render_line(y)
        index = self.scroll_offset.y + y
        if index >= self.option_count:
            return strip
        box = "[x]" if self.get_option_at_index(index).value in self.selected else "[ ]"
        left, _, _, gap, *words = strip
        plain = gap.style or self.rich_style
        return Strip([Segment(box, plain + Style(meta=left.style.meta if left.style else None)), gap, *words])
