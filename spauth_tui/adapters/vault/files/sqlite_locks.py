"""SQLite's own locks on a file, to keep out programs that do not use the gate.

Closing any descriptor of a file releases all of this process's locks on it.
"""

import errno
import sys
import time

from spauth_tui.domain.errors.vault import VaultBusy

HOLD_ON = 5.0  # seconds to wait for a program that does not use the gate, such as another SQLCipher tool

if sys.platform == "win32":

    def lock_to_read(file: int) -> None:
        """Do nothing: on Windows nobody can read what another program has locked."""
        del file

    def has_writer(file: int) -> bool:
        """Return False: Windows cannot tell."""
        del file
        return False

else:
    import fcntl

    _PENDING_AND_RESERVED = (2, 0x40000000)
    """How many bytes SQLite locks for writing, and where."""
    _RESERVED = (1, 0x40000001)
    _SHARED = (510, 0x40000002)
    """Those that readers share, and a program that changes the file has alone."""

    def lock_to_write(file: int) -> None:
        """Keep others from beginning to write until the file is closed; raises `VaultBusy`."""
        _lock(file, fcntl.LOCK_EX, _PENDING_AND_RESERVED)

    def lock_to_read(file: int) -> None:
        """Keep others from changing the file until it is closed; raises `VaultBusy`."""
        _lock(file, fcntl.LOCK_SH, _SHARED)

    def has_writer(file: int) -> bool:
        """Return whether another program has begun to write; until it changes the file, its journal undoes nothing."""
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB, *_RESERVED)
        except (BlockingIOError, PermissionError):
            return True
        except OSError:
            return False
        fcntl.lockf(file, fcntl.LOCK_UN, *_RESERVED)
        return False

    def _lock(file: int, kind: int, place: tuple[int, int]) -> None:
        until = time.monotonic() + HOLD_ON
        while True:
            try:
                fcntl.lockf(file, kind | fcntl.LOCK_NB, *place)
            except (BlockingIOError, PermissionError):
                if time.monotonic() > until:
                    raise VaultBusy from None
                time.sleep(0.01)
            except OSError as error:
                if error.errno in {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS}:
                    # A file system without locks.
                    return
                raise
            else:
                return
