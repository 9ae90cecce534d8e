"""The person at the terminal: asked on standard input, or on the terminal itself if something is piped in."""

from __future__ import annotations

import os
from typing import TextIO

from spauth_tui.commands.runtime.interruptible import interruptible
from spauth_tui.commands.runtime.unseen import Unseen
from spauth_tui.domain.errors.input import Aborted, InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import REPLACEMENT

TERMINAL = "/dev/tty"


class Person:
    """Answers questions. After ctrl+c at one, no further questions are asked and nothing is done."""

    def __init__(self, stdin: TextIO, stderr: TextIO) -> None:
        self._in, self._err = stdin, stderr
        self._unseen: Unseen | None = None
        self._terminal = -1

    @property
    def is_there(self) -> bool:
        """Whether anybody can be asked: standard input is a terminal, or there is one besides the pipe."""
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
        """Return a typed line; bytes that are not text become a line that counts as "no".

        Raises `KeyboardInterrupt` at ctrl+c.
        """
        self.show_typing()
        with interruptible():
            self._err.write(question)
            self._err.flush()
            if self._in.isatty():
                return _line_of(self._in)
            with open(TERMINAL) as terminal:  # noqa: PTH123 - a device
                return _line_of(terminal)

    def types_secret(self, prompt: str) -> Secret:
        """Return what is typed or pasted unseen, even several lines; asks again if it is not text.

        Raises `KeyboardInterrupt` at ctrl+c, `Aborted` at ctrl+d, `InputRefused` if it is far too long.
        """
        try:
            with interruptible():
                while (typed := self._typed(prompt)) is None:
                    self._err.write("\nWhat you typed is not UTF-8 text. Check the terminal's encoding.\n")
        except EOFError:
            raise Aborted("Nothing was typed, so nothing was done.", "Start again.") from None
        return typed

    def _typed(self, prompt: str) -> Secret | None:
        try:
            return Secret(self._text(f"{prompt}: "))
        except UnicodeDecodeError:
            # The error holds what was typed: raise nothing while handling it.
            return None

    def _text(self, prompt: str) -> str:
        unseen = self._hidden()
        if unseen is None:
            from getpass import getpass

            return getpass(prompt, self._err)
        import locale

        def ask() -> None:
            self._err.write(prompt)
            self._err.flush()

        typed = unseen.read(ask)
        self._err.write("\n")
        if typed is None:
            raise InputRefused("What was pasted is far too long.", "Copy only the secret, and try again.")
        return typed.decode(locale.getpreferredencoding(do_setlocale=False))

    def _hidden(self) -> Unseen | None:
        """Return the terminal with its echo off; None on Windows, or if a test replaces it."""
        if self._unseen is not None:
            return self._unseen

        try:
            terminal = os.dup(self._in.fileno()) if self._in.isatty() else os.open(TERMINAL, os.O_RDWR)
        except OSError:
            return None
        try:
            self._unseen = Unseen(terminal)
        except OSError:
            os.close(terminal)
            return None
        self._terminal = terminal
        return self._unseen

    def hide_typing(self) -> None:
        """Turn echo off until `show_typing`, for a verb that may ask for a secret at any time."""
        unseen = self._hidden()
        if unseen is not None:
            unseen.hide()

    def show_typing(self) -> None:
        """Restore echo."""
        if self._unseen is not None:
            self._unseen.let_go()
            os.close(self._terminal)
            self._unseen = None


def _line_of(typed_on: TextIO) -> str:
    try:
        return typed_on.readline()
    except UnicodeDecodeError:
        return REPLACEMENT
