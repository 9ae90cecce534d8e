"""What SQLite and this program keep beside a vault, each with the vault's name and an ending."""

import os
from enum import Enum
from pathlib import Path

from spauth_tui.domain.errors.input import PlaceRefused


class Beside(Enum):
    """All the endings."""

    JOURNAL = "-journal"
    WRITE_AHEAD_LOG = "-wal"
    SHARED_MEMORY = "-shm"
    GATE = ".gate"
    TURNSTILE = ".turnstile"
    TURNS = ".turns"
    ATTEMPTS = ".attempts"
    ASKED = ".asked"

    def of(self, vault: Path) -> Path:
        """Return its path."""
        return vault.with_name(f"{vault.name}{self.value}")


def refuse_taken_name(path: Path) -> None:
    """Raise `PlaceRefused` for a new file with the name of an existing vault's companion."""
    for each in Beside:
        end = len(path.name) - len(each.value)
        owner = path.name[:end] if path.name[end:].casefold() == each.value else ""
        if end > 0 and owner and os.path.lexists(path.with_name(owner)):
            raise PlaceRefused(
                f"A file called {path.name} would count as a part of {owner}, which exists.",
                "Name another file.",
                field="target",
            )


def refuse_odd_companions(path: Path) -> None:
    """Raise `PlaceRefused` if there is a journal or log with a new file's name: SQLite would apply it."""
    for each in (Beside.JOURNAL, Beside.WRITE_AHEAD_LOG):
        companion = each.of(path)
        if os.path.lexists(companion):
            raise PlaceRefused(
                f"There is a {companion.name}, whose content SQLite would write into the new file.",
                f"Move {companion.name} away, or name another file.",
                field="target",
            )
