"""A real terminal for the program under test: a pseudo-terminal, its raw bytes, and the screen they paint."""

import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte
import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminal that Python knows", allow_module_level=True)

import fcntl
import pty
import termios


def _take_the_terminal() -> None:
    """Make standard input the controlling terminal of the new session, as a shell's is."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """Starts a program in a pseudo-terminal; `raw` keeps every byte it wrote.

    One that is not controlling sends no signal when it is hung up.
    """

    raw: bytes
    process: subprocess.Popen[bytes]

    def __init__(
        self,
        command: Sequence[str],
        environment: Mapping[str, str],
        size: tuple[int, int] = (120, 40),
        *,
        is_controlling: bool = True,
    ) -> None:
        self.raw = b""
        self._is_hung_up = False
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._ours, theirs = pty.openpty()
        self._set_size(size)
        self.process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=dict(environment),
            start_new_session=True,
            preexec_fn=_take_the_terminal if is_controlling else None,  # noqa: PLW1509 - nothing but a call into the kernel is made there
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
        if not self._is_hung_up:
            os.close(self._ours)

    def hang_up(self) -> None:
        """Close the terminal under the program, as a closed window does."""
        os.close(self._ours)
        self._is_hung_up = True

    def _set_size(self, size: tuple[int, int]) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def resize(self, size: tuple[int, int]) -> None:
        """Give the window another size."""
        self._screen.resize(size[1], size[0])
        self._set_size(size)
        self.process.send_signal(signal.SIGWINCH)

    def send(self, keys: str) -> None:
        """Type."""
        self.send_bytes(keys.encode())

    def send_bytes(self, held: bytes) -> None:
        """Send bytes that need not be text."""
        os.write(self._ours, held)

    @property
    def echoes(self) -> bool:
        """Whether the terminal shows what is typed, be it at once or line by line."""
        flags = termios.tcgetattr(self._ours)[3]
        return bool(flags & termios.ECHO and flags & termios.ICANON)

    def set_echo(self) -> None:
        """Have it show what is typed, as a shell does that takes it back."""
        mode = termios.tcgetattr(self._ours)
        mode[3] |= termios.ECHO | termios.ICANON
        termios.tcsetattr(self._ours, termios.TCSANOW, mode)

    def read_what_came(self) -> None:
        """Read what is there already, without waiting for more."""
        while select.select([self._ours], [], [], 0)[0] and self._read(0):
            pass

    def paste(self, text: str) -> None:
        """Paste as terminals do."""
        self.send(f"\x1b[200~{text}\x1b[201~")

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(self._screen.display)

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if not ready:
            return True
        came = b""
        is_open = True
        # All that is there is read before the screen is looked at: the kernel gives it in small pieces.
        while is_open and len(came) < 65536 and select.select([self._ours], [], [], 0)[0]:
            try:
                piece = os.read(self._ours, 65536)
            except OSError:
                piece = b""
            is_open = bool(piece)
            came += piece
        self.raw += came
        self._stream.feed(came)
        return bool(came)

    def wait_for(self, words: str, seconds: float = 20) -> str:
        """Read until the words are on the screen; return its text."""
        end = time.monotonic() + seconds
        while words not in self.text:
            alive = self._read(0.1)
            if not alive or time.monotonic() > end:
                raise AssertionError(f"{words!r} did not come; the screen shows:\n{self.text}")
        return self.text

    def wait_for_output(self, seconds: float = 20) -> None:
        """Read until the program has written anything at all."""
        end = time.monotonic() + seconds
        while not self.raw:
            assert self._read(0.1)
            assert time.monotonic() < end

    def click(self, words: str) -> None:
        """Click on the first place that shows the words, once they are there and the screen is quiet."""
        self.wait_for(words)
        self.key("")
        lines = self.wait_for(words).splitlines()
        y = next(number for number, line in enumerate(lines) if words in line)
        place = f"{lines[y].index(words) + 2};{y + 1}"
        self.send(f"\x1b[<0;{place}M\x1b[<0;{place}m")

    def key(self, keys: str) -> None:
        """Type, and read until the program has painted what follows and is quiet again."""
        self.send(keys)
        self._read(2)
        while select.select([self._ours], [], [], 0.3)[0] and self._read(0):
            pass

    def wait_for_end(self, seconds: float = 20) -> int:
        """Read until the program has ended; return its exit code."""
        end = time.monotonic() + seconds
        while self._read(0.1) and self.process.poll() is None:
            assert time.monotonic() < end, f"it did not end; the screen shows:\n{self.text}"
        while self._read(0) and select.select([self._ours], [], [], 0)[0]:
            pass
        return self.process.wait(seconds)
