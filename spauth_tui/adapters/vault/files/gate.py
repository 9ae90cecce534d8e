"""The gate in front of a vault's file: many can pass it at once, but a program that replaces the file is alone.

A connection knows its journal by path. One that is still open on a replaced file would find the new file's journal
there, take it for its own, and apply it to the old file; SQLite's locks, which belong to a file, cannot prevent that.
So every access to SQLite, reading or writing, passes this gate, and compares the file at the path with the one it
opened (see `tests/adapters/replacing_race.py`).

Two small files next to the vault are locked and stay empty: `NAME.gate`, and `NAME.turnstile` in front of it, which is
passed one at a time, so that a program waiting for exclusive access is not starved. The system releases the locks when
a program ends, however it ends.
"""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spauth_tui.adapters.system.regular_file import NotPlain, descriptor_of
from spauth_tui.adapters.vault.files.companions import Companion
from spauth_tui.domain.errors.vault import VaultBusy, VaultUnsafe, VaultUnwritable

PATIENCE = 10.0  # seconds to wait for access, shared or exclusive: a replacement takes far less
_LONGEST_NAP = 0.01


class Gate:
    """One program's access, on one thread. In a read-only directory all can pass, and nobody gets exclusive access."""

    def __init__(self, vault: Path, patience: float = PATIENCE) -> None:
        self._gate = Companion.GATE.of(vault)
        self._turnstile = Companion.TURNSTILE.of(vault)
        self._patience = patience
        self._files: tuple[int, int] | None = None
        self._depth = 0

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Keep out programs that replace the file; raises `VaultBusy` if one has exclusive access for too long."""
        self.enter()
        try:
            yield
        finally:
            self.leave()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep everyone else out; raises `VaultBusy`, and `VaultUnwritable` if there can be no gate."""
        assert not self._depth, "whoever is inside would wait for itself"
        if not self._take(is_alone=True):
            raise VaultUnwritable
        self._depth = 1
        try:
            yield
        finally:
            self.leave()

    def enter(self) -> None:
        """Pass, until `leave()`."""
        if not self._depth:
            self._take(is_alone=False)
        self._depth += 1

    def leave(self) -> None:
        """Undo one `enter()`."""
        if self._depth > 1:
            self._depth -= 1
            return
        self._depth = 0
        if self._files is not None:
            gate, turnstile = self._files
            _unlock(gate)
            _unlock(turnstile)

    def close(self) -> None:
        """Leave, and close the files."""
        self._depth = 0
        files, self._files = self._files, None
        for file in files or ():
            os.close(file)

    def _take(self, *, is_alone: bool) -> bool:
        """Take the gate's lock; False if there is no gate."""
        until = time.monotonic() + self._patience
        while True:
            files = self._opened()
            if files is None:
                return False
            gate, turnstile = files
            try:
                _wait(turnstile, until, shared=False)
                _wait(gate, until, shared=not is_alone)
            except BaseException:
                _unlock(turnstile)
                raise
            if _is_at(gate, self._gate):
                if not is_alone:
                    _unlock(turnstile)
                return True
            # The gate's file was removed: newly started programs use another one.
            self.close()

    def _opened(self) -> tuple[int, int] | None:
        if self._files is None:
            gate = _open(self._gate)
            if gate is None:
                return None
            turnstile = _open(self._turnstile)
            if turnstile is None:
                os.close(gate)
                return None
            self._files = gate, turnstile
        return self._files


def _open(path: Path) -> int | None:
    try:
        return descriptor_of(path, os.O_CREAT | os.O_RDWR, follows=False)
    except NotPlain:
        words = "a symbolic link" if path.is_symlink() else "not a regular file"
        raise VaultUnsafe(f"{path.name} beside the vault is {words}.", "Remove it.") from None
    except OSError:
        return None


def _is_at(file: int, path: Path) -> bool:
    try:
        current = path.lstat()
    except OSError:
        return False
    own = os.fstat(file)
    return (own.st_dev, own.st_ino) == (current.st_dev, current.st_ino)


def _wait(file: int, until: float, *, shared: bool) -> None:
    """Take a lock by polling: a program that was suspended while it had one must not block us forever."""
    nap = 0.0001
    while not _lock(file, shared=shared):
        if time.monotonic() > until:
            raise VaultBusy
        time.sleep(nap)
        nap = min(nap * 2, _LONGEST_NAP)


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _AT_ONCE, _EXCLUSIVE = 0x1, 0x2

    class _Overlapped(ctypes.Structure):
        """The position of the locked bytes."""

        _fields_ = (
            ("Internal", ctypes.c_void_p),
            ("InternalHigh", ctypes.c_void_p),
            ("Offset", wintypes.DWORD),
            ("OffsetHigh", wintypes.DWORD),
            ("hEvent", wintypes.HANDLE),
        )

    def _lock(file: int, *, shared: bool) -> bool:
        handle = wintypes.HANDLE(msvcrt.get_osfhandle(file))
        flags = _AT_ONCE | (0 if shared else _EXCLUSIVE)
        return bool(ctypes.windll.kernel32.LockFileEx(handle, flags, 0, 1, 0, ctypes.byref(_Overlapped())))

    def _unlock(file: int) -> None:
        handle = wintypes.HANDLE(msvcrt.get_osfhandle(file))
        ctypes.windll.kernel32.UnlockFileEx(handle, 0, 1, 0, ctypes.byref(_Overlapped()))

else:
    import fcntl

    def _lock(file: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A file system without locks: better no gate than no vault.
            return True
        return True

    def _unlock(file: int) -> None:
        with contextlib.suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)
