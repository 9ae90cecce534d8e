"""What a terminal can show beside the screen: its title, a bell, a notification, progress in the taskbar.

xterm's control sequences (title: OSC 2, its stack: CSI 22 and 23), iTerm2's OSC 9, rxvt's OSC 777, ConEmu's OSC 9;4.
"""

from collections.abc import Mapping

from spauth_tui.domain.model.appearance import Notify, Progress

_ESC, _BELL = "\x1b", "\a"
_BY_777 = ("rxvt", "foot")  # prefixes of TERM whose terminals know notifications by OSC 777, not OSC 9
_WITH_PROGRESS = frozenset({"ghostty", "WezTerm"})


class TerminalSigns:
    """Returns what to write for each sign, for the terminal of the environment; words have no control characters."""

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
        """Wrap it so that tmux passes it to the outer terminal, if `allow-passthrough` is on."""
        if not self._environment.get("TMUX"):
            return sequence
        return f"{_ESC}Ptmux;{sequence.replace(_ESC, _ESC * 2)}{_ESC}\\"
