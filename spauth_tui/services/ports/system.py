"""The person's machine: clipboard, browser, files, keyring, programs, terminal."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Protocol

from spauth_tui.domain.model.appearance import Appearance, Notify, Progress, ReadAppearance
from spauth_tui.domain.model.secret import Secret


class PassphraseKeeper(Protocol):
    """The operating system's keyring, if the person wants it to keep the passphrase."""

    @property
    def name(self) -> str:
        """Its name for people; empty when there is none that can be trusted."""
        ...

    async def find(self, vault: Path) -> Secret | None:
        """Return the passphrase kept for a vault; None if it keeps none or did not answer."""
        ...

    async def keep(self, vault: Path, passphrase: Secret) -> None:
        """Keep it; raises `KeyringUnavailable`."""
        ...

    async def forget(self, vault: Path) -> None:
        """Remove it, if it is there; raises `KeyringUnavailable`."""
        ...


class Certainty(Enum):
    """How sure we are that a copied text is on the clipboard."""

    READ_BACK = "copied, and read back"
    HANDED_OVER = "handed to the clipboard program"
    SENT = "sent to the terminal, which cannot confirm it"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a copy: by which way, and how sure that is."""

    backend: str
    certainty: Certainty


class Clipboard(Protocol):
    """The system's clipboard."""

    async def copy(self, text: Secret, clear_after: timedelta | None = None) -> Receipt:
        """Put the text on the clipboard; raises `ClipboardUnavailable`. Takes 3 seconds at most.

        After `clear_after` it is cleared, where that can be done, even if this program was killed meanwhile.
        """
        ...

    async def clear_if_ours(self) -> None:
        """Empty each clipboard that may still hold what was copied; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a passphrase is: 0 (guessed at once) to 4, and a word for it."""

    score: int
    words: str


class StrengthEstimator(Protocol):
    """Estimates passphrases."""

    async def estimate(self, passphrase: Secret) -> Strength:
        """Return how many guesses it stands, as a score; does not block."""
        ...


class NewFiles(Protocol):
    """Files of the person's own: logs and exports that the program writes, credentials that it takes in."""

    async def write(self, path: Path, text: str) -> None:
        """Write a new file for the user alone; raises `BackupExists`, `DiskFull`, `VaultUnwritable`."""
        ...

    async def write_secret(self, path: Path, text: Secret) -> None:
        """Write a new file that holds secrets, likewise."""
        ...

    async def read(self, path: Path) -> str:
        """Read a text of at most 16 MiB; raises `FileNotUnderstood` for what is none or cannot be read."""
        ...


class AppearanceFile(Protocol):
    """Where the person's choices of looks and keys are kept."""

    @property
    def path(self) -> Path:
        """The file, which may not be there yet."""
        ...

    async def read(self) -> ReadAppearance:
        """Read it anew; raises `ConfigurationRefused` for a file that is broken."""
        ...

    async def change(self, shown: Appearance, wanted: Appearance) -> Appearance:
        """Write what differs between the two, all else as it is now; return the appearance as it then is.

        Raises `ConfigurationRefused`, and `ChangedMeanwhile` where the file has another value than was shown.
        """
        ...


class Programs(Protocol):
    """Programs of the person's own, to which a token is lent."""

    def look_for(self, name: str) -> None:
        """Return if there is such a program; raises `CommandNotFound`, `CommandNotExecutable`."""
        ...

    async def run(
        self,
        command: Sequence[str],
        variables: Mapping[str, Secret],
        *,
        on_stdin: Secret | None = None,
        in_file: Secret | None = None,
    ) -> int:
        """Run a program with variables added to its environment; return its exit code, 128 and more for a signal.

        `on_stdin` is what it reads on standard input, in the place of ours. `in_file` is written to a file for the
        user alone, whose path takes the place of `{}` in the command; it is gone when the program has ended.
        Raises `CommandNotFound`, `CommandNotExecutable`, and `VaultUnwritable` where no file can be made.
        """
        ...


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that came to a loopback endpoint; header names are in small letters."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    port: int
    """Where it came in."""


@dataclass(frozen=True, slots=True)
class LoopbackReply:
    """What a loopback endpoint answers."""

    status: int
    body: Secret
    headers: Mapping[str, str]
    is_proven: bool = False
    """Whether the visitor has shown a valid credential, whatever the answer to it is."""


class Listener(Protocol):
    """An endpoint on a loopback address."""

    def listen(self, answer: Callable[[Visit], Awaitable[LoopbackReply]]) -> AbstractAsyncContextManager[str]:
        """Answer requests at a random port for as long as the context lasts; it gives the origin, `http://…:PORT`.

        `answer` decides whether the visitor is proven before it waits for anything: only then others cannot crowd out
        who is.
        """
        ...


class TerminalSigns(Protocol):
    """What can be written to the terminal for it to show beside the screen; words hold no control characters."""

    def keep_title(self) -> str:
        """Have the terminal remember its title."""
        ...

    def title(self, words: str) -> str:
        """Set the title."""
        ...

    def restore_title(self) -> str:
        """Have the terminal take back the title it remembers."""
        ...

    def notification(self, words: str, how: Notify) -> str:
        """Tell the person, the way they chose; empty where they chose none."""
        ...

    def progress(self, percent: int | None, how: Progress, *, failed: bool = False) -> str:
        """Show how far something is, None when it has ended; empty where the terminal is not to be told."""
        ...


class Browser(Protocol):
    """The person's web browser."""

    async def open(self, address: str) -> None:
        """Open an https address; raises `BrowserUnavailable`."""
        ...
