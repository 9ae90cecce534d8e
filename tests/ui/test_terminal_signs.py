"""What is written to a terminal for it to show beside the screen."""

import pytest

from spauth_tui.domain.model.appearance import Notify, Progress
from spauth_tui.ui.base.terminal_status import TerminalSigns


def test_a_title_is_set_by_osc_2() -> None:
    assert TerminalSigns({}).title("spauth: locked") == "\x1b]2;spauth: locked\a"


def test_no_notification_is_written_where_none_is_wanted() -> None:
    assert TerminalSigns({}).notification("words", Notify.OFF) == ""


def test_a_bell_says_no_words() -> None:
    assert TerminalSigns({}).notification("words", Notify.BELL) == "\a"


@pytest.mark.parametrize(
    ("term", "sequence"),
    [
        ("xterm-256color", "\x1b]9;one; two\a"),
        ("foot", "\x1b]777;notify;spauth;one, two\a"),
        ("rxvt-unicode-256color", "\x1b]777;notify;spauth;one, two\a"),
    ],
)
def test_a_desktop_notification_takes_the_sequence_that_the_terminal_knows(term: str, sequence: str) -> None:
    assert TerminalSigns({"TERM": term}).notification("one; two", Notify.DESKTOP) == sequence


def test_tmux_is_asked_to_pass_a_notification_on() -> None:
    signs = TerminalSigns({"TERM": "tmux-256color", "TMUX": "/run/tmux/default,1,0"})
    assert signs.notification("words", Notify.DESKTOP) == "\x1bPtmux;\x1b\x1b]9;words\a\x1b\\"


@pytest.mark.parametrize(
    "environment",
    [
        {"WT_SESSION": "0"},
        {"ConEmuANSI": "ON"},
        {"TERM_PROGRAM": "WezTerm"},
        {"TERM_PROGRAM": "ghostty"},
        {"TERM": "xterm-ghostty"},
    ],
)
def test_progress_is_shown_by_itself_where_a_terminal_is_known_to_show_it(environment: dict[str, str]) -> None:
    assert TerminalSigns(environment).progress(40, Progress.AUTO) == "\x1b]9;4;1;40\a"


@pytest.mark.parametrize("environment", [{}, {"TERM": "xterm-256color"}, {"WT_SESSION": "0", "TMUX": "x"}])
def test_progress_is_not_shown_by_itself_to_a_terminal_that_may_take_it_for_words(environment: dict[str, str]) -> None:
    assert TerminalSigns(environment).progress(40, Progress.AUTO) == ""


def test_progress_is_shown_everywhere_where_it_is_wanted() -> None:
    assert TerminalSigns({}).progress(40, Progress.ON) == "\x1b]9;4;1;40\a"


def test_progress_is_shown_nowhere_where_it_is_not_wanted() -> None:
    assert TerminalSigns({"WT_SESSION": "0"}).progress(40, Progress.OFF) == ""


def test_progress_tells_that_something_failed() -> None:
    assert TerminalSigns({}).progress(40, Progress.ON, failed=True) == "\x1b]9;4;2;40\a"


def test_progress_that_has_ended_is_taken_away() -> None:
    assert TerminalSigns({}).progress(None, Progress.ON) == "\x1b]9;4;0;0\a"
