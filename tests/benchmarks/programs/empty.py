"""The floor: a Textual app without a single widget. Its screen paints one word, so that its first frame can be seen."""

from textual.app import App
from textual.screen import Screen


class Bare(Screen[None]):
    """Holds nothing."""

    def render(self) -> str:
        """Paint the word."""
        return "bare-floor"


class Empty(App[None]):
    """Does nothing."""

    def get_default_screen(self) -> Bare:
        """Return the bare screen."""
        return Bare()


Empty().run()
