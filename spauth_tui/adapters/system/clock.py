"""The wall clock, and one that only goes forward."""

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The system's time; implements `Clock`."""

    def now(self) -> datetime:
        """Return the wall time, UTC."""
        return datetime.now(UTC)

    def ticks(self) -> timedelta:
        """Return the monotonic time."""
        return timedelta(seconds=time.monotonic())

    async def sleep(self, span: timedelta) -> None:
        """Wait."""
        import asyncio

        await asyncio.sleep(span.total_seconds())
