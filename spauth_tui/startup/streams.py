"""Standard streams as whoever started the program left them: closed, or in an encoding that holds little or no text."""

import codecs
import io
import os
import sys
from typing import Any

_ASCII = "".join(map(chr, range(ord(" "), 0x7F)))


class _Words(io.FileIO):
    """Standard error: words that nobody can be shown are dropped, and the exit code is that of what they are about."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except OSError:
            return memoryview(data).nbytes


def complete() -> None:
    """Put something in the place of a closed standard stream: nothing comes in, and writing out fails in words.

    A vault's file would otherwise be opened under the number of standard output, and be written into.
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
        # A label in another script is shown with question marks, and ends nothing.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _carries_text(encoding: str) -> bool:
    """Say whether plain ASCII that is written in pieces comes back; by idna, undefined and punycode it does not."""
    pieces = (_ASCII, "..\n", _ASCII)
    try:
        encoder, decoder = codecs.getincrementalencoder(encoding)(), codecs.getincrementaldecoder(encoding)()
        written = b"".join(encoder.encode(each) for each in pieces) + encoder.encode("", final=True)
        return decoder.decode(written, final=True) == "".join(pieces)
    except (LookupError, ValueError):
        return False


def wiped(rows: int) -> str:
    """Return what overwrites each row of a terminal; to clear them in one would put them into its history.

    For pages that are to leave nothing: not every terminal has an alternate screen to leave them on.
    """
    return "".join(f"\x1b[{row};1H\x1b[2K" for row in range(1, rows + 1)) + "\x1b[H"
