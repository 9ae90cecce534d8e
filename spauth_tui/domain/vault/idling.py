"""How long no key was pressed, measured so that neither sleep nor a changed clock stretches it."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Idling:
    """Remembers the last key press by the wall clock, which counts sleep, and by ticks, which cannot be set back."""

    wall: datetime
    ticks: timedelta

    def touch(self, wall: datetime, ticks: timedelta) -> None:
        """Note that a key was pressed."""
        self.wall, self.ticks = wall, ticks

    def idle(self, wall: datetime, ticks: timedelta) -> timedelta:
        """Return how long no key was pressed: the longer of both measures, never negative."""
        return max(timedelta(0), wall - self.wall, ticks - self.ticks)
