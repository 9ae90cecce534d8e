"""The line that shows how far "refresh all" has come."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import ProgressBar, Static


class ProgressStrip(Horizontal):
    """Counts exchanges while they run; hidden otherwise."""

    DEFAULT_CSS = """
    ProgressStrip { height: 1; padding: 0 1; display: none; background: $panel; &.-running { display: block; }
        Static { width: auto; margin-right: 2; } ProgressBar { width: 1fr; } Bar { width: 1fr; } }
    """

    def compose(self) -> ComposeResult:
        """Yield the words and the bar."""
        yield Static(id="progress-words")
        # A bar that knows no total yet moves fifteen times a second, hidden or not.
        yield ProgressBar(total=1, show_eta=False)

    def show(self, done: int, total: int, failed: int) -> None:
        """Say how far it is; a total of 0 puts it away."""
        self.set_class(total > 0, "-running")
        if total:
            tail = f", {failed} failed" if failed else ""
            self.query_one("#progress-words", Static).update(f"Refreshing {done} of {total}{tail} · esc stops")
            self.query_one(ProgressBar).update(total=total, progress=done)
