"""The wall clock, and one that only goes forward."""

import time
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The system's time; implements `Clock`."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def ticks(self) -> timedelta:
        return timedelta(seconds=time.monotonic())

    async def sleep(self, span: timedelta) -> None:
        import asyncio

        await asyncio.sleep(span.total_seconds())
