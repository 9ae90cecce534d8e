"""The only way to open a file for reading: a regular file, without waiting, up to a limit.

A pipe is read only if the person named an open descriptor, such as /dev/stdin or a shell's <(...).
"""

import os
import re
import select
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from spauth_tui.startup import ending

_CAREFUL = (
    getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_NOT_THROUGH_A_LINK = getattr(os, "O_NOFOLLOW", 0)
_STEP = 0.1  # seconds between checks, while waiting for a pipe, whether the program should end
_PIECE = 65_536
_DESCRIPTOR = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,7})|/dev/(stdin)")


class NotPlain(OSError):
    """The path leads to a directory, pipe, device or socket, or is a link that may not be followed."""

    def __init__(self, mode: int) -> None:
        super().__init__("not a regular file")
        self.is_directory = stat.S_ISDIR(mode)


class TooLong(OSError):
    """The file is longer than the caller allows."""


class FileContent(NamedTuple):
    """A file's content and its status."""

    content: bytes
    status: os.stat_result


def descriptor_of(path: Path, flags: int = os.O_RDONLY, *, follows: bool = True) -> int:
    """Open a regular file, which `flags` may create, without waiting; links only if it `follows`. Raises `NotPlain`."""
    if not flags & os.O_CREAT or os.path.lexists(path):
        # Checked first: opening a device may affect it, and a process waiting at a pipe would notice.
        mode = path.stat(follow_symlinks=follows).st_mode
        if not stat.S_ISREG(mode):
            raise NotPlain(mode)
    descriptor = os.open(path, flags | _CAREFUL | (0 if follows else _NOT_THROUGH_A_LINK), 0o600)
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        # Something else has replaced it in between.
        os.close(descriptor)
        raise NotPlain(mode)
    return descriptor


def open_regular(path: Path, flags: int = os.O_RDONLY, *, follows: bool = True) -> BinaryIO:
    """Open a regular file for reading, or as `flags` say; raises the same."""
    return os.fdopen(descriptor_of(path, flags, follows=follows), "r+b" if flags & os.O_RDWR else "rb")


def beginning_of(path: Path, most: int, *, follows: bool = True) -> bytes:
    """Return up to the first `most` bytes."""
    with open_regular(path, follows=follows) as file:
        return file.read(most)


def read_file(path: Path, most: int, *, follows: bool = True) -> FileContent:
    """Return the whole file; raises `TooLong` if it has more than `most` bytes, before it is read."""
    with open_regular(path, follows=follows) as file:
        status = os.fstat(file.fileno())
        if status.st_size > most:
            raise TooLong
        # It may grow meanwhile, and generated files have no size.
        return FileContent(_within(file.read(most + 1), most), status)


def read_named(path: Path, most: int) -> FileContent:
    """Return the whole file, or what comes from a pipe named by its descriptor, until the program should end."""
    named = _DESCRIPTOR.fullmatch(str(path)) if os.name == "posix" else None
    if named is None:
        return read_file(path, most)
    descriptor = 0 if named[2] else int(named[1])
    status = os.fstat(descriptor)
    # A terminal does not count: it is where the dashboard's keys come from.
    if not (stat.S_ISFIFO(status.st_mode) or stat.S_ISSOCK(status.st_mode) or stat.S_ISREG(status.st_mode)):
        raise NotPlain(status.st_mode)
    content = bytearray()
    while len(content) <= most and (piece := _next(descriptor)):
        content += piece
    return FileContent(_within(bytes(content), most), status)


def pieces_of(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield the file in pieces of `size` bytes, the last one shorter; raises `InterruptedError` too."""
    while piece := file.read(size):
        if ending.is_asked():
            raise InterruptedError
        yield piece


def _within(content: bytes, most: int) -> bytes:
    if len(content) > most:
        raise TooLong
    return content


def _next(descriptor: int) -> bytes:
    while not ending.is_asked():
        try:
            is_ready = select.select([descriptor], [], [], _STEP)[0]
        except ValueError:
            raise OSError("a descriptor that cannot be waited for") from None
        if is_ready:
            try:
                return os.read(descriptor, _PIECE)
            except BlockingIOError:
                # Another reader of the same pipe was faster.
                continue
    raise InterruptedError
