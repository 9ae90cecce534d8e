"""Asks where a file should go, and writes it before the dialog closes."""

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.ui.dialogs.form import Form, field


class SaveAs(Form[Path]):
    """Asks for a file that does not exist yet and writes it; returns where it is."""

    first_focus = "#target"
    doing = "Writing and checking"
    hint = "enter writes it · esc cancels"

    def __init__(
        self,
        title: str,
        words: str,
        verb: str,
        action: Callable[[str], Awaitable[Path]],
        *,
        target: str,
        empty: str = "",
    ) -> None:
        super().__init__()
        self.title_words = title
        self._words, self.verb, self._action = words, verb, action
        self._target, self._empty = target, empty

    def body(self) -> Iterable[Widget]:
        yield Static(Content(f"{self._words}\n"))
        yield field("File", Input(self._target, self._empty, id="target"), "an existing one is never overwritten")

    def tell(self, problem: SpauthError) -> None:
        """Select the path that was refused, so that typing replaces it."""
        super().tell(problem)
        target = self.query_one("#target", Input)
        if target.has_focus:
            target.select_all()

    async def save(self) -> Path:
        return await self._action(self.text("target"))
