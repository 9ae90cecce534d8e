"""A spinner shown while work is in progress."""

from collections.abc import Iterator
from contextlib import contextmanager

from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Spinner(Widget):
    """Shows a hint, or while work is in progress, a turning sign and what is being done."""

    DEFAULT_CSS = "Spinner { height: 1; color: $dim; &.-idle { display: none; } }"

    def __init__(self, resting: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._resting, self._doing, self._frame = resting, "", 0
        self._timer: Timer | None = None
        self.set_class(not resting, "-idle")

    def start(self, doing: str) -> None:
        """Show what is being done, animated if motion is on."""
        self._doing = doing
        self.remove_class("-idle")
        if self._timer is None and self.app.animation_level != "none":
            self._timer = self.set_interval(0.1, self._step)
        self.refresh()

    @contextmanager
    def doing(self, words: str) -> Iterator[None]:
        self.start(words)
        try:
            yield
        finally:
            self.stop()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._doing = ""
        self.set_class(not self._resting, "-idle")
        self.refresh()

    def _step(self) -> None:
        self._frame += 1
        self.refresh()

    def render(self) -> Content:
        if not self._doing:
            return Content(self._resting)
        sign = _FRAMES[self._frame % len(_FRAMES)]
        return Content(sign) + Content(f" {self._doing} …")
