"""Looking for what is wrong, without the passphrase: the vault's file, this computer, and the way to Amazon."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Protocol

from spauth_tui.domain.errors import Unreachable
from spauth_tui.domain.text.time import age_words, span_words
from spauth_tui.domain.vault.backup import newest
from spauth_tui.services.ports import Clock, Condition, VaultStore
from spauth_tui.services.tokens.exchanging import MOST_SKEW


class Verdict(Enum):
    """What a finding means."""

    FINE = "fine"
    TOLD = "note"
    FOUND = "found"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is empty where nothing needs to be done. No secret is in it."""

    what: str
    verdict: Verdict
    words: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Amazon's token endpoint answered: with which status, and its own time where it sent one."""

    status: int
    server_time: datetime | None


class Examiner(Protocol):
    """Looks at this computer."""

    def facts(self) -> Mapping[str, str]:
        """Return versions and surroundings by name, for a supporter; never raises."""
        ...

    def findings(self) -> tuple[Finding, ...]:
        """Look at terminal, clipboard, environment, proxy and trust store; never raises."""
        ...

    async def reach(self) -> Reached:
        """Ask the token endpoint for nothing; raises `Unreachable`."""
        ...


_OTHERS = 0o077
_UNWRITABLE = "Nothing can be stored. See who owns it (chmod u+w), and whether its disk can be written."
_OLD = timedelta(days=30)


class Doctoring:
    """Gathers findings."""

    def __init__(self, examiner: Examiner, store: VaultStore, clock: Clock) -> None:
        self._examiner, self._store, self._clock = examiner, store, clock

    def facts(self) -> Mapping[str, str]:
        """Return versions and surroundings, for a supporter."""
        return self._examiner.facts()

    async def examine(self, *, ask_amazon: bool) -> tuple[Finding, ...]:
        """Look at everything; `ask_amazon` sends one request without any secret to the token endpoint."""
        found = [*await self._vault(), *await self._backups(), *self._examiner.findings()]
        if ask_amazon:
            found += await self._amazon()
        return tuple(found)

    async def _vault(self) -> list[Finding]:
        path = self._store.path
        condition = await self._store.condition()
        cipher = Finding("encryption", Verdict.FINE, condition.cipher)
        if not self._store.exists():
            return [cipher, Finding("vault", Verdict.TOLD, "there is none yet", "spauth-tui init creates one.")]
        return [cipher, *_file(path), *_modes(condition)]

    async def _backups(self) -> list[Finding]:
        if not self._store.exists():
            return []
        last = newest(await self._store.backups())
        if last is None:
            return [Finding("backup", Verdict.TOLD, "there is none beside the vault", "spauth-tui backup writes one.")]
        now = self._clock.now()
        words = f"the newest is from {age_words(last.made_at, now)}"
        if now - last.made_at > _OLD:
            return [Finding("backup", Verdict.TOLD, words, "spauth-tui backup writes one.")]
        return [Finding("backup", Verdict.FINE, words)]

    async def _amazon(self) -> list[Finding]:
        try:
            reached = await self._examiner.reach()
        except Unreachable as problem:
            return [Finding("Login with Amazon", Verdict.FOUND, problem.sentence, problem.remedy)]
        found = [Finding("Login with Amazon", Verdict.FINE, f"answers (status {reached.status})")]
        if reached.server_time is None:
            return [*found, Finding("clock", Verdict.TOLD, "the answer has no date to compare with")]
        ahead = self._clock.now() - reached.server_time
        if abs(ahead) <= MOST_SKEW:
            return [*found, Finding("clock", Verdict.FINE, "agrees with Amazon's")]
        side = "ahead of" if ahead > timedelta(0) else "behind"
        words = f"this computer's clock is {span_words(abs(ahead))} {side} Amazon's"
        return [*found, Finding("clock", Verdict.FOUND, words, "Set it right; countdowns are off by as much.")]


def _file(path: Path) -> Iterator[Finding]:
    """Look at the file from outside: opening it would need the passphrase, and drop the locks of an open window."""
    try:
        status = path.lstat()
    except OSError:
        yield Finding("vault", Verdict.FOUND, "the file cannot be looked at", "Check the permissions of its directory.")
        return
    if path.is_symlink() or not path.is_file():
        yield Finding("vault", Verdict.FOUND, "the path is no plain file", "Move a plain file of your own there.")
    elif status.st_size == 0 or status.st_size % 4096:
        words = "the file is empty" if not status.st_size else "the file's length is not a vault's"
        yield Finding("vault", Verdict.FOUND, words, "Restore a backup: spauth-tui restore.")
    else:
        yield Finding("vault", Verdict.FINE, f"a file of {status.st_size // 1024:,} KiB")


def _modes(condition: Condition) -> Iterator[Finding]:
    vault, directory = condition.vault_mode, condition.directory_mode
    if vault is None or directory is None:
        return
    if not condition.vault_is_writable:
        words = f"the vault cannot be written ({vault:04o})"
        yield Finding("permissions", Verdict.FOUND, words, _UNWRITABLE)
    if not condition.directory_is_writable:
        words = f"the vault's directory cannot be written ({directory:04o}), where each change needs a journal"
        yield Finding("permissions", Verdict.FOUND, words, _UNWRITABLE)
    if vault & _OTHERS:
        words = f"others may read or write the vault ({vault:04o})"
        yield Finding("permissions", Verdict.FOUND, words, "chmod 600 it; unlocking does so too.")
    if directory & 0o022:
        words = f"others may write in the vault's directory ({directory:04o})"
        yield Finding("permissions", Verdict.FOUND, words, "chmod 700 it.")
    elif directory & 0o055:
        words = f"others can see which files lie beside the vault ({directory:04o})"
        yield Finding("permissions", Verdict.TOLD, words, "chmod 700 its directory if that is nobody's business.")
    elif not vault & _OTHERS and condition.vault_is_writable and condition.directory_is_writable:
        yield Finding("permissions", Verdict.FINE, f"vault {vault:04o}, directory {directory:04o}")
