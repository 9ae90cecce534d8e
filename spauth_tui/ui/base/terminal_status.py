"""What the terminal shows besides the screen: counts but no names, since anybody may see the title.

xterm's control sequences (title: OSC 2, its stack: CSI 22 and 23), iTerm2's OSC 9, rxvt's OSC 777, ConEmu's OSC 9;4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from spauth_tui.domain.model.appearance import Appearance, Notify, Progress

if TYPE_CHECKING:
    from spauth_tui.domain.views.status import Tally

LOCKED = "spauth: locked"
_ESC, _BELL = "\x1b", "\a"
_BY_777 = ("rxvt", "foot")  # prefixes of TERM whose terminals support notifications through OSC 777, not OSC 9
_WITH_PROGRESS = frozenset({"ghostty", "WezTerm"})


def title_words(tally: Tally) -> str:
    """Return the title of a window that shows the dashboard."""
    from spauth_tui.domain.views.attention import counts

    return "spauth: " + (", ".join(f"{count} {word}" for count, word in counts(tally)) or "nothing yet")


class TerminalSigns:
    """Returns what to write for each sign, for the environment's terminal; texts must have no control characters."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def keep_title(self) -> str:
        return f"{_ESC}[22;0t"

    def title(self, words: str) -> str:
        return f"{_ESC}]2;{words}{_BELL}"

    def restore_title(self) -> str:
        return f"{_ESC}[23;0t"

    def notification(self, words: str, how: Notify) -> str:
        if how is Notify.OFF:
            return ""
        if how is Notify.BELL:
            return _BELL
        if self._environment.get("TERM", "").startswith(_BY_777):
            return self._passed_on(f"{_ESC}]777;notify;spauth;{words.replace(';', ',')}{_BELL}")
        return self._passed_on(f"{_ESC}]9;{words}{_BELL}")

    def progress(self, percent: int | None, how: Progress, *, failed: bool = False) -> str:
        if how is Progress.OFF or (how is Progress.AUTO and not self._shows_progress):
            return ""
        state = 0 if percent is None else 2 if failed else 1
        return self._passed_on(f"{_ESC}]9;4;{state};{percent or 0}{_BELL}")

    @property
    def _shows_progress(self) -> bool:
        found = self._environment.get
        return not found("TMUX") and (
            bool(found("WT_SESSION"))
            or found("ConEmuANSI") == "ON"
            or found("TERM_PROGRAM") in _WITH_PROGRESS
            or "ghostty" in (found("TERM") or "")
        )

    def _passed_on(self, sequence: str) -> str:
        """Wrap a sequence so that tmux passes it to the outer terminal, if `allow-passthrough` is on."""
        if not self._environment.get("TMUX"):
            return sequence
        return f"{_ESC}Ptmux;{sequence.replace(_ESC, _ESC * 2)}{_ESC}\\"


class Signs:
    """Writes each sign when it changes, if the person wants it and there is a terminal."""

    def __init__(self, terminal: TerminalSigns | None, appearance: Appearance, write: Callable[[str], None]) -> None:
        self._terminal, self._write = terminal, write
        self.appearance = appearance
        """The person's settings; may be replaced at any time."""
        self._title = self._wanted = ""
        self._progress = ""

    def apply(self, appearance: Appearance) -> None:
        """Apply changed settings; signs that are no longer wanted are removed."""
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
        """Show the progress of a task; a total of 0 ends it."""
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
