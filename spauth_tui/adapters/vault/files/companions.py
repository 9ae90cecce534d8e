"""The companion files of a vault, SQLite's and ours: the vault's name and a suffix."""

import os
import re
from enum import Enum
from pathlib import Path

from spauth_tui.adapters.system.regular_file import beginning_of, read_file
from spauth_tui.domain.errors.input import PlaceRefused
from spauth_tui.domain.errors.vault import VaultUnsafe

MOST_BYTES_OF_TIMES = 80_000  # twice the most this program writes into a file of times; a longer one is something else
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_TIMES = re.compile(rb"[0-9T:.+\n\x00-]*")  # times, and the zero bytes that a power cut may leave


class Companion(Enum):
    """The suffixes."""

    JOURNAL = "-journal"
    WRITE_AHEAD_LOG = "-wal"
    SHARED_MEMORY = "-shm"
    GATE = ".gate"
    TURNSTILE = ".turnstile"
    TURNS = ".turns"
    ATTEMPTS = ".attempts"
    ASKED = ".asked"

    def of(self, vault: Path) -> Path:
        """Return the companion's path."""
        return vault.with_name(f"{vault.name}{self.value}")


_WORDS = {
    Companion.JOURNAL: ("a journal of SQLite's", "SQLite would remove"),
    Companion.ATTEMPTS: ("a list of wrong tries", "this program would remove"),
    Companion.ASKED: ("a list of wrong tries", "this program would remove"),
}


def is_what_it_says(each: Companion, vault: Path) -> bool:
    """Return whether a companion is what its name says, or missing; only then may it be written or removed."""
    companion = each.of(vault)
    try:
        if each is Companion.JOURNAL:
            head = beginning_of(companion, len(JOURNAL_MAGIC), follows=False)
            return JOURNAL_MAGIC.startswith(head) or not head.strip(b"\x00")
        return _TIMES.fullmatch(read_file(companion, MOST_BYTES_OF_TIMES, follows=False).content) is not None
    except FileNotFoundError:
        return True
    except OSError:
        return False


def refuse_other_file(each: Companion, vault: Path) -> None:
    """Raise `VaultUnsafe` if another kind of readable file, such as another vault, has the companion's name."""
    companion = each.of(vault)
    if is_what_it_says(each, vault) or companion.is_symlink() or not companion.is_file():
        return
    if os.access(companion, os.R_OK):
        what, who = _WORDS[each]
        raise VaultUnsafe(
            f"Beside {vault.name} only {what} may be called {companion.name}: {who} this file. Nothing was changed.",
            f"Give {companion.name} another name, or move it to another directory.",
        )


def refuse_taken_name(path: Path) -> None:
    """Raise `PlaceRefused` for a new file with the name of an existing vault's companion."""
    for each in Companion:
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
    for each in (Companion.JOURNAL, Companion.WRITE_AHEAD_LOG):
        companion = each.of(path)
        if os.path.lexists(companion):
            raise PlaceRefused(
                f"There is a {companion.name}, whose content SQLite would write into the new file.",
                f"Move {companion.name} away, or name another file.",
                field="target",
            )
