"""Files the program writes for the person, never over one that is there, and files of credentials it reads."""

import asyncio
import errno
import os
from pathlib import Path

from spauth_tui.domain.errors import BackupExists, DiskFull, FileNotUnderstood, VaultUnwritable
from spauth_tui.domain.secret import Secret

MOST_BYTES = 16 * 1_048_576
"""A file of credentials may have this many bytes: room for ten thousand authorizations, and then some."""


class SystemFiles:
    """Fulfils `services.ports.NewFiles`: mode 0600, whole or not at all."""

    async def write(self, path: Path, text: str) -> None:
        """Write a new file; raises `BackupExists`, `DiskFull`, `VaultUnwritable`."""
        await asyncio.to_thread(_write, path, text)

    async def write_secret(self, path: Path, text: Secret) -> None:
        """Write a new file that holds secrets, likewise."""
        await asyncio.to_thread(_write, path, text.reveal())

    async def read(self, path: Path) -> str:
        """Read a text; raises `FileNotUnderstood`."""
        return await asyncio.to_thread(_read, path)


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise FileNotUnderstood("That is a directory.", "Name a file in it.")
        # No plain file has to stand there: a pipe, as from <(...), is read to its end.
        with path.open("rb") as file:
            held = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise FileNotUnderstood("There is no such file to import.", "Name one that is there.") from None
    except OSError:
        raise FileNotUnderstood("The file cannot be read.", "Check its permissions.") from None
    if len(held) > MOST_BYTES:
        raise FileNotUnderstood("The file is far too long to hold credentials.", "Name the right file.")
    text = _decoded(held)
    if text is None or "\x00" in text:
        raise FileNotUnderstood("The file is no UTF-8 text.", "Name the right file.")
    return text


def _decoded(held: bytes) -> str | None:
    try:
        return held.decode()
    except UnicodeDecodeError:
        # The error holds the file, and the file secrets: nothing may be raised while it is being handled.
        return None


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
