"""What would undo an interrupted transaction: the journal next to a file, read without SQLite.

SQLite finds a journal by its name alone, and applies it to any file with that name.
"""

import contextlib
import os
from itertools import takewhile
from pathlib import Path

from spauth_tui.adapters.vault.connection import address_of
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.companions import JOURNAL_MAGIC, Companion
from spauth_tui.adapters.vault.files.place import PAGE, first_bytes, journal_of
from spauth_tui.adapters.vault.key import SALT_BYTES
from spauth_tui.adapters.vault.salvage.sealed_pages import holding
from spauth_tui.domain.errors.vault import VaultDamaged, VaultUnsafe
from spauth_tui.domain.model.secret import Secret

_AROUND = 8  # a page in the journal has its number before it and a checksum after it; its own seal says more


def read_journal(journal: bytes, key: Secret) -> tuple[dict[int, bytes], int | None]:
    """Return what the journal undoes: the pages as they were, if their seal is valid, and how many the file had.

    The count is None if there is nothing to undo: it is empty, finished, or was never needed.
    """
    pages, count = _parts(journal)
    # The first copy of a page is the original: later ones had changed already.
    return holding(((number, page) for number, page, _ in reversed(pages)), key), count


def _parts(journal: bytes) -> tuple[list[tuple[int, bytes, bool]], int | None]:
    """Return the pages, each with its number and whether SQLite accepts it, and how many the file had."""
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
        # The next part begins on a new sector.
        place += -place % sector
    return pages, None if count < 0 else count


def _checksum(nonce: int, page: bytes) -> int:
    """Return SQLite's checksum of a page in a journal: of every 200th byte, counted from the end."""
    return (nonce + sum(page[at] for at in range(PAGE - 200, 0, -200))) & 0xFFFFFFFF


def has_own_journal(path: Path, key: Secret | None = None) -> bool:
    """Return whether the journal next to the file, if any, can undo a change of this file.

    No change makes a vault's file shorter, so a shorter one is another file, such as an older copy; so is one with
    another salt, or, if the key is known, one whose key fits no page of the journal.
    """
    parts, count = _parts(journal_of(path))
    # SQLite applies them one after another, up to the first incomplete one.
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
    """Return the error for a journal of another file."""
    journal = Companion.JOURNAL.of(path)
    return VaultUnsafe(
        f"{journal.name} beside {path.name} has an unfinished change of another file, or of another state of this "
        "one. SQLite would write it into this file, and destroy it. Nothing was changed.",
        f"Move {journal.name} away; keep it if the file that it belongs to may still be needed.",
    )


def roll_back_journal(path: Path) -> None:
    """Make SQLite undo the transaction that a kill left unfinished; needs no key (tried with 4.19).

    Pages are encrypted in the journal too, and SQLite restores them before it reads any. Raises `VaultUnsafe` if the
    journal says that it belongs to another file.
    """
    if not os.path.lexists(Companion.JOURNAL.of(path)):
        return
    if not has_own_journal(path):
        raise foreign_journal(path)
    import sqlcipher3.dbapi2 as sqlcipher

    connection = sqlcipher.connect(f"{address_of(path)}?mode=rw", uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        with contextlib.suppress(VaultDamaged), translating():
            # Without the key SQLite reports "not a database", but only after the roll-back.
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        connection.close()
