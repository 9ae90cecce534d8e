"""The lines above and below the board: what needs attention, what is marked, the progress of a refresh."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import ProgressBar, Static

from spauth_tui.ui.base.keys import key_of, own_key
from spauth_tui.ui.base.messages import ActionRequested
from spauth_tui.ui.base.status_colours import MARKED


class AttentionStrip(Static):
    """Shows what `attention.needs` names, as far as it fits; a click sorts by attention."""

    DEFAULT_CSS = """
    AttentionStrip { height: 1; padding: 0 1; color: $text-warning; background: $wash-warning;
        text-wrap: nowrap; text-overflow: ellipsis; display: none;
        &.-needed { display: block; } &:hover { background: $next-warning; } }
    """

    _parts: Sequence[str] = ()
    _hint = Content()

    def show(self, parts: Sequence[str]) -> None:
        """Say what needs attention, the most urgent first."""
        hint = Content.styled(f"   Press {own_key('attention', self.app)} to sort by it.", "$dim")
        if (parts, hint) != (self._parts, self._hint):
            self._parts, self._hint = parts, hint
            self.set_class(bool(parts), "-needed")
            self.update(_needed(parts) + hint)

    def render(self) -> Content:
        """Paint as many parts as fit, and how many more there are."""
        count = len(self._parts)
        for n in range(count, 0, -1):
            said = _needed([*self._parts[:n], *([f"{count - n} more"] if n < count else [])])
            for words in (said + self._hint, said):
                if words.cell_length <= self.size.width:
                    return words
        return _needed(self._parts)

    def on_click(self, event: events.Click) -> None:
        self.post_message(ActionRequested("attention"))


def _needed(parts: Sequence[str]) -> Content:
    return Content.styled("Needs attention: ", "bold") + Content(" · ".join(parts))


_WAYS = (
    ("pane.refresh", "pane.refresh", "refresh"),
    ("pane.export", "pane.export", "export"),
    ("guard", "guard", "guard"),
    ("remove", "remove", "remove"),
    ("unmark", "stop", "unmark"),
)
"""What a click can request: the dashboard's action, the id of its key, and its label."""


class MarkStrip(Static):
    """Says how many authorizations are marked, if any, and what can be done with them; each action can be clicked."""

    DEFAULT_CSS = """
    MarkStrip { height: 1; padding: 0 1; display: none; background: $panel; &.-needed { display: block; } }
    """

    def show(self, count: int, unseen: int) -> None:
        """Say how many are marked, and how many of them the filter hides."""
        self.set_class(count > 0, "-needed")
        if count:
            hidden = f", {unseen} of them hidden by the filter" if unseen else ""
            words = Content.styled(f"{MARKED} {count} marked{hidden}", "bold")
            for action, key_id, word in _WAYS:
                words += Content.styled(f"   {key_of(self.screen, key_id)} ", "bold $text-accent")
                words += Content(word).stylize(f"@click=screen.do('{action}')")
            self.update(words)

    def on_click(self, event: events.Click) -> None:
        """Keep the click from the board below."""
        event.stop()


class ProgressStrip(Horizontal):
    """Counts exchanges while they run; hidden otherwise."""

    DEFAULT_CSS = """
    ProgressStrip { height: 1; padding: 0 1; display: none; background: $panel; &.-running { display: block; }
        Static { width: auto; margin-right: 2; } ProgressBar { width: 1fr; } Bar { width: 1fr; } }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="progress-words")
        # A bar without a total repaints fifteen times a second, even hidden.
        yield ProgressBar(total=1, show_eta=False)

    def show(self, done: int, total: int, failed: int) -> None:
        """Show the progress; a total of 0 hides it."""
        self.set_class(total > 0, "-running")
        if total:
            tail = f", {failed} failed" if failed else ""
            self.query_one("#progress-words", Static).update(f"Refreshing {done} of {total}{tail} · esc stops")
            self.query_one(ProgressBar).update(total=total, progress=done)
