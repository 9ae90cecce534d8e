"""A Textual app with two widgets that take the focus in turn: the least that a move of the focus costs."""

from textual.app import App, ComposeResult
from textual.widgets import Button, Label


class Focusing(App[None]):
    """Two buttons."""

    def compose(self) -> ComposeResult:
        """Yield them, and the words that say they are there."""
        yield Label("focus-floor")
        yield Button("one")
        yield Button("two")


Focusing().run()
