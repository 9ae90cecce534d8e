"""The only place a passphrase is tried: wrong ones are counted, and each makes the delay longer (`unlock_delay`)."""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from spauth_tui.domain.errors.vault import TooManyTries, VaultError, WrongPassphrase
from spauth_tui.domain.vault.unlock_delay import left_to_wait
from spauth_tui.services.ports.clock import Clock

if TYPE_CHECKING:
    from spauth_tui.services.ports.vault import Attempts, Vault

T = TypeVar("T")


class Tries:
    """Counts wrong passphrases, other programs' too; logs each while the vault is open, otherwise at the unlock."""

    def __init__(self, attempts: Attempts, clock: Clock, vault: Vault | None = None, name: str = "") -> None:
        self._attempts, self._clock, self._vault, self._name = attempts, clock, vault, name

    def left_to_wait(self) -> timedelta:
        """Return how long the next try has to wait after too many wrong ones."""
        return left_to_wait(self._attempts.all(), self._clock.now())

    async def of(self, passphrase_at_work: Callable[[], Awaitable[T]], what: str = "", *, ends: bool = False) -> T:
        """Return the result of a try; a wrong one is logged as `what`; with `ends`, a right one resets the delay."""
        wait = self.left_to_wait()
        if wait:
            raise TooManyTries(wait)
        try:
            done = await passphrase_at_work()
        except WrongPassphrase:
            now = self._clock.now()
            self._attempts.note(now)
            if self._vault is not None:
                # A locked vault cannot be written to.
                from spauth_tui.domain.model.event import Event, EventKind

                # Say that it is wrong even if that cannot be logged.
                with contextlib.suppress(VaultError):
                    await self._vault.record(Event(now, EventKind.UNLOCK_FAILED, self._name, what))
            raise
        if ends:
            self._attempts.forget()
        return done


class AttemptsInMemory:
    """Implements `ports.Attempts` while the program runs, for throwaway vaults."""

    def __init__(self) -> None:
        self._at: list[datetime] = []

    def note(self, at: datetime) -> None:
        self._at.append(at)

    def all(self) -> tuple[datetime, ...]:
        return tuple(self._at)

    def forget(self) -> None:
        self._at.clear()
