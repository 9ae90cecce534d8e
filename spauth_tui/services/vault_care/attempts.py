"""Wrong passphrases, kept in memory instead of a file."""

from datetime import datetime


class AttemptsInMemory:
    """Implements `ports.Attempts` while the program runs, for throwaway vaults."""

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
