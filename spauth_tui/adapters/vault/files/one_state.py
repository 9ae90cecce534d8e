"""Copies one state of a vault or backup while other programs may be writing it."""

import contextlib
import os
from contextlib import ExitStack
from pathlib import Path

from spauth_tui.adapters.system.regular_file import open_regular
from spauth_tui.adapters.vault.files.beside import Beside
from spauth_tui.adapters.vault.files.copies import copy_opened, unreadable
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import journal_path, refuse_write_ahead_log
from spauth_tui.adapters.vault.files.sqlite_locks import has_writer, lock_to_read
from spauth_tui.domain.errors.vault import VaultBusy, VaultUnwritable


def copy_in_one_state(source: Path, target: Path) -> None:
    """Copy a file and its journal, keeping writers out with the gate and SQLite's lock."""
    try:
        with ExitStack() as held:
            if os.path.lexists(Beside.GATE.of(source)):
                gate = held.enter_context(contextlib.closing(Gate(source)))
                # If no gate can be opened nothing can be written, as on a read-only stick.
                with contextlib.suppress(VaultUnwritable):
                    held.enter_context(gate.alone())
            _copy(source, target)
    except VaultBusy:
        raise VaultBusy(f"{source.name} is being written right now; nothing was changed.") from None


def _copy(source: Path, target: Path) -> None:
    try:
        with open_regular(source, follows=False) as file:
            lock_to_read(file.fileno())
            # Through this descriptor: closing another would release the lock.
            copy_opened(file, source, target)
            if not has_writer(file.fileno()):
                journal = journal_path(source)
                with contextlib.suppress(FileNotFoundError), open_regular(journal, follows=False) as opened:
                    copy_opened(opened, journal, journal_path(target))
            refuse_write_ahead_log(source)
    except OSError:
        raise unreadable(source) from None
