"""The person at the terminal: asked on standard input, or on the terminal itself where something is piped into it."""

from typing import TextIO

from spauth_tui.commands.interruptible import interruptible
from spauth_tui.domain.errors import Aborted
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
        """Return a typed line; raises `KeyboardInterrupt` at ctrl+c."""
        with interruptible():
            self._err.write(question)
            self._err.flush()
            if self._in.isatty():
                return self._in.readline()
            with open(TERMINAL) as terminal:  # noqa: PTH123 - a device
                return terminal.readline()

    def types_secret(self, prompt: str) -> Secret:
        """Return what is typed unseen; raises `KeyboardInterrupt` at ctrl+c, `Aborted` at ctrl+d."""
        from getpass import getpass

        try:
            with interruptible():
                return Secret(getpass(f"{prompt}: ", self._err))
        except EOFError:
            raise Aborted("Nothing was typed, so nothing was done.", "Start again.") from None
