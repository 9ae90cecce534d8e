"""A passphrase that is not typed: from an open file descriptor, or from a command that prints it."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping, Sequence
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.passphrase import MAX_BYTES

if TYPE_CHECKING:
    import subprocess

T = TypeVar("T")
BY_FD = "--passphrase-fd"
BY_COMMAND = "--passphrase-command"
ENVIRONMENT_NAME = "SPAUTH_PASSPHRASE_COMMAND"
LIMIT = 60.0  # seconds to wait for the passphrase: a command may ask the person first
MOST_PRINTED = 65_536  # the most bytes that a command may print; only the first line counts


def passphrase_from(
    fd: int | None, command: str | None, environment: Mapping[str, str], *, limit: float = LIMIT
) -> Secret | None:
    """Return the first line of a file descriptor or of what a command prints; None if neither was given.

    A command given as a flag wins over the environment's; a file descriptor together with a command is refused. The
    descriptor is read only up to the first line break, and stays open. The command runs without a shell, with
    `environment` and this program's standard input and error. Raises `ConfigurationRefused`, which never contains
    anything that was read, printed or given as a command.
    """
    in_environment = environment.get(ENVIRONMENT_NAME, "").strip()
    if fd is not None and (command is not None or in_environment):
        other = BY_COMMAND if command is not None else ENVIRONMENT_NAME
        raise ConfigurationRefused(f"Both {BY_FD} and {other} are given.", "Give one of them.")
    if fd is not None:
        return passphrase_of(fd, BY_FD, limit)
    if command is not None:
        return _from_command(command, environment, limit, BY_COMMAND)
    return _from_command(in_environment, environment, limit, ENVIRONMENT_NAME) if in_environment else None


def passphrase_of(fd: int, way: str, limit: float = LIMIT) -> Secret:
    """Return the first line of a file descriptor that the flag `way` names; raises `ConfigurationRefused`."""
    try:
        line = _Apart(lambda: _first_line(fd)).result(limit)
    except TimeoutError:
        raise ConfigurationRefused(
            f"No passphrase came from {way} within {limit:g} seconds.", "Write one line to it and close it."
        ) from None
    if line is None:
        raise ConfigurationRefused(
            f"{way} names a descriptor that cannot be read.", f"Open it when you start the program: {way} 3 3< FILE"
        )
    return _accepted(line, way)


def _from_command(command: str, environment: Mapping[str, str], limit: float, way: str) -> Secret:
    import subprocess

    from spauth_tui.adapters.system.command_words import words_of

    words = words_of(command)
    if not words:
        raise ConfigurationRefused(
            f"{way} is empty, or a quote in it is never closed.", "Write a program and its arguments."
        )
    child = _started(words, environment)
    if child is None:
        raise ConfigurationRefused(
            f"The program named by {way} cannot be run.", "Check its name, or give its full path."
        )
    ends = time.monotonic() + limit
    line: bytes | None = None
    code: int | None = None
    try:
        printed = _Apart(lambda: _printed(child)).result(limit)
        if printed is not None:
            line, code = printed, child.wait(max(0.0, ends - time.monotonic()))
    except (TimeoutError, subprocess.TimeoutExpired):
        late = True
    else:
        late = False
    finally:
        child.kill()
        child.wait()
    # Not raised above: a TimeoutExpired contains the command, and would stay attached to the error.
    if late:
        raise ConfigurationRefused(
            f"{way} did not finish within {limit:g} seconds.", "Run the command yourself to see what it waits for."
        )
    if line is None:
        raise ConfigurationRefused(
            f"The output of {way} is too long for a passphrase.", "Let the command print one line."
        )
    if code != 0:
        raise ConfigurationRefused(
            f"{way} failed with exit code {code}.", "Run the command yourself to see what is wrong."
        )
    return _accepted(line, way)


def _started(words: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes] | None:
    import subprocess

    try:
        return subprocess.Popen(  # noqa: S603 - the person's own command
            words, stdout=subprocess.PIPE, bufsize=0, env=dict(environment), close_fds=True
        )
    except (OSError, ValueError):
        return None


def _printed(child: subprocess.Popen[bytes]) -> bytes | None:
    """Return the first line and skip the rest; None if that is too much."""
    assert child.stdout is not None
    with child.stdout as pipe:
        line = _first_line(pipe.fileno())
        left = MOST_PRINTED
        while piece := pipe.read(4096):
            left -= len(piece)
            if left < 0:
                return None
        return line


def _first_line(fd: int) -> bytes:
    """Return what precedes a line break, or enough to show that it is too long."""
    line = bytearray()
    while len(line) < MAX_BYTES + len(b"\r\n") and not line.endswith(b"\n"):
        # Byte by byte: what follows the line is for the descriptor's next reader.
        piece = os.read(fd, 1)
        if not piece:
            break
        line += piece
    return bytes(line)


def _accepted(line: bytes, way: str) -> Secret:
    given = line.removesuffix(b"\r\n") if line.endswith(b"\r\n") else line.removesuffix(b"\n")
    if not given:
        raise ConfigurationRefused(f"{way} gave an empty passphrase.", "It must be the first line.")
    if len(given) > MAX_BYTES:
        raise ConfigurationRefused(
            f"{way} gave more than the {MAX_BYTES:,} bytes that a passphrase can have.", "End it with a line break."
        )
    if b"\x00" in given:
        raise ConfigurationRefused(f"{way} gave a passphrase that contains a NUL.", "Write it as UTF-8 text.")
    text = _decoded(given)
    if text is None:
        raise ConfigurationRefused(f"{way} gave a passphrase that is not UTF-8.", "Write it as UTF-8 text.")
    return Secret(text)


def _decoded(given: bytes) -> str | None:
    try:
        return given.decode()
    except UnicodeDecodeError:
        # The error contains the passphrase: raise nothing while handling it.
        return None


class _Apart(Generic[T]):
    """A call on a thread that nothing joins at exit; a descriptor that cannot be read gives None."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._answer: T | None = None
        self._thread = Thread(target=self._run, name="passphrase", daemon=True)
        self._thread.start()

    def result(self, limit: float) -> T | None:
        """Return the call's result; raises `TimeoutError` after that many seconds."""
        self._thread.join(limit)
        if self._thread.is_alive():
            raise TimeoutError
        return self._answer

    def _run(self) -> None:
        with contextlib.suppress(OSError, OverflowError):
            self._answer = self._call()
