"""The line that says what needs a person; it is not there when nothing does."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.widgets import Static

from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.base.messages import ActionWanted

_HINT = "Press ! to sort by it."


class AttentionStrip(Static):
    """Paints what `attention.needs` names, as far as there is room; a click sorts by attention."""

    DEFAULT_CSS = """
    AttentionStrip { height: 1; padding: 0 1; color: $text-warning; background: $warning 12%;
        text-wrap: nowrap; text-overflow: ellipsis; display: none;
        &.-needed { display: block; } &:hover { background: $warning 25%; }
        /* the terminal's own colours know no shades */
        &:ansi, &:ansi:hover { background: transparent; } }
    """

    _parts: Sequence[str] = ()
    _hint = Content()

    def show(self, parts: Sequence[str]) -> None:
        """Say what needs attention, the most urgent first."""
        self.set_class(bool(parts), "-needed")
        self._parts = parts
        self._hint = Content.styled(f"   Press {own_key('attention', self.app)} to sort by it.", "$foreground 60%")
        self.update(_words(parts) + self._hint)

    def render(self) -> Content:
        """Paint as many whole parts as there is room for, and how many more there are."""
        count = len(self._parts)
        for n in range(count, 0, -1):
            said = _words([*self._parts[:n], *([f"{count - n} more"] if n < count else [])])
            for words in (said + self._hint, said):
                if words.cell_length <= self.size.width:
                    return words
        return _words(self._parts)

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        self.post_message(ActionWanted("attention"))


def _words(parts: Sequence[str]) -> Content:
    return Content.styled("Needs attention: ", "bold") + Content(" · ".join(parts))
