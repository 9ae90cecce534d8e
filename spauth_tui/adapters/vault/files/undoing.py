"""What a transaction that was cut off would be undone with: the journal beside a file, read without SQLite.

SQLite knows a journal by its name alone, and plays it into whatever file has the name.
"""

import contextlib
import os
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from spauth_tui.adapters.vault.connection import address_of
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.companions import JOURNAL_MAGIC
from spauth_tui.adapters.vault.files.place import PAGE, first_bytes, journal_of, journal_path
from spauth_tui.adapters.vault.key import SALT_BYTES
from spauth_tui.adapters.vault.salvage.sealed_pages import holding
from spauth_tui.domain.errors.vault import VaultDamaged, VaultUnsafe
from spauth_tui.domain.model.secret import Secret

_AROUND = 8
"""A page in the journal has its number before it and a checksum behind it; its own seal says more than that one."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """How the file was before the transaction."""

    pages: dict[int, bytes]
    """The pages that it changed, as they were; those whose seal is right."""
    count: int | None
    """How many pages the file had; None if there is nothing to undo."""


def read_journal(journal: bytes, key: Secret) -> Undoing:
    """Return what the journal undoes; nothing where it is empty, over, or was never needed."""
    pages, count = _parts(journal)
    # The first is how it was: what came later was changed once more.
    return Undoing(holding(((number, page) for number, page, _ in reversed(pages)), key), count)


def _parts(journal: bytes) -> tuple[list[tuple[int, bytes, bool]], int | None]:
    """Return the pages, each with its number and whether SQLite takes it for whole, and how many the file had."""
    pages: list[tuple[int, bytes, bool]] = []
    place, count = 0, -1
    while journal[place : place + 8] == JOURNAL_MAGIC:
        held, nonce, before, sector, size = (
            int.from_bytes(journal[at : at + 4]) for at in range(place + 8, place + 28, 4)
        )
        if size != PAGE or sector < 32 or not held:
            break
        count = before if count < 0 else count
        place += sector
        for _ in range(min(held, (len(journal) - place) // (PAGE + _AROUND))):
            number, page = int.from_bytes(journal[place : place + 4]), journal[place + 4 : place + 4 + PAGE]
            place += PAGE + _AROUND
            pages.append((number, page, int.from_bytes(journal[place - 4 : place]) == _checksum(nonce, page)))
        # The next part begins on a sector of its own.
        place += -place % sector
    return pages, None if count < 0 else count


def _checksum(nonce: int, page: bytes) -> int:
    """Return SQLite's checksum of a page in a journal: of every 200th byte, counted from the end."""
    return (nonce + sum(page[at] for at in range(PAGE - 200, 0, -200))) & 0xFFFFFFFF


def has_own_journal(path: Path, key: Secret | None = None) -> bool:
    """Say whether the journal beside the file, if there is one, can undo a change of this file.

    No change makes a vault's file shorter, so a shorter one is another one, such as an older copy; so is one with
    another salt, or, where the key is known, one under whose key no page of the journal is.
    """
    parts, count = _parts(journal_of(path))
    # SQLite plays them in one after another, up to the first that is not whole.
    pages = [(number, page) for number, page, _ in takewhile(lambda part: part[2], parts)]
    if not pages or count is None:
        return True
    salts = {page[:SALT_BYTES] for number, page in pages if number == 1}
    return (
        path.lstat().st_size >= count * PAGE
        and salts <= {first_bytes(path)}
        and (key is None or bool(holding(pages, key)))
    )


def foreign_journal(path: Path) -> VaultUnsafe:
    """Say that the journal beside the file is another file's."""
    journal = journal_path(path)
    return VaultUnsafe(
        f"{journal.name} beside {path.name} holds an unfinished change of another file, or of another state of this "
        "one. SQLite would write it into this file, and destroy it. Nothing was changed.",
        f"Move {journal.name} away; keep it if the file that it belongs to may still be needed.",
    )


def roll_back_journal(path: Path) -> None:
    """Have SQLite undo the transaction that a kill left unfinished in this file; needs no key (seen with 4.19).

    What is encrypted are the pages, in the journal too, and SQLite puts them back before it reads any.
    Raises `VaultUnsafe` where the journal says that it is another file's.
    """
    if not os.path.lexists(journal_path(path)):
        return
    if not has_own_journal(path):
        raise foreign_journal(path)
    import sqlcipher3.dbapi2 as sqlcipher

    connection = sqlcipher.connect(f"{address_of(path)}?mode=rw", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        with contextlib.suppress(VaultDamaged), translating():
            # Without the key it is "not a database", which comes after the roll-back.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()
