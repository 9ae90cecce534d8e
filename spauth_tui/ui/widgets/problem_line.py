"""The line in which a problem is shown at its place."""

from typing import Any

from textual.widgets import Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.problems import as_content


class ProblemLine(Static):
    """Shows one problem with its remedy; takes no room while there is none."""

    DEFAULT_CSS = """
    ProblemLine {
        display: none;
        width: 1fr;
        height: auto;
        color: $text-error;
        &.-shown { display: block; }
    }
    """

    def __init__(self, **options: Any) -> None:
        super().__init__("", markup=False, **options)
        self.problem: SpauthError | None = None

    def show(self, problem: SpauthError) -> None:
        """Show a problem until it is cleared or another takes its place, and scroll it into view."""
        self.problem = problem
        self.update(as_content(problem))
        self.add_class("-shown")
        self.call_after_refresh(self.scroll_visible, animate=False)

    def clear(self) -> None:
        """Show nothing."""
        self.problem = None
        self.update("")
        self.remove_class("-shown")
