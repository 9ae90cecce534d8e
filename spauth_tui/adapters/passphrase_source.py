"""A passphrase that nobody types: from a file descriptor or from a command, never from argv."""

import os
import shlex
import subprocess
from collections.abc import Mapping

from spauth_tui.domain.errors import ConfigurationRefused
from spauth_tui.domain.passphrase import MAX_BYTES
from spauth_tui.domain.secret import Secret

ENVIRONMENT_NAME = "SPAUTH_PASSPHRASE_COMMAND"
LIMIT = 60.0
"""Seconds a command gets: it may ask for a touch or a password of its own."""
_MOST = MAX_BYTES + 2


def passphrase_from(
    fd: int | None, command: str | None, environment: Mapping[str, str], *, limit: float = LIMIT
) -> Secret | None:
    """Return the first line of what the descriptor or the command gives; None where neither is named.

    Raises `ConfigurationRefused` for a closed descriptor, a command that fails or takes too long, nothing, too
    much, text that is no UTF-8, and more than one source named.
    """
    given = environment.get(ENVIRONMENT_NAME, "").strip() or None
    if fd is not None and (command is not None or given is not None):
        raise ConfigurationRefused(
            "The passphrase is to come from two places.",
            f"Give --passphrase-fd, or --passphrase-command or {ENVIRONMENT_NAME}: one of them.",
        )
    if fd is not None:
        return _line(_read(fd), f"descriptor {fd}")
    if command is None:
        command = given
    return None if command is None else _line(_ask(command, limit), "the passphrase command")


def _read(fd: int) -> bytes:
    held = b""
    try:
        while b"\n" not in held and len(held) <= _MOST:
            piece = os.read(fd, 4096)
            if not piece:
                break
            held += piece
    except OSError:
        raise ConfigurationRefused(f"Descriptor {fd} cannot be read.", "Open it for reading: 3< FILE.") from None
    return held


def _ask(command: str, limit: float) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - the person's own command, without a shell
            shlex.split(command), stdout=subprocess.PIPE, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        raise ConfigurationRefused("The passphrase command took too long.", "Try it by itself.") from None
    except (OSError, ValueError):
        raise ConfigurationRefused("The passphrase command cannot be run.", "Try it by itself.") from None
    if done.returncode != 0:
        raise ConfigurationRefused(
            f"The passphrase command ended with exit code {done.returncode}.", "Try it by itself."
        )
    return done.stdout


def _line(held: bytes, source: str) -> Secret:
    first = held.split(b"\n", 1)[0].removesuffix(b"\r")
    if not first:
        raise ConfigurationRefused(f"No passphrase came from {source}.", "It gives it as its first line.")
    if len(first) > MAX_BYTES:
        raise ConfigurationRefused(f"What came from {source} is no passphrase: it is too long.", "Check it.")
    try:
        text = first.decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigurationRefused(f"What came from {source} is not UTF-8 text.", "Check its encoding.") from None
    if "\x00" in text:
        raise ConfigurationRefused(f"What came from {source} holds a NUL.", "Check it.")
    return Secret(text)
