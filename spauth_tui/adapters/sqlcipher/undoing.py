"""What a transaction that was cut off would be undone with: the journal beside a file, read without SQLite."""

from dataclasses import dataclass

from spauth_tui.adapters.sqlcipher.place import PAGE
from spauth_tui.adapters.sqlcipher.sealed_pages import holding
from spauth_tui.domain.secret import Secret

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_AROUND = 8
"""A page in the journal has its number before it and a checksum behind it; its own seal says more than that."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """How the file was before the transaction."""

    pages: dict[int, bytes]
    """The pages that it changed, as they were; those whose seal is right."""
    count: int | None
    """How many pages the file had; None if there is nothing to undo."""


def read_journal(journal: bytes, key: Secret) -> Undoing:
    """Return what the journal undoes; nothing where it is empty, over, or was never needed."""
    pages: list[tuple[int, bytes]] = []
    place, count = 0, -1
    while journal[place : place + 8] == _MAGIC:
        held, _, before, sector, size = (int.from_bytes(journal[at : at + 4]) for at in range(place + 8, place + 28, 4))
        if size != PAGE or sector < 32 or not held:
            break
        count = before if count < 0 else count
        place += sector
        for _ in range(min(held, (len(journal) - place) // (PAGE + _AROUND))):
            pages.append((int.from_bytes(journal[place : place + 4]), journal[place + 4 : place + 4 + PAGE]))
            place += PAGE + _AROUND
        # The next part begins on a sector of its own.
        place += -place % sector
    # The first is how it was: what came later was changed once more.
    return Undoing(holding(reversed(pages), key), None if count < 0 else count)
