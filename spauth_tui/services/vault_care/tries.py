"""The one place where a given passphrase is tried: wrong ones are counted, and each costs a longer pause."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar

from spauth_tui.domain.errors import TooManyTries, VaultError, WrongPassphrase
from spauth_tui.domain.vault.backing_off import left_to_wait

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import timedelta

    from spauth_tui.services.ports import Attempts, Clock, Vault

T = TypeVar("T")


class Tries:
    """Counts with the times of wrong passphrases, which other programs on the vault add to.

    With the vault open each wrong one is in its log at once; those before that are in it after the next unlock.
    """

    def __init__(self, attempts: Attempts, clock: Clock, vault: Vault | None = None, name: str = "") -> None:
        self._attempts, self._clock, self._vault, self._name = attempts, clock, vault, name

    def left_to_wait(self) -> timedelta:
        """Return how long the next try has to wait, after too many wrong ones."""
        return left_to_wait(self._attempts.all(), self._clock.now())

    async def of(self, passphrase_at_work: Callable[[], Awaitable[T]], what: str = "", *, ends: bool = False) -> T:
        """Return what comes of a try, noted as `what` if it is wrong; `ends`: if it is right, the pauses end.

        Raises `TooManyTries` while a pause lasts, without trying.
        """
        wait = self.left_to_wait()
        if wait:
            raise TooManyTries(wait)
        try:
            done = await passphrase_at_work()
        except WrongPassphrase:
            now = self._clock.now()
            self._attempts.note(now)
            if self._vault is not None:
                # The door, which is shown before anything is in memory, has no vault to write into.
                from spauth_tui.domain.model.event import Event, EventKind

                # What cannot be written is no reason to say anything else than that it is wrong.
                with contextlib.suppress(VaultError):
                    await self._vault.record(Event(now, EventKind.UNLOCK_FAILED, self._name, what))
            raise
        if ends:
            self._attempts.forget()
        return done
