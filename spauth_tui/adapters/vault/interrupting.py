"""Interrupts SQLite's statements that never end, such as a hostile vault's."""

import time
from typing import Any

from spauth_tui.startup import ending

LIMIT = 60.0  # the most seconds that SQLite may compute; the slowest statement, copying a large vault, takes a few
STEPS = 50_000  # steps of SQLite's machine between checks of the clock: about a millisecond
PAUSE = 1.0  # seconds without a check after which something else began


class _Watch:
    def __init__(self) -> None:
        self._began = self._seen = float("-inf")

    def __call__(self) -> bool:
        """Return whether to interrupt; SQLite calls this while a statement runs."""
        now = time.monotonic()
        if now - self._seen > PAUSE:
            self._began = now
        self._seen = now
        return now - self._began > LIMIT or ending.is_overdue()


def watch(connection: Any) -> None:
    """Make the connection's statements end if they never do, or if the program should end."""
    connection.set_progress_handler(_Watch(), STEPS)
