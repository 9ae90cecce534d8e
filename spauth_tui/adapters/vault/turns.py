"""Ensures that only one program at a time exchanges for an authorization.

A byte of a file next to the vault is locked for each exchange; the system releases it when a program ends, however it
ends. The file stays empty.
"""

import contextlib
import hashlib
import os
import sys
from pathlib import Path

from spauth_tui.adapters.system.regular_file import descriptor_of
from spauth_tui.adapters.vault.files.companions import Companion


class Turns:
    """Takes and releases turns; if locking is impossible (a read-only directory), every turn is granted."""

    def __init__(self, vault: Path) -> None:
        self._path = Companion.TURNS.of(vault)
        self._file: int | None = None
        self._is_missing = False

    def take(self, name: str) -> bool:
        """Take the turn called `name` if no other program has it; return whether it is ours."""
        file = self._open()
        return file is None or _lock(file, _place(name))

    def give_back(self, name: str) -> None:
        if self._file is not None:
            _unlock(self._file, _place(name))

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int | None:
        if self._file is None and not self._is_missing:
            try:
                self._file = descriptor_of(self._path, os.O_CREAT | os.O_RDWR, follows=False)
            except OSError:
                self._is_missing = True
        return self._file


def _place(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:3])


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, place: int) -> bool:
        os.lseek(file, place, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int, place: int) -> None:
        os.lseek(file, place, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int, place: int) -> bool:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks: better one exchange too many than none.
            return True
        return True

    def _unlock(file: int, place: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.lockf(file, fcntl.LOCK_UN, 1, place)
