"""Asks for the passphrase again, and runs an action with it before the dialog closes."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.secret import Secret
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.secret_input import SecretInput

Done = TypeVar("Done")


class AskPassphrase(Form[Done]):
    """Runs an action with the passphrase and returns its result; asks again after a wrong one."""

    first_focus = "#passphrase"
    hint = "enter goes on · esc cancels"

    def __init__(
        self, title: str, words: str, verb: str, action: Callable[[Secret], Awaitable[Done]], *, doing: str = "Checking"
    ) -> None:
        super().__init__()
        self.title_words = title
        self._words, self.verb, self._action, self.doing = words, verb, action, doing

    def body(self) -> Iterable[Widget]:
        yield Static(Content(f"{self._words}\n"))
        yield field("Passphrase", SecretInput("passphrase", joining=False, id="passphrase"))

    async def save(self) -> Done:
        return await self._action(self.query_one(SecretInput).take())

    def tell(self, problem: SpauthError) -> None:
        super().tell(problem)
        self.query_one(SecretInput).focus()
