"""Whether the program was asked to end, for whatever may take long. Imports nothing of ours."""

import time

GRACE = 3.0
"""Seconds that what is under way gets to end by itself."""


class _Ending:
    def __init__(self) -> None:
        self.asked_at: float | None = None


_ending = _Ending()


def ask() -> None:
    """Have everything end: a signal came. Harmless to ask twice."""
    if _ending.asked_at is None:
        _ending.asked_at = time.monotonic()


def is_asked() -> bool:
    """Say whether a signal came."""
    return _ending.asked_at is not None


def is_overdue() -> bool:
    """Say whether the time is over in which what is under way may still end by itself."""
    return _ending.asked_at is not None and time.monotonic() - _ending.asked_at >= GRACE


def forget() -> None:
    """Take it back, for a process in which several programs run one after another, as tests do."""
    _ending.asked_at = None
