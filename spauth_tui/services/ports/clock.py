"""Where `now` comes from."""

from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The time."""

    def now(self) -> datetime:
        """Return the wall time, aware, UTC."""
        ...

    def ticks(self) -> timedelta:
        """Return a time that only goes forward, from a beginning of its own, whatever is done to the wall clock."""
        ...

    async def sleep(self, span: timedelta) -> None:
        """Wait; tests' clocks return at once."""
        ...
