"""The vault's file and directory: what may be there, and with which permissions."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from spauth_tui.adapters.system.regular_file import NotPlain, TooLong, beginning_of, open_regular, pieces_of, read_file
from spauth_tui.adapters.vault.files.companions import Companion, refuse_other_file
from spauth_tui.adapters.vault.key import SALT_BYTES
from spauth_tui.domain.errors.vault import NotAVault, NoVault, VaultDamaged, VaultEmpty, VaultUnsafe, VaultUnwritable
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.pasting import command

PAGE = 4096
MOST_BYTES = 2 * 1_073_741_824  # the most bytes of a vault, room for millions of events, and of its journal
MOST_JOURNAL_BYTES = 268_435_456  # the most bytes of a journal that is read into memory
_SQLITE_COMPANIONS = (Companion.JOURNAL, Companion.WRITE_AHEAD_LOG, Companion.SHARED_MEMORY)
_PLAIN_SQLITE = b"SQLite format 3\x00"


def prepare_directory(directory: Path) -> None:
    """Create the directory, accessible only by the user; like ssh, refuse one where others could plant a vault."""
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = directory.stat()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise VaultUnwritable(f"The name of {directory} is too long.", "Choose a shorter one.") from None
        raise VaultUnwritable(f"The directory {directory} cannot be created or read.") from None
    if hasattr(os, "getuid") and status.st_mode & 0o022:
        remedy = f"Run {command('chmod', 'go-w', str(directory))}" if status.st_uid == os.getuid() else ""
        raise VaultUnsafe(f"Other users can write to the directory {directory}.", remedy, ways=(Way.OTHER_VAULT,))


def inspect(path: Path, *, is_vault: bool = True) -> os.stat_result:
    """Check a vault or backup without opening it, and refuse anything odd."""
    path_words, ways = ("The vault's path", (Way.OTHER_VAULT,)) if is_vault else ("The backup's path", ())
    try:
        status = path.lstat()
    except FileNotFoundError:
        raise NoVault from None
    except OSError:
        raise VaultUnwritable(f"The vault file {path} cannot be read.") from None
    if stat.S_ISLNK(status.st_mode):
        raise VaultUnsafe(f"{path_words} is a symbolic link.", "Name the file itself.", ways=ways)
    if not stat.S_ISREG(status.st_mode):
        raise VaultUnsafe(f"{path_words} is not a regular file.", "Name a regular file.", ways=ways)
    if hasattr(os, "getuid") and status.st_uid != os.getuid():
        raise VaultUnsafe("The vault file belongs to another user.", "Use a vault of your own.")
    if status.st_size == 0:
        raise VaultEmpty
    if status.st_size > MOST_BYTES:
        raise NotAVault("The file is far too long to be a vault; it was not touched.")
    refuse_irregular_companions(path, is_vault=is_vault)
    refuse_write_ahead_log(path)
    return status


def make_private(path: Path) -> None:
    """Keep other users from reading a file that has been opened as a vault or backup of ours."""
    try:
        if path.lstat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError:
        raise VaultUnsafe("Other users can read the vault file, and its permissions could not be changed.") from None


def refuse_second_name(path: Path) -> None:
    """Raise `VaultUnsafe` if the file has another name: SQLite would not find its journal by that one."""
    if path.lstat().st_nlink > 1:
        raise VaultUnsafe(
            "The vault's file has a second name (a hard link). A change that was cut off under one name would be lost, "
            "or damage the file, when it is opened under the other.",
            f"Make it a file of its own: {command('cp', '-p', str(path), f'{path}.own')} && "
            f"{command('mv', f'{path}.own', str(path))}",
        )


def refuse_irregular_companions(path: Path, *, is_vault: bool = True) -> None:
    """Raise `VaultUnsafe` for a companion that SQLite should not open, or that only has a companion's name.

    SQLite or this program would remove the latter.
    """
    refuse_what_blocks(path)
    for each in (Companion.JOURNAL, Companion.ATTEMPTS, Companion.ASKED) if is_vault else (Companion.JOURNAL,):
        refuse_other_file(each, path)


def refuse_what_blocks(path: Path) -> None:
    """Raise `VaultUnsafe` if a companion that SQLite opens is far too long, or a pipe, on which it would wait."""
    for each in _SQLITE_COMPANIONS:
        companion = each.of(path)
        try:
            status = companion.lstat()
        except OSError:
            continue
        if not stat.S_ISREG(status.st_mode):
            raise VaultUnsafe(f"{companion.name} beside the file is not a regular file.", "Remove it.")
        if status.st_size > MOST_BYTES:
            raise VaultUnsafe(f"{companion.name} beside the file is far too long.", "Move it away.")


def refuse_write_ahead_log(path: Path, *, may_be_empty: bool = True) -> None:
    """Raise `VaultUnsafe` if there is a write-ahead log, which SQLite would apply to any file with that name."""
    log = Companion.WRITE_AHEAD_LOG.of(path)
    try:
        if not log.lstat().st_size and may_be_empty:
            return
    except FileNotFoundError:
        return
    raise VaultUnsafe(
        f"Another program left a write-ahead log, {log.name}, beside {path.name}. It would be applied to the file, "
        "even if it belongs to another one. Nothing was changed.",
        f"If it belongs to this file, close that program, open the file with it or with sqlcipher, and run PRAGMA "
        f"journal_mode=DELETE there. If not, move {log.name} away."
        if os.path.lexists(path)
        else f"Move {log.name} away; it belongs to a file that does not exist.",
    )


FileIdentity = tuple[int, int]  # what identifies a file, whatever its name: device and inode


def identity_of(status: os.stat_result) -> FileIdentity:
    """Return the identity of an open file."""
    return status.st_dev, status.st_ino


def file_at(path: Path) -> FileIdentity | None:
    """Return the identity of the file at a path; None if there is none."""
    try:
        return identity_of(path.lstat())
    except OSError:
        return None


def read_salt(path: Path, size: int) -> bytes:
    """Return the salt, the first 16 bytes; never while a connection is open, whose locks this would drop (POSIX)."""
    head = first_bytes(path)
    if head == _PLAIN_SQLITE:
        raise NotAVault("This is an unencrypted SQLite database, not a vault; it was not touched.")
    if size < PAGE:
        raise NotAVault
    if size % PAGE:
        raise VaultDamaged(
            "The vault file does not end at a page: it was cut off, or something was added. It was not touched."
        )
    return head


def first_bytes(path: Path) -> bytes:
    """Return the bytes at the salt's place, whatever the file is; never while a connection is open."""
    try:
        return beginning_of(path, SALT_BYTES, follows=False)
    except NotPlain:
        raise VaultUnsafe(f"{path} is not a regular file.", "Name a regular file.") from None
    except OSError:
        raise VaultUnwritable(f"The vault file {path} cannot be read.") from None


def pages_of(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the complete pages of the file with their numbers, from 1; never while a connection is open."""
    try:
        with open_regular(path, follows=False) as file:
            for number, page in enumerate(pieces_of(file, PAGE), 1):
                if len(page) == PAGE:
                    yield number, page
    except OSError:
        raise VaultUnwritable(f"The vault file {path} cannot be read.") from None


def journal_of(path: Path) -> bytes:
    """Return the journal next to the file; empty if there is none."""
    journal = Companion.JOURNAL.of(path)
    try:
        return read_file(journal, MOST_JOURNAL_BYTES, follows=False).content
    except (FileNotFoundError, NotPlain):
        return b""
    except TooLong:
        raise VaultUnsafe(f"{journal.name} beside the file is far too long.", "Move it away.") from None
    except OSError:
        raise VaultUnwritable(f"The journal {journal} cannot be read.") from None
