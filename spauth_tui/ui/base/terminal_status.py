"""What the terminal shows beside the screen: counts and no names, as the title may be seen by anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spauth_tui.domain.model.appearance import Appearance
    from spauth_tui.domain.views.status import Tally
    from spauth_tui.ui.base.terminal_signs import TerminalSigns

LOCKED = "spauth: locked"


def title_words(tally: Tally) -> str:
    """Return the title of a window that shows the dashboard."""
    from spauth_tui.domain.views.attention import counts

    return "spauth: " + (", ".join(f"{count} {word}" for count, word in counts(tally)) or "nothing yet")


class Signs:
    """Writes each sign when it is another one than before, as far as the person wants it and there is a terminal."""

    def __init__(self, terminal: TerminalSigns | None, appearance: Appearance, write: Callable[[str], None]) -> None:
        self._terminal, self._write = terminal, write
        self.appearance = appearance
        """What the person wants; may be replaced at any time."""
        self._title = self._wanted = ""
        self._progress = ""

    def wear(self, appearance: Appearance) -> None:
        """Follow other wishes from now on; signs that are no longer wanted are undone."""
        self._end_progress()
        if not appearance.title:
            self.end()
        self.appearance = appearance
        self.title(self._wanted)

    def count(self, tally: Tally) -> None:
        if self._terminal is not None:
            self.title(title_words(tally))

    def title(self, words: str) -> None:
        self._wanted = words
        if self._terminal is None or not self.appearance.title or words == self._title:
            return
        keep = "" if self._title else self._terminal.keep_title()
        self._title = words
        self._write(keep + self._terminal.title(words))

    def tell(self, words: str) -> None:
        if self._terminal is not None:
            self._say(self._terminal.notification(words, self.appearance.notify))

    def progress(self, done: int, total: int, *, failed: bool) -> None:
        """Show how much of something is done; a total of 0 ends it."""
        if not total or self._terminal is None:
            self._end_progress()
            return
        sequence = self._terminal.progress(100 * done // total, self.appearance.progress, failed=failed)
        if sequence != self._progress:
            self._progress = sequence
            self._say(sequence)

    def _end_progress(self) -> None:
        if self._progress and self._terminal is not None:
            self._progress = ""
            self._say(self._terminal.progress(None, self.appearance.progress))

    def end(self) -> None:
        self._end_progress()
        if self._title and self._terminal is not None:
            self._title = ""
            self._write(self._terminal.restore_title())

    def _say(self, sequence: str) -> None:
        if sequence:
            self._write(sequence)
