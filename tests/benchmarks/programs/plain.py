"""A Textual app with an input and a footer: the least that a screen which asks for something is made of."""

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Footer, Input


class Plain(App[None]):
    """Asks, and does nothing with the answer."""

    BINDINGS = [Binding("ctrl+r", "nothing", "plain-floor")]

    def compose(self) -> ComposeResult:
        """Yield the field and the footer."""
        yield Input()
        yield Footer()


Plain().run()
