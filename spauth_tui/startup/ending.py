"""Whether the program was asked to end, for code that may take long. Imports nothing of ours."""

import time

GRACE = 3.0
"""Seconds that running work has to finish."""


class _Ending:
    def __init__(self) -> None:
        self.asked_at: float | None = None


_ending = _Ending()


def ask() -> None:
    """Ask everything to end after a signal. Calling it twice is harmless."""
    if _ending.asked_at is None:
        _ending.asked_at = time.monotonic()


def is_asked() -> bool:
    """Return whether a signal came."""
    return _ending.asked_at is not None


def is_overdue() -> bool:
    """Return whether running work has used up its time to finish."""
    return _ending.asked_at is not None and time.monotonic() - _ending.asked_at >= GRACE


def forget() -> None:
    """Withdraw the request, for processes such as tests that run the program several times."""
    _ending.asked_at = None
