"""The line under a field or panel that says what went wrong; hidden if nothing did."""

from textual.widgets import Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.base.problems import problem_words


class ProblemLine(Static):
    """Shows one problem with its remedy."""

    DEFAULT_CSS = """
    ProblemLine { height: auto; display: none; color: $foreground; background: $wash-error; padding: 0 1;
        &.-needed { display: block; } }
    """

    def show(self, problem: SpauthError) -> None:
        self.update(problem_words(problem, self.app))
        self.add_class("-needed")

    def clear(self) -> None:
        self.remove_class("-needed")
