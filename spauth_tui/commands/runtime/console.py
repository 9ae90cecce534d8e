"""What a verb says and asks: the answer on standard output, words on standard error, secrets never echoed."""

import io
import os
import shutil
import sys
from typing import TextIO

from spauth_tui.commands.runtime.interruptible import interruptible
from spauth_tui.commands.runtime.prompt import Person
from spauth_tui.domain.errors import Aborted, ConfigurationRefused, FileNotUnderstood, InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.startup.streams import wiped

MOST_READ = 16 * 1_048_576
"""Characters that standard input may hold."""


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
        """Whether standard error is a terminal, on which a line may be painted over."""
        return self._err.isatty()

    @property
    def can_ask(self) -> bool:
        """Whether a person is there to type an answer."""
        return self._person.is_there

    def answer(self, text: str) -> None:
        """Write a line of the answer."""
        self.answer_whole(f"{text}\n")

    def answer_whole(self, text: str) -> None:
        """Write an answer as it is, without a line break of our own."""
        self._out.write(harmless(text) if self.shows_answers_to_a_person else text)

    def answer_paths(self, text: str) -> None:
        """Write a line with paths: exactly, byte for byte, wherever that is not shown to a person."""
        if self.shows_answers_to_a_person or os.name != "posix" or not isinstance(self._out, io.TextIOWrapper):
            self.answer(text)
            return
        self._out.flush()
        self._out.buffer.write(os.fsencode(f"{text}\n"))

    def answer_secret(self, secret: Secret) -> None:
        """Write a secret that was asked for, exactly; it ends with a line break.

        Raises `ConfigurationRefused` where standard output's encoding would alter it.
        """
        text = secret.reveal()
        if not _can_be_written(text, self._out):
            raise ConfigurationRefused(
                "Standard output is in an encoding that cannot hold this exactly.", "Set PYTHONUTF8=1."
            )
        self._out.write(text if text.endswith("\n") else f"{text}\n")

    def flush(self) -> None:
        """Have what was answered arrive."""
        self._out.flush()

    def say(self, text: str) -> None:
        """Write words on standard error."""
        self._err.write(f"{harmless(text)}\n")
        self._err.flush()

    def paint(self, text: str) -> None:
        """Write over the line on standard error; only where it is a terminal."""
        if self.shows_words_to_a_person:
            self._err.write(f"\r\x1b[K{harmless(text)}")
            self._err.flush()

    def confirm(self, question: str) -> None:
        """Return if the person agrees; raises `Aborted`, also when nobody is there and no --yes was given."""
        if self._assume_yes:
            return
        if self._answer_to(f"{question} [y/N] ").casefold() not in {"y", "yes"}:
            raise Aborted("You did not say yes, so nothing was done.", "Start again when you are sure.")

    def confirm_typed(self, question: str, word: str) -> None:
        """Like `confirm`, but the person has to type a word: for what cannot be undone."""
        if self._assume_yes:
            return
        if self._answer_to(f"{question} Type {word} to go on: ") != word:
            raise Aborted(f"You did not type {word}, so nothing was done.", "Start again when you are sure.")

    def _answer_to(self, question: str) -> str:
        if not self.can_ask:
            raise Aborted("Nobody is there to be asked, so nothing was done.")
        return self._person.types_line(harmless(question)).strip()

    def ask_secret(self, prompt: str, otherwise: str = "Give it by --passphrase-fd or --passphrase-command.") -> Secret:
        """Let the person type a secret of one line unseen, asking again for several.

        Raises `Aborted` where there is nobody, and says what to do instead.
        """
        if not self.can_ask:
            raise Aborted("Nobody is there to type it, so nothing was done.", otherwise)
        while True:
            typed = self._person.types_secret(harmless(prompt))
            line = Secret(typed.reveal().strip("\r\n"))
            if "\n" not in line.reveal():
                return line
            self.say("That was several lines, and a passphrase is one.")

    def show_typing(self) -> None:
        """Let what is typed be seen again, which the first secret that was asked for has put an end to."""
        self._person.show_typing()

    @property
    def can_show_once(self) -> bool:
        """Whether a person is there at a terminal that can remove what it has shown."""
        return self.can_ask and self.shows_words_to_a_person and os.environ.get("TERM", "dumb") != "dumb"

    def show_once(self, words: str, secret: Secret, question: str) -> None:
        """Show a secret on a page of its own until the person presses enter: nothing of it stays on the terminal."""
        self._err.write(f"\x1b[?1049h\x1b[2J\x1b[H{words}\n\n    {secret.reveal()}\n\n")
        try:
            self._person.types_line(question)
        finally:
            self._err.write(f"{wiped(shutil.get_terminal_size().lines)}\x1b[?1049l")
            self._err.flush()

    def read_secret(self, prompt: str) -> Secret:
        """Return a secret from standard input: unseen from a person, whole from a pipe."""
        return self._person.types_secret(prompt) if self._in.isatty() else Secret(self.read_input().strip())

    def read_one_secret(self, prompt: str) -> Secret:
        """Return a secret of one line likewise; raises `InputRefused` for several out of a pipe.

        A person who pastes several has one that was broken over lines, as on the dashboard.
        """
        secret = self.read_secret(prompt)
        if not self._in.isatty() and len(secret.reveal().splitlines()) > 1:
            raise usage("Standard input holds several lines, and one secret was wanted.", "Pipe that one alone.")
        return secret

    def read_input(self) -> str:
        """Read standard input to its end; raises `FileNotUnderstood` for what is no text or far too long."""
        try:
            with interruptible():
                text = self._in.read(MOST_READ + 1)
        except UnicodeDecodeError:
            text = ""
        except OSError:
            raise ConfigurationRefused("Standard input cannot be read.", "Pipe into it, or name a file.") from None
        if not text:
            raise FileNotUnderstood(
                "Standard input holds nothing, or nothing that is UTF-8 text.", "Pipe text into it."
            )
        if len(text) > MOST_READ:
            raise FileNotUnderstood("Standard input holds far too much.", "Pipe the right file into it.")
        return text


def _can_be_written(text: str, stream: TextIO) -> bool:
    # The error would hold the text: it is not asked what was wrong.
    encoding = stream.encoding or "utf-8"
    return text.isascii() or text.encode(encoding, "ignore").decode(encoding, "ignore") == text


def usage(sentence: str, remedy: str) -> InputRefused:
    """Return the refusal of flags that do not go together."""
    return InputRefused(sentence, remedy)


def standard_console(*, assume_yes: bool) -> Console:
    """Return the console on this process's own streams."""
    return Console(sys.stdin, sys.stdout, sys.stderr, assume_yes=assume_yes)
