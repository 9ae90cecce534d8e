"""The clock."""

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the wall-clock time as an aware datetime in UTC."""

    def ticks(self) -> timedelta:
        """Return a time that only goes forward, independent of the wall clock."""

    async def sleep(self, span: timedelta) -> None:
        """Wait; test clocks return at once."""
