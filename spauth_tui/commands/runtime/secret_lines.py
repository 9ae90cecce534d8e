"""Secrets at the terminal: printed exactly, shown once, taken as one line."""

from typing import TextIO

from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.secret import Secret


def print_exactly(secret: Secret, stream: TextIO) -> None:
    """Print a secret, ending with a line break; raises `ConfigurationRefused` if the encoding would alter it."""
    text = secret.reveal()
    # The error would hold the text, so its details are not used.
    encoding = stream.encoding or "utf-8"
    if not text.isascii() and text.encode(encoding, "ignore").decode(encoding, "ignore") != text:
        raise ConfigurationRefused("Standard output's encoding cannot represent this exactly.", "Set PYTHONUTF8=1.")
    stream.write(text if text.endswith("\n") else f"{text}\n")


def show_on_a_page(words: str, secret: Secret, stream: TextIO) -> None:
    """Show a secret on a separate page of the terminal, below some words."""
    stream.write(f"\x1b[?1049h\x1b[2J\x1b[H{words}\n\n    {secret.reveal()}\n\n")


def one_line(typed: Secret) -> Secret | None:
    """Return what was typed without the line breaks around it; None if it is several lines."""
    line = typed.reveal().strip("\r\n")
    return None if "\n" in line else Secret(line)


def is_several_lines(secret: Secret) -> bool:
    """Return whether a pipe gave more than one."""
    return len(secret.reveal().splitlines()) > 1
