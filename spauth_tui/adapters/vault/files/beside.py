"""What SQLite and this program keep beside a vault, each under the vault's name with an ending of its own."""

import os
from enum import Enum
from pathlib import Path

from spauth_tui.domain.errors.input import PlaceRefused


class Beside(Enum):
    """The endings, all of them."""

    JOURNAL = "-journal"
    WRITE_AHEAD_LOG = "-wal"
    SHARED_MEMORY = "-shm"
    GATE = ".gate"
    TURNSTILE = ".turnstile"
    TURNS = ".turns"
    ATTEMPTS = ".attempts"
    ASKED = ".asked"

    def of(self, vault: Path) -> Path:
        """Return where it lies."""
        return vault.with_name(f"{vault.name}{self.value}")


def refuse_taken_name(path: Path) -> None:
    """Raise `PlaceRefused` for a new file whose name belongs to one that is there: it would be taken for its own."""
    for each in Beside:
        end = len(path.name) - len(each.value)
        owner = path.name[:end] if path.name[end:].casefold() == each.value else ""
        if end > 0 and owner and os.path.lexists(path.with_name(owner)):
            raise PlaceRefused(
                f"A file called {path.name} would be taken for a part of {owner}, which is there.",
                "Name another file.",
                field="target",
            )


def refuse_odd_companions(path: Path) -> None:
    """Raise `PlaceRefused` for a new file beside whose name a journal or log lies: SQLite would play it in."""
    for each in (Beside.JOURNAL, Beside.WRITE_AHEAD_LOG):
        companion = each.of(path)
        if os.path.lexists(companion):
            raise PlaceRefused(
                f"{companion.name} lies beside that name: SQLite would write what it holds into the new file.",
                f"Move {companion.name} away, or name another file.",
                field="target",
            )
