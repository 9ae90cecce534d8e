"""The floor of what ticks: a Textual app whose one label shows another number each second."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Ticking(App[None]):
    """Counts."""

    count = 0

    def compose(self) -> ComposeResult:
        """Yield the label."""
        yield Static("ticking-floor")

    def on_mount(self) -> None:
        """Begin to count."""
        self.set_interval(1, self.tick)

    def tick(self) -> None:
        """Show the next number."""
        self.count += 1
        self.query_one(Static).update(f"ticking-floor {self.count:05}")


Ticking().run()
