"""Statements that do not end by themselves, as those of a hostile vault: SQLite is interrupted."""

import time
from typing import Any

from spauth_tui.startup import ending

LIMIT = 60.0
"""Seconds that SQLite may compute without a pause; the slowest thing here, a copy of a large vault, takes a few."""
STEPS = 50_000
"""Steps of SQLite's machine between two looks at the clock: about a millisecond."""
PAUSE = 1.0
"""Seconds without a look after which something else began."""


class _Watch:
    def __init__(self) -> None:
        self._began = self._seen = float("-inf")

    def __call__(self) -> bool:
        """Say whether to interrupt; called by SQLite while a statement runs."""
        now = time.monotonic()
        if now - self._seen > PAUSE:
            self._began = now
        self._seen = now
        return now - self._began > LIMIT or ending.is_overdue()


def watch(connection: Any) -> None:
    """Have a statement of the connection interrupted that never ends, or does not when the program is to end."""
    connection.set_progress_handler(_Watch(), STEPS)
