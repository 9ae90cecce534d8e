"""The person's machine: clipboard, browser, files, keyring, programs."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Protocol

from spauth_tui.domain.model.appearance import Appearance, ReadAppearance
from spauth_tui.domain.model.secret import Secret


class PassphraseKeeper(Protocol):
    """The operating system's keyring, if the person wants it to keep the passphrase."""

    @property
    def name(self) -> str:
        """Its name for people; empty if none can be trusted."""

    async def find(self, vault: Path) -> Secret | None:
        """Return the passphrase stored for a vault; None if there is none, or no answer."""

    async def keep(self, vault: Path, passphrase: Secret) -> None:
        """Store a passphrase; raises `KeyringUnavailable`."""

    async def forget(self, vault: Path) -> None:
        """Remove a vault's passphrase, if stored; raises `KeyringUnavailable`."""


class Certainty(Enum):
    """How sure we are that a copied text is on the clipboard."""

    READ_BACK = "copied, and read back"
    HANDED_OVER = "handed to the clipboard program"
    SENT = "sent to the terminal, which cannot confirm it"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of a copy: which backend, and how certain it is."""

    backend: str
    certainty: Certainty


class Clipboard(Protocol):
    """The system's clipboard."""

    async def copy(self, text: Secret, clear_after: timedelta | None = None) -> Receipt:
        """Put the text on the clipboard; raises `ClipboardUnavailable`. Takes 3 seconds at most.

        After `clear_after` it is cleared if possible, even if this program was killed meanwhile.
        """

    async def clear_if_ours(self) -> None:
        """Clear each clipboard that may still contain what was copied; never raises."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a passphrase is: 0 (guessed at once) to 4, and a word for it."""

    score: int
    words: str


class StrengthEstimator(Protocol):
    """Estimates passphrases."""

    async def estimate(self, passphrase: Secret) -> Strength:
        """Return how many guesses it withstands, as a score; does not block."""


class NewFiles(Protocol):
    """The person's files: logs and exports to write, credentials to import."""

    async def write(self, path: Path, text: str) -> None:
        """Write a new file that only the user can read; raises `BackupExists`, `DiskFull`, `VaultUnwritable`."""

    async def write_secret(self, path: Path, text: Secret) -> None:
        """Write a new file that contains secrets; raises the same."""

    async def read(self, path: Path) -> str:
        """Read a text of at most 16 MiB; raises `FileNotUnderstood` if it is not text or cannot be read."""


class AppearanceFile(Protocol):
    """The file with appearance and key settings."""

    @property
    def path(self) -> Path:
        """The file, which may not exist yet."""

    async def read(self) -> ReadAppearance:
        """Read the file again; raises `ConfigurationRefused` if it is broken."""

    async def change(self, shown: Appearance, wanted: Appearance) -> Appearance:
        """Write what differs between the two; return the updated appearance.

        Raises `ConfigurationRefused`, and `ChangedMeanwhile` if the file has another value than was shown.
        """


class Programs(Protocol):
    """The person's own programs, which are given a token."""

    def look_for(self, name: str) -> None:
        """Check that a program exists and can be run; raises `CommandNotFound`, `CommandNotExecutable`."""

    async def run(
        self,
        command: Sequence[str],
        variables: Mapping[str, Secret],
        *,
        on_stdin: Secret | None = None,
        in_file: Secret | None = None,
    ) -> int:
        """Run a program with variables added to its environment; return its exit code, 128 or more for a signal.

        `on_stdin` replaces our standard input. `in_file` is written to a file that only the user can read; its path
        replaces `{}` in the command, and it is removed when the program has ended. Raises `CommandNotFound`,
        `CommandNotExecutable`, and `VaultUnwritable` if the file cannot be created.
        """


@dataclass(frozen=True, slots=True)
class Visit:
    """A request to a loopback endpoint; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    port: int
    """The port it arrived at."""


@dataclass(frozen=True, slots=True)
class LoopbackReply:
    """What a loopback endpoint answers."""

    status: int
    body: Secret
    headers: Mapping[str, str]
    is_proven: bool = False
    """Whether the client has shown a valid credential, whatever the answer."""


class Listener(Protocol):
    """An endpoint on a loopback address."""

    def listen(self, answer: Callable[[Visit], Awaitable[LoopbackReply]]) -> AbstractAsyncContextManager[str]:
        """Answer requests at a random port during the context; yields the origin, `http://…:PORT`.

        `answer` checks the credential before it waits for anything, so that others cannot crowd out valid clients.
        """


class Browser(Protocol):
    """The person's web browser."""

    async def open(self, address: str) -> None:
        """Open an https address; raises `BrowserUnavailable`."""
