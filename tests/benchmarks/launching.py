"""The programs that are looked at, each in a terminal of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.homes import Home, passphrase_fd
from tests.benchmarks.screen import Screen

DOOR = "enter unlocks"
"""Words that only the unlock screen paints."""
LIVE = "refreshed "
"""A word of every live pane, and of nothing before the dashboard."""
WHOLE = "locks in"
"""Words of the first line, once everything in the vault is read and counted."""
FLOOR, PLAIN, TICKING, FOCUSING = "bare-floor", "plain-floor", "ticking-floor", "focus-floor"
_PROGRAMS = Path(__file__).parent / "programs"


@contextmanager
def dashboard(home: Home) -> Iterator[Screen]:
    """Start the program with its passphrase at hand."""
    with (
        passphrase_fd() as fd,
        Screen([*_ours(home), "--passphrase-fd", str(fd)], home.environment, home.directory, pass_fds=[fd]) as screen,
    ):
        yield screen


def door(home: Home) -> Screen:
    """Start the program, which then asks for the passphrase."""
    return Screen(_ours(home), home.environment, home.directory)


def empty_app(home: Home) -> Screen:
    """Start a Textual app without a widget."""
    return Screen([sys.executable, str(_PROGRAMS / "empty.py")], home.environment, home.directory)


def plain_app(home: Home) -> Screen:
    """Start a Textual app with an input and a footer."""
    return Screen([sys.executable, str(_PROGRAMS / "plain.py")], home.environment, home.directory)


def ticking_app(home: Home) -> Screen:
    """Start a Textual app with one label that ticks."""
    return Screen([sys.executable, str(_PROGRAMS / "ticking.py")], home.environment, home.directory)


def focusing_app(home: Home) -> Screen:
    """Start a Textual app with two buttons."""
    return Screen([sys.executable, str(_PROGRAMS / "focusing.py")], home.environment, home.directory)


def floor(home: Home) -> float:
    """Return the seconds to the empty app's first frame."""
    with empty_app(home) as screen:
        return screen.first_frame(FLOOR)


def _ours(home: Home) -> list[str]:
    return [sys.executable, "-m", "spauth_tui", "--vault", str(home.vault)]
