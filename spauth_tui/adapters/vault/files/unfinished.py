"""Files that are written under a temporary name, and renamed once complete.

Each is written in its own directory next to its destination, which is locked meanwhile. The system releases the lock
when a program ends, however it ends, so leftovers can be distinguished from what another program is writing.
"""

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from spauth_tui.adapters.vault.files.companions import Companion, refuse_odd_companions, refuse_taken_name
from spauth_tui.adapters.vault.files.copies import sync_directory, unwritable
from spauth_tui.domain.errors.vault import BackupExists

PREFIX = ".spauth-tui.writing-"
_FILE = "copy.vault"
SCRATCH = "scratch.vault"  # a second file next to it, for intermediate results
_PARTS = tuple(part for file in (Path(_FILE), Path(SCRATCH)) for part in (file, Companion.JOURNAL.of(file)))
_LEFT_AFTER = timedelta(days=1)  # if directories cannot be locked, one this old is a leftover


@contextmanager
def unfinished(directory: Path) -> Iterator[Path]:
    """Yield a temporary path for a new file on the same disk, after removing leftovers."""
    sweep(directory)
    try:
        own, lock = _own_directory(directory)
    except OSError as error:
        raise unwritable(error, directory / _FILE) from None
    try:
        yield own / _FILE
    finally:
        with contextlib.suppress(OSError):
            _remove(own)
        if lock is not None:
            os.close(lock)


@contextmanager
def named_when_whole(path: Path) -> Iterator[Path]:
    """Yield a path for a new file that gets the name `path` once it is complete; a kill leaves none."""
    refuse_taken_name(path)
    if os.path.lexists(path):
        raise BackupExists
    refuse_odd_companions(path)
    with unfinished(path.parent) as fresh:
        yield fresh
        give_name(fresh, path)


def give_name(whole: Path, path: Path) -> None:
    """Give a complete file the name `path`, durably; raises `BackupExists` if another file has it."""
    try:
        try:
            os.link(whole, path)
        except FileExistsError:
            raise
        except OSError:
            # Some file systems have no links: reserve the name with an empty file, which cannot pass for a backup.
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            try:
                whole.replace(path)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        sync_directory(path.parent)
    except FileExistsError:
        raise BackupExists from None
    except OSError as error:
        raise unwritable(error, path) from None


def sweep(directory: Path) -> None:
    """Remove leftovers in the directory, but not what a program is writing right now."""
    try:
        all_left = [each for each in directory.iterdir() if each.name.startswith(PREFIX)]
    except OSError:
        return
    for left in all_left:
        with contextlib.suppress(OSError):
            lock = _lock(left)
            try:
                if lock is not None or time.time() - left.lstat().st_mtime > _LEFT_AFTER.total_seconds():
                    _remove(left)
            finally:
                if lock is not None:
                    os.close(lock)


def _own_directory(directory: Path) -> tuple[Path, int | None]:
    while True:
        own = Path(tempfile.mkdtemp(prefix=PREFIX, dir=directory))
        # Another program may have removed it as a leftover just before it was locked: then try another one.
        with contextlib.suppress(BlockingIOError, FileNotFoundError):
            lock = _lock(own)
            if own.is_dir():
                return own, lock
            if lock is not None:
                os.close(lock)


def _remove(own: Path) -> None:
    """Remove such a directory, unless it contains any other file."""
    for part in _PARTS:
        (own / part).unlink(missing_ok=True)
    own.rmdir()


if sys.platform == "win32":

    def _lock(_own: Path) -> int | None:
        return None

else:
    import fcntl

    def _lock(own: Path) -> int | None:
        """Lock a directory; None if the system cannot. Raises `BlockingIOError` while another program has it locked."""
        held = os.open(own, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            raise
        except OSError:
            os.close(held)
            return None
        return held
