"""What a verb prints and asks: answers on standard output, messages on standard error, secrets never echoed."""

import io
import os
import shutil
from typing import TextIO

from spauth_tui.commands.runtime.interruptible import interruptible, unstoppable
from spauth_tui.commands.runtime.prompt import Person
from spauth_tui.commands.runtime.secret_lines import is_several_lines, one_line, print_exactly, show_on_a_page
from spauth_tui.domain.errors.input import Aborted, ConfigurationRefused, FileNotUnderstood, InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.domain.text.wrapping import wrapped
from spauth_tui.formats.reading.decoding import decoded
from spauth_tui.startup.streams import wiped

MOST_READ = 16 * 1_048_576
"""The most characters of standard input."""


def fitting(text: str, stream: TextIO) -> str:
    """Return a text, at a terminal harmless and in lines of its width."""
    if not stream.isatty():
        return text
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return wrapped(harmless(text), columns)


class Console:
    """The three standard streams, and the person behind them, if there is one."""

    def __init__(self, stdin: TextIO, stdout: TextIO, stderr: TextIO, *, assume_yes: bool = False) -> None:
        self._in, self._out, self._err = stdin, stdout, stderr
        self._person = Person(stdin, stderr)
        self._assume_yes = assume_yes

    @property
    def shows_answers_to_a_person(self) -> bool:
        """Whether standard output is a terminal."""
        return self._out.isatty()

    @property
    def shows_words_to_a_person(self) -> bool:
        """Whether standard error is a terminal, where a line can be overwritten."""
        return self._err.isatty()

    @property
    def can_ask(self) -> bool:
        """Whether a person is there to type an answer."""
        return self._person.is_there

    def answer(self, text: str) -> None:
        """Print a line of the answer, wrapped by words at a terminal unless it is JSON."""
        self.answer_whole(f"{text if text.startswith('{') else fitting(text, self._out)}\n")

    def answer_whole(self, text: str) -> None:
        """Print an answer as it is, without adding a line break."""
        self._out.write(harmless(text) if self.shows_answers_to_a_person else text)

    def answer_paths(self, text: str) -> None:
        """Print a line with paths, byte for byte unless a person sees it."""
        if self.shows_answers_to_a_person or os.name != "posix" or not isinstance(self._out, io.TextIOWrapper):
            self.answer(text)
            return
        self._out.flush()
        self._out.buffer.write(os.fsencode(f"{text}\n"))

    def answer_secret(self, secret: Secret) -> None:
        """Print a secret exactly, ending with a line break.

        Raises `ConfigurationRefused` if standard output's encoding would alter it.
        """
        print_exactly(secret, self._out)

    def flush(self) -> None:
        """Flush standard output."""
        self._out.flush()

    def say(self, text: str) -> None:
        """Write a message on standard error."""
        self._err.write(f"{fitting(harmless(text), self._err)}\n")
        self._err.flush()

    def confirm(self, question: str, *, always: bool = False) -> None:
        """Return if the person agrees; else, or if nobody can be asked and --yes was not given, raise `Aborted`.

        `always` asks although --yes was given: for what only reading can answer.
        """
        if self._assume_yes and not always:
            return
        if self._answer_to(f"{question} [y/N] ").casefold() not in {"y", "yes"}:
            raise Aborted("You did not answer yes, so nothing was done.", "Run it again when you are sure.")

    def confirm_typed(self, question: str, word: str) -> None:
        """Like `confirm`, but the person has to type a word: for what cannot be undone."""
        if self._assume_yes:
            return
        if self._answer_to(f"{question} Type {word} to continue: ") != word:
            raise Aborted(f"You did not type {word}, so nothing was done.", "Run it again when you are sure.")

    def _answer_to(self, question: str) -> str:
        if not self.can_ask:
            raise Aborted(
                "Nobody is there to answer, so nothing was done.", "Give --yes to answer every question in advance."
            )
        return self._person.types_line(fitting(harmless(question), self._err)).strip()

    def ask_secret(
        self, prompt: str, otherwise: str = "Give it with --passphrase-fd or --passphrase-command."
    ) -> Secret:
        """Let the person type a secret without echo; asks again if several lines are entered.

        Raises `Aborted` if nobody is there, with what to do instead.
        """
        if not self.can_ask:
            raise Aborted("Nobody is there to type it, so nothing was done.", otherwise)
        while True:
            line = one_line(self._person.types_secret(harmless(prompt)))
            if line is not None:
                return line
            self.say("That was several lines; a passphrase is a single line.")

    def hide_typing(self) -> None:
        """Show nothing that is typed from here on, if there is a terminal."""
        if self._person.is_there:
            self._person.hide_typing()

    def show_typing(self) -> None:
        """Restore the echo that the first secret turned off."""
        self._person.show_typing()

    @property
    def can_show_once(self) -> bool:
        """Whether a person is at a terminal that can remove what it has shown."""
        return self.can_ask and self.shows_words_to_a_person and os.environ.get("TERM", "dumb") != "dumb"

    def show_once(self, words: str, secret: Secret, question: str) -> None:
        """Show a secret on a separate page until the person presses enter; nothing of it remains on the terminal."""
        with unstoppable():
            show_on_a_page(words, secret, self._err)
            try:
                self._person.types_line(question)
            finally:
                self._err.write(f"{wiped(shutil.get_terminal_size().lines)}\x1b[?1049l")
                self._err.flush()

    def read_secret(self, prompt: str) -> Secret:
        """Return a secret from standard input: typed without echo, or everything from a pipe."""
        return self._person.types_secret(prompt) if self._in.isatty() else Secret(self.read_input().strip())

    def read_one_secret(self, prompt: str) -> Secret:
        """Return a secret of one line; raises `InputRefused` if a pipe gives several.

        Several lines pasted by a person are one secret that was wrapped, as on the dashboard.
        """
        secret = self.read_secret(prompt)
        if not self._in.isatty() and is_several_lines(secret):
            raise InputRefused("Standard input has several lines; one secret was expected.", "Pipe only that one.")
        return secret

    def read_input(self) -> str:
        """Read standard input to its end; raises `FileNotUnderstood` if it is not text or far too long."""
        try:
            with interruptible():
                text = decoded(self._in.buffer.read(MOST_READ + 1))
        except OSError:
            raise ConfigurationRefused("Standard input cannot be read.", "Pipe into it, or name a file.") from None
        if not text:
            raise FileNotUnderstood("Standard input is empty.", "Pipe text into it.")
        if len(text) > MOST_READ:
            raise FileNotUnderstood("Standard input is far too long.", "Pipe the right file into it.")
        return text
