"""The file and its directory: what may stand there, and with which permissions."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from spauth_tui.adapters.sqlcipher.key import SALT_BYTES
from spauth_tui.domain.errors import (
    NotAVault,
    NoVault,
    VaultDamaged,
    VaultEmpty,
    VaultUnsafe,
    VaultUnwritable,
)

PAGE = 4096
_PLAIN_SQLITE = b"SQLite format 3\x00"


def prepare_directory(directory: Path) -> None:
    """Make the directory if needed, for the user alone; raises `VaultUnwritable` and `VaultUnsafe`."""
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = directory.stat()
    except OSError:
        raise VaultUnwritable(f"The directory {directory} cannot be made or read.") from None
    if hasattr(os, "getuid") and status.st_uid == os.getuid() and status.st_mode & 0o022:
        others_may_write = "Other users can write to the vault's directory"
        if status.st_mode & stat.S_ISVTX:
            raise VaultUnsafe(f"{others_may_write} {directory}.")
        try:
            directory.chmod(0o700)
        except OSError:
            raise VaultUnsafe(f"{others_may_write} {directory}.") from None


def inspect(path: Path) -> os.stat_result:
    """Look at the vault file without opening it; tighten its mode to 0600.

    Raises `NoVault`, `VaultUnsafe` for anything but a plain file of the user's own, `VaultEmpty`, `VaultDamaged`
    for a size that is no whole number of pages, and `NotAVault` for a file too small to be one.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        raise NoVault from None
    except OSError:
        raise VaultUnwritable(f"The vault file {path} cannot be read.") from None
    if stat.S_ISLNK(status.st_mode):
        raise VaultUnsafe("The vault's path is a symbolic link.", "Name the file itself with --vault.")
    if not stat.S_ISREG(status.st_mode):
        raise VaultUnsafe("The vault's path is no plain file.", "Name a plain file with --vault.")
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        raise VaultUnsafe("The vault file belongs to another user.", "Use a vault of your own.")
    if status.st_size == 0:
        raise VaultEmpty
    if status.st_mode & 0o077:
        try:
            path.chmod(0o600)
        except OSError:
            raise VaultUnsafe("Other users can read the vault file, and that could not be changed.") from None
    return status


FileIdentity = tuple[int, int]
"""What tells a file from another one that takes its name: device and inode."""


def identity_of(status: os.stat_result) -> FileIdentity:
    """Return which file this is."""
    return status.st_dev, status.st_ino


def file_at(path: Path) -> FileIdentity | None:
    """Return which file is at the path now; None for none."""
    try:
        return identity_of(path.lstat())
    except OSError:
        return None


def read_salt(path: Path, size: int) -> bytes:
    """Return the file's first 16 bytes, the salt. Only ever called while no connection is open.

    Opening the file beside a connection would drop SQLite's locks on it (POSIX).
    """
    head = first_bytes(path)
    if head == _PLAIN_SQLITE:
        raise NotAVault("This is a plain SQLite database and no vault; it was not touched.")
    if size < PAGE:
        raise NotAVault
    if size % PAGE:
        raise VaultDamaged(
            "The vault file's length is no whole number of pages: its end was cut or something was added. "
            "It was not touched."
        )
    return head


def first_bytes(path: Path) -> bytes:
    """Return what stands where the salt stands, whatever else the file holds; while no connection is open, too."""
    try:
        with path.open("rb") as file:
            return file.read(SALT_BYTES)
    except OSError:
        raise VaultUnwritable(f"The vault file {path} cannot be read.") from None


def pages_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the whole pages of the file with their numbers, from 1; while no connection is open, too."""
    try:
        with path.open("rb") as file:
            number = 0
            while len(page := file.read(PAGE)) == PAGE:
                number += 1
                yield number, page
    except OSError:
        raise VaultUnwritable(f"The vault file {path} cannot be read.") from None


def journal_path(path: Path) -> Path:
    """Return where SQLite keeps what a transaction changes in a file, until it ends."""
    return path.with_name(f"{path.name}-journal")


def journal_of(path: Path) -> bytes:
    """Return what stands in the journal beside the file; nothing where there is none."""
    journal = journal_path(path)
    try:
        return journal.read_bytes() if stat.S_ISREG(journal.lstat().st_mode) else b""
    except FileNotFoundError:
        return b""
    except OSError:
        raise VaultUnwritable(f"The journal {journal} cannot be read.") from None
