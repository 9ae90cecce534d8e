"""Looks for problems without the passphrase: the vault's file, this computer, the connection to Amazon."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Protocol

from spauth_tui.domain.errors.exchange import Unreachable
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.time import age_words, span_words
from spauth_tui.domain.vault.backup import newest
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Condition, VaultStore
from spauth_tui.services.tokens.exchanging import MOST_SKEW


class Severity(Enum):
    """What a finding means."""

    FINE = "fine"
    NOTE = "note"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check, without secrets; no `remedy` and no `ways` if nothing needs to be done."""

    what: str
    verdict: Severity
    words: str
    remedy: str = ""
    ways: tuple[Way, ...] = ()


class Examiner(Protocol):
    """Checks this computer."""

    def facts(self) -> Mapping[str, str]:
        """Return versions and environment by name, for support; never raises."""

    def findings(self) -> tuple[Finding, ...]:
        """Check terminal, clipboard, environment, proxy and trust store; never raises."""

    @property
    def asks_amazon(self) -> bool:
        """Whether the token endpoint is Amazon's, not a simulator's."""

    async def reach(self) -> tuple[int, datetime | None]:
        """Send the token endpoint an empty request; return its status, and its time if it sent one.

        Raises `Unreachable`.
        """


_OTHERS = 0o077
_UNWRITABLE = "Nothing can be stored. Check who owns it (chmod u+w), and whether the disk is writable."
_OLD = timedelta(days=30)


class Doctoring:
    """Runs the checks."""

    def __init__(self, examiner: Examiner, store: VaultStore, clock: Clock) -> None:
        self._examiner, self._store, self._clock = examiner, store, clock

    def facts(self) -> Mapping[str, str]:
        """Return versions and environment, for support."""
        return self._examiner.facts()

    async def cipher(self) -> str:
        """Return the name and version of the encryption library."""
        return (await self._store.condition()).cipher

    async def examine(self, *, ask_amazon: bool) -> tuple[Finding, ...]:
        """Check everything; `ask_amazon` sends one request without secrets to the token endpoint."""
        found = [*await self._vault(), *await self._backups(), *self._examiner.findings()]
        if ask_amazon:
            found += await self._amazon()
        return tuple(found)

    async def _vault(self) -> list[Finding]:
        path = self._store.path
        condition = await self._store.condition()
        cipher = Finding("encryption", Severity.FINE, condition.cipher)
        if not self._store.exists():
            return [cipher, Finding("vault", Severity.NOTE, "there is none yet", ways=(Way.NEW_VAULT,))]
        return [cipher, *_file(path), *_modes(condition)]

    async def _backups(self) -> list[Finding]:
        if not self._store.exists():
            return []
        last = newest(await self._store.backups())
        if last is None:
            return [Finding("backup", Severity.NOTE, "there is none next to the vault", ways=(Way.BACK_UP,))]
        now = self._clock.now()
        words = f"the newest was written {age_words(last.made_at, now)}"
        if now - last.made_at > _OLD:
            return [Finding("backup", Severity.NOTE, words, ways=(Way.BACK_UP,))]
        return [Finding("backup", Severity.FINE, words)]

    async def _amazon(self) -> list[Finding]:
        is_amazon = self._examiner.asks_amazon
        asked, whose = ("Login with Amazon", "Amazon's") if is_amazon else ("simulator", "the simulator's")
        try:
            status, server_time = await self._examiner.reach()
        except Unreachable as problem:
            return [Finding(asked, Severity.FOUND, problem.sentence.rstrip("."), problem.remedy)]
        found = [Finding(asked, Severity.FINE, f"answers (status {status})")]
        if server_time is None:
            return [*found, Finding("clock", Severity.NOTE, f"{whose} answer has no date to compare with")]
        ahead = self._clock.now() - server_time
        if abs(ahead) <= MOST_SKEW:
            return [*found, Finding("clock", Severity.FINE, f"agrees with {whose}")]
        side = "ahead of" if ahead > timedelta(0) else "behind"
        words = f"this computer's clock is {span_words(abs(ahead))} {side} {whose}"
        return [
            *found,
            Finding("clock", Severity.FOUND, words, "Set the clock; until then countdowns are off by that amount."),
        ]


def _file(path: Path) -> Iterator[Finding]:
    """Check the file without opening it, which would need the passphrase and drop the locks of an open window."""
    try:
        status = path.lstat()
    except OSError:
        yield Finding("vault", Severity.FOUND, "the file cannot be examined", "Check the permissions of its directory.")
        return
    if path.is_symlink() or not path.is_file():
        yield Finding(
            "vault", Severity.FOUND, "the path is not a regular file", "Put a regular file that you own there."
        )
    elif status.st_size == 0 or status.st_size % 4096:
        words = "the file is empty" if not status.st_size else "the file's length is not a vault's"
        yield Finding("vault", Severity.FOUND, words, ways=(Way.RESTORE,))
    else:
        yield Finding("vault", Severity.FINE, f"a file of {status.st_size // 1024:,} KiB")


def _modes(condition: Condition) -> Iterator[Finding]:
    vault, directory = condition.vault_mode, condition.directory_mode
    if vault is None or directory is None:
        return
    if not condition.vault_is_writable:
        words = f"the vault is not writable ({vault:04o})"
        yield Finding("permissions", Severity.FOUND, words, _UNWRITABLE)
    if not condition.directory_is_writable:
        words = f"the vault's directory is not writable ({directory:04o}), and each change needs a journal there"
        yield Finding("permissions", Severity.FOUND, words, _UNWRITABLE)
    if vault & _OTHERS:
        words = f"others can read or write the vault ({vault:04o})"
        yield Finding("permissions", Severity.FOUND, words, "Run chmod 600 on it; unlocking does that too.")
    if directory & 0o022:
        words = f"others can write to the vault's directory ({directory:04o})"
        yield Finding("permissions", Severity.FOUND, words, "Run chmod 700 on it.")
    elif directory & 0o055:
        words = f"others can see which files are beside the vault ({directory:04o})"
        yield Finding("permissions", Severity.NOTE, words, "Run chmod 700 on its directory to hide them.")
    elif not vault & _OTHERS and condition.vault_is_writable and condition.directory_is_writable:
        yield Finding("permissions", Severity.FINE, f"vault {vault:04o}, directory {directory:04o}")
