"""The person at the terminal: asked on standard input, or on the terminal itself where something is piped into it."""

from typing import TextIO

from spauth_tui.commands.interruptible import interruptible
from spauth_tui.domain.errors import Aborted
from spauth_tui.domain.foreign import REPLACEMENT
from spauth_tui.domain.secret import Secret

TERMINAL = "/dev/tty"


class Person:
    """Answers questions. Whoever presses ctrl+c at one is not asked again: nothing of what was asked is done."""

    def __init__(self, stdin: TextIO, stderr: TextIO) -> None:
        self._in, self._err = stdin, stderr

    @property
    def is_there(self) -> bool:
        """Whether anybody can be asked: standard input is a terminal, or one is there beside what is piped in."""
        if self._in.isatty():
            return True
        if not self._err.isatty():
            return False
        try:
            open(TERMINAL).close()  # noqa: PTH123 - whether it opens is the question
        except OSError:
            return False
        return True

    def types_line(self, question: str) -> str:
        """Return a typed line, of bytes that are no text a line that agrees to nothing.

        Raises `KeyboardInterrupt` at ctrl+c.
        """
        with interruptible():
            self._err.write(question)
            self._err.flush()
            if self._in.isatty():
                return _line_of(self._in)
            with open(TERMINAL) as terminal:  # noqa: PTH123 - a device
                return _line_of(terminal)

    def types_secret(self, prompt: str) -> Secret:
        """Return what is typed unseen, asking again for bytes that are no text.

        Raises `KeyboardInterrupt` at ctrl+c, `Aborted` at ctrl+d.
        """
        try:
            with interruptible():
                while (typed := self._typed(prompt)) is None:
                    self._err.write("\nWhat you typed is not UTF-8 text. Check the terminal's encoding.\n")
        except EOFError:
            raise Aborted("Nothing was typed, so nothing was done.", "Start again.") from None
        return typed

    def _typed(self, prompt: str) -> Secret | None:
        from getpass import getpass

        try:
            return Secret(getpass(f"{prompt}: ", self._err))
        except UnicodeDecodeError:
            # The error holds what was typed: nothing may be raised while it is being handled.
            return None


def _line_of(typed_on: TextIO) -> str:
    try:
        return typed_on.readline()
    except UnicodeDecodeError:
        return REPLACEMENT
