"""Locks the vault when nobody pressed a key for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spauth_tui.domain.model.preferences import Preferences
    from spauth_tui.services.ports.clock import Clock


class IdleLock:
    """Keeps when the person last did something, and the open vault's preferences."""

    def __init__(self, clock: Clock, lock: Callable[[], object]) -> None:
        self._clock, self._lock = clock, lock
        self.touch()
        self.preferences: Preferences | None = None
        """Those of the open vault; None while none is open."""

    def touch(self) -> None:
        self._touched = self._clock.now(), self._clock.ticks()

    @property
    def locks_at(self) -> datetime | None:
        """When the vault locks if no key is pressed until then (UTC); None if it does not."""
        limit = self.preferences.lock_after if self.preferences is not None else None
        if limit is None:
            return None
        (wall, ticks), now = self._touched, self._clock.now()
        # The wall clock includes sleep, and ticks cannot be set back.
        return now + limit - max(timedelta(0), now - wall, self._clock.ticks() - ticks)

    def look(self) -> None:
        locks_at = self.locks_at
        if locks_at is not None and self._clock.now() >= locks_at:
            self._lock()
