"""Whether a file beside a vault is what its name says: it may be another vault, called `NAME.attempts`."""

import os
import re
from pathlib import Path

from spauth_tui.adapters.system.regular_file import beginning_of, read_file
from spauth_tui.adapters.vault.files.beside import Beside
from spauth_tui.domain.errors.vault import VaultUnsafe

MOST_BYTES_OF_TIMES = 80_000
"""Twice what this program writes into a file of times; a longer one is something else."""
JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_TIMES = re.compile(rb"[0-9T:.+\n\x00-]*")
"""Times, and the zero bytes that a power cut may leave."""
_WORDS = {
    Beside.JOURNAL: ("a journal of SQLite's", "SQLite would remove"),
    Beside.ATTEMPTS: ("a list of wrong tries", "this program would remove"),
    Beside.ASKED: ("a list of wrong tries", "this program would remove"),
}


def is_what_it_says(each: Beside, vault: Path) -> bool:
    """Return whether a journal or a file of times is one, or is missing; only then may it be written or removed."""
    companion = each.of(vault)
    try:
        if each is Beside.JOURNAL:
            head = beginning_of(companion, len(JOURNAL_MAGIC), follows=False)
            return JOURNAL_MAGIC.startswith(head) or not head.strip(b"\x00")
        return _TIMES.fullmatch(read_file(companion, MOST_BYTES_OF_TIMES, follows=False).content) is not None
    except FileNotFoundError:
        return True
    except OSError:
        return False


def refuse_other_file(each: Beside, vault: Path) -> None:
    """Raise `VaultUnsafe` if another kind of readable file, such as another vault, has its name."""
    companion = each.of(vault)
    if is_what_it_says(each, vault) or companion.is_symlink() or not companion.is_file():
        return
    if os.access(companion, os.R_OK):
        what, who = _WORDS[each]
        raise VaultUnsafe(
            f"Beside {vault.name} only {what} may be called {companion.name}: {who} this file. Nothing was changed.",
            f"Give {companion.name} another name, or move it to another directory.",
        )
