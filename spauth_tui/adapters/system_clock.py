"""The wall clock."""

import asyncio
from datetime import UTC, datetime, timedelta


class SystemClock:
    """The system's time; fulfils `services.ports.Clock`."""

    def now(self) -> datetime:
        """Return the wall time, UTC."""
        return datetime.now(UTC)

    async def sleep(self, span: timedelta) -> None:
        """Wait."""
        await asyncio.sleep(span.total_seconds())
