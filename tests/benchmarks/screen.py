"""A terminal for a program that is timed: it answers what terminals are asked, and notes when bytes came.

`tests.terminal` paints what comes, which costs more than many of the programs that are timed here. This one only keeps
the bytes, and looks in them for words.
"""

import os
import re
import select
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

if sys.platform == "win32":
    raise ImportError("The benchmarks need Linux.")

import fcntl
import pty
import termios

SIZE = (120, 40)
_PATIENCE = 60.0
_QUIET = 0.25
"""Seconds without a byte after which a repaint is over: longer than what an app works between two parts of one."""
_TICK = 500
"""Bytes: what is painted when countdowns move on is more than this, a blinking cursor less."""
_CONTROL = re.compile(rb"\x1b(?:\[[0-9;:?<=>]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])|\r|\n")
_QUESTION = re.compile(
    rb"\x1b\[\?(?P<mode>\d+)\$p|(?P<da1>\x1b\[0?c)|(?P<da2>\x1b\[>0?c)|(?P<dsr>\x1b\[6n)|(?P<kitty>\x1b\[\?u)"
    rb"|(?P<name>\x1b\[>0?q)|\x1b\](?P<colour>1[01]);\?(?:\x07|\x1b\\)|\x1b\[(?P<pixels>1[46])t|(?P<cells>\x1b\[18t)"
)


class NeverCame(Exception):
    """What was waited for did not come."""


class Repaint(NamedTuple):
    """Seconds from a key to the first byte of what is painted then, and to the last."""

    first: float
    last: float


class Screen:
    """Runs a program in a pseudo-terminal of 120x40 that answers as xterm with synchronised output does."""

    process: subprocess.Popen[bytes]

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        directory: Path,
        *,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self._seen = bytearray()
        self._asked = 0
        """How far `_seen` was searched for questions."""
        self.painted = 0
        """Bytes that came in all."""
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        self.started_at = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            cwd=directory,
            pass_fds=tuple(pass_fds),
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def first_frame(self, marker: str) -> float:
        """Return the seconds from exec until the words were painted."""
        return self._until(marker) - self.started_at

    def send(self, keys: str) -> None:
        """Type, and forget what was painted before."""
        self._seen.clear()
        self._asked = 0
        os.write(self._ours, keys.encode())

    def until_words(self, keys: str, marker: str) -> float:
        """Type; return the seconds until the words were painted."""
        began = time.perf_counter()
        self.send(keys)
        return self._until(marker) - began

    def until_more(self, marker: str) -> float:
        """Return the seconds until these words are painted too."""
        began = time.perf_counter()
        return self._until(marker) - began

    def repaint(self, keys: str) -> Repaint:
        """Type; return when what was painted then began and ended."""
        began = time.perf_counter()
        self.send(keys)
        if not self._read(_PATIENCE):
            raise NeverCame(f"nothing was painted after {keys!r}")
        first = last = time.perf_counter()
        while self._read(last + _QUIET - time.perf_counter()):
            last = time.perf_counter()
        return Repaint(first - began, last - began)

    def await_tick(self, longest: float = 2.0, quiet: float = 0.06) -> None:
        """Wait until countdowns have just moved on, so that they will not for the better part of a second."""
        end = time.perf_counter() + longest
        while (left := end - time.perf_counter()) > 0:
            before = self.painted
            if self._read(left):
                while self._read(quiet):
                    pass
            if self.painted - before >= _TICK:
                return

    def rest(self, seconds: float) -> None:
        """Read for so long whatever comes, as a terminal does."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._read(left)

    def read_what_is_there(self) -> None:
        """Read what has come, without waiting."""
        while self._read(0):
            pass

    def fileno(self) -> int:
        """Return the descriptor to wait on."""
        return self._ours

    def _until(self, marker: str) -> float:
        sought, end = marker.encode(), time.perf_counter() + _PATIENCE
        while True:
            came = self._read(end - time.perf_counter())
            now = time.perf_counter()
            if sought in self._seen or sought in _CONTROL.sub(b"", self._seen):
                return now
            if not came:
                tail = _CONTROL.sub(b"", self._seen)[-300:].decode(errors="replace").strip()
                raise NeverCame(f"{marker!r} did not come; the end of what did: {tail!r}")

    def _read(self, seconds: float) -> bool:
        """Read once; return whether anything came within so many seconds."""
        ready, _, _ = select.select([self._ours], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            piece = os.read(self._ours, 1 << 16)
        except OSError:
            return False
        self._seen += piece
        self.painted += len(piece)
        for question in _QUESTION.finditer(self._seen, self._asked):
            self._asked = question.end()
            os.write(self._ours, _answer(question))
        return bool(piece)


def _answer(question: "re.Match[bytes]") -> bytes:
    """Answer one question as xterm does, but that output can be synchronised, as most terminals can."""
    told = question.groupdict()
    if told["mode"]:
        known = {b"2026": b"2", b"2004": b"2", b"1004": b"2"}
        return b"\x1b[?%b;%b$y" % (told["mode"], known.get(told["mode"], b"0"))
    if told["da1"]:
        return b"\x1b[?64;1;2;6;9;15;18;21;22c"
    if told["da2"]:
        return b"\x1b[>41;390;0c"
    if told["dsr"]:
        return b"\x1b[1;1R"
    if told["name"]:
        return b"\x1bP>|XTerm(390)\x1b\\"
    if told["colour"]:
        value = b"ffff/ffff/ffff" if told["colour"] == b"10" else b"0000/0000/0000"
        return b"\x1b]%b;rgb:%b\x1b\\" % (told["colour"], value)
    if told["pixels"]:
        return b"\x1b[6;16;8t" if told["pixels"] == b"16" else b"\x1b[4;%d;%dt" % (SIZE[1] * 16, SIZE[0] * 8)
    if told["cells"]:
        return b"\x1b[8;%d;%dt" % (SIZE[1], SIZE[0])
    # The keyboard protocol of kitty: xterm stays silent.
    return b""
