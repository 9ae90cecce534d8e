"""Wrong passphrases where no file is to hold them."""

from datetime import datetime


class AttemptsInMemory:
    """Fulfils `ports.Attempts` as long as the program runs; for throwaway vaults."""

    def __init__(self) -> None:
        self._at: list[datetime] = []

    def note(self, at: datetime) -> None:
        """Add one."""
        self._at.append(at)

    def all(self) -> tuple[datetime, ...]:
        """Return when each was made."""
        return tuple(self._at)

    def forget(self) -> None:
        """Remove them."""
        self._at.clear()
