"""Repairs standard streams that the parent process left closed or in an unusable encoding."""

import codecs
import io
import os
import sys
from typing import Any

_ASCII = "".join(map(chr, range(ord(" "), 0x7F)))


class _Words(io.FileIO):
    """Standard error that drops text which cannot be written, so that the exit code stays the intended one."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def complete() -> None:
    """Replace closed standard streams: reading returns nothing, and writing fails with a proper message.

    Otherwise a vault's file could get the descriptor of standard output, and be written into.
    """
    for number, (name, mode) in enumerate((("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, mode)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, open(number, "w" if mode == os.O_WRONLY else "r", encoding="utf-8", closefd=False))  # noqa: SIM115 - it stays open
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _carries_text(stream.encoding):
            stream.reconfigure(encoding="utf-8")
    if isinstance(sys.stderr, io.TextIOWrapper) and sys.platform != "win32":
        words = io.BufferedWriter(_Words(2, "w", closefd=False))
        sys.stderr = io.TextIOWrapper(words, sys.stderr.encoding, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        # A label in another script is shown with question marks instead of ending the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _carries_text(encoding: str) -> bool:
    """Return whether plain ASCII written in pieces survives; with idna, undefined and punycode it does not."""
    pieces = (_ASCII, "..\n", _ASCII)
    try:
        encoder, decoder = codecs.getincrementalencoder(encoding)(), codecs.getincrementaldecoder(encoding)()
        written = b"".join(encoder.encode(each) for each in pieces) + encoder.encode("", final=True)
        return decoder.decode(written, final=True) == "".join(pieces)
    except (LookupError, ValueError):
        return False


def wiped(rows: int) -> str:
    """Return what overwrites each row of a terminal; clearing all at once would push them into its scrollback.

    For pages that must leave no trace: not every terminal has an alternate screen.
    """
    return "".join(f"\x1b[{row};1H\x1b[2K" for row in range(1, rows + 1)) + "\x1b[H"
