"""Files the program writes for the person, never over one that is there."""

import asyncio
import errno
import os
from pathlib import Path

from spauth_tui.domain.errors import BackupExists, DiskFull, VaultUnwritable


class SystemFiles:
    """Fulfils `services.ports.NewFiles`: mode 0600, whole or not at all."""

    async def write(self, path: Path, text: str) -> None:
        """Write a new file; raises `BackupExists`, `DiskFull`, `VaultUnwritable`."""
        await asyncio.to_thread(_write, path, text)


def _write(path: Path, text: str) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileExistsError:
        raise BackupExists("A file already stands there; it was not touched.") from None
    except OSError:
        raise VaultUnwritable(f"No file can be written in {path.parent}.", "Name another place.") from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise DiskFull("The disk is full. No file was written.") from None
        raise VaultUnwritable(f"The file could not be written in {path.parent}.", "Name another place.") from None
