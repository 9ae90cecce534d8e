"""Doubles of the ports: real behaviour, in memory, with time that a test moves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.records import reading
from spauth_tui.adapters.vault.records.migrations import migrate
from spauth_tui.adapters.vault.steps import EachAlone, InBatch, WritingTurn
from spauth_tui.adapters.vault.transaction import SqlTransaction
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import FileNotUnderstood
from spauth_tui.domain.errors.system import BrowserUnavailable, KeyringUnavailable
from spauth_tui.domain.errors.vault import (
    BackupExists,
    DiskFull,
    NoVault,
    VaultExists,
    VaultLocked,
    WrongPassphrase,
)
from spauth_tui.domain.model.appearance import Appearance, ReadAppearance
from spauth_tui.domain.model.application import (
    Kind,
)
from spauth_tui.domain.model.authorization import (
    AuthorizationId,
)
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.proof import Participation, Proof
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents, newest_first
from spauth_tui.domain.vault.merging import merged
from spauth_tui.domain.vault.salvage import Salvaged
from spauth_tui.services.ports.amazon import Admit, Client, Credentials, Grant
from spauth_tui.services.ports.system import Certainty, Receipt
from spauth_tui.services.ports.vault import EVERYTHING, Condition

T = TypeVar("T")

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is moved; sleeping moves it and is noted."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now
        self._ticks = timedelta(0)
        self.slept: list[timedelta] = []

    def now(self) -> datetime:
        return self._now

    def ticks(self) -> timedelta:
        return self._ticks

    def advance(self, span: timedelta) -> None:
        self._now += span
        self._ticks += span

    def set_wall(self, span: timedelta) -> None:
        """Move the wall clock alone, as a person, NTP or a suspended laptop does."""
        self._now += span

    async def sleep(self, span: timedelta) -> None:
        self.slept.append(span)
        self.advance(span)
        await asyncio.sleep(0)


@cache
def _empty() -> Any:
    """Return a database with a vault's tables, of which copies are made in no time."""
    made = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(made)
    return made


class _Memory:
    """A vault's tables in memory, in the place of an open file: asked at once, on the caller's thread."""

    def __init__(self) -> None:
        self.connection = sqlcipher.connect(":memory:", isolation_level=None, check_same_thread=False)
        _empty().backup(self.connection)
        self.connection.execute("PRAGMA foreign_keys=ON")
        self.turn = WritingTurn()
        self.is_full = False
        """Whether nothing can be written any more; a batch finds out at its end."""

    def begin(self, connection: Any) -> None:
        self.refuse_if_full()
        connection.execute("BEGIN")

    def refuse_if_full(self) -> None:
        if self.is_full:
            raise DiskFull


class _Opened:
    """One way in to it, which can be closed."""

    def __init__(self, memory: _Memory) -> None:
        self.memory = memory
        self.is_closed = False

    async def checked(self) -> None:
        if self.is_closed:
            raise VaultLocked

    async def run(self, call: Callable[[Any], T]) -> T:
        await self.checked()
        with translating():
            return call(self.memory.connection)

    look = read = run


class InMemoryVault(SqlTransaction):
    """Reads and writes as the real vault does; passes the same contract suite."""

    def __init__(self, store: "InMemoryVaultStore | None" = None) -> None:
        self.store = store if store is not None else InMemoryVaultStore()
        self._memory = self.store.memory
        self._file = _Opened(self._memory)
        self.written_by_others = 0
        super().__init__(EachAlone(self._file, self._memory.turn, self._memory.begin))

    @property
    def backups(self) -> list[BackupFile]:
        return self.store.written

    @property
    def is_full(self) -> bool:
        return self._memory.is_full

    @is_full.setter
    def is_full(self, is_full: bool) -> None:
        self._memory.is_full = is_full

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[SqlTransaction]:
        async with self._memory.turn:
            steps, connection = InBatch(self._file), self._memory.connection
            await self._file.run(lambda db: db.execute("BEGIN"))
            try:
                yield SqlTransaction(steps)
                self._memory.refuse_if_full()
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            finally:
                steps.is_over = True

    async def checked(self) -> None:
        await self._file.checked()

    async def is_passphrase(self, passphrase: Secret) -> bool:
        return passphrase == self.store.passphrase

    async def change_passphrase(self, passphrase: Secret, event: Event) -> None:
        await self.record(event)
        self.store.passphrase = passphrase

    async def back_up(self, reason: BackupReason, at: datetime, target: Path | None = None) -> Path:
        async with self._memory.turn:
            await self._file.checked()
            path = target or Path(f"{reason.value}-{len(self.backups)}.vault")
            self.backups.append(BackupFile(path, at, reason, 4096, len(self.backups) + 1))
            return path

    async def changes(self) -> int:
        await self._file.checked()
        return self.written_by_others

    @asynccontextmanager
    async def turn(self, authorization_id: AuthorizationId) -> AsyncIterator[None]:
        self._memory.turn.refuse_in_own()
        yield

    async def close(self) -> None:
        self._memory.turn.refuse_in_own()
        self._file.is_closed = True


class InMemoryVaultStore:
    """The place of an in-memory vault."""

    def __init__(self, path: Path = Path("memory.vault"), passphrase: Secret | None = None) -> None:
        self._path = path
        self.passphrase = passphrase
        self.memory = _Memory()
        self.written: list[BackupFile] = []
        self.contents = Contents(Holdings(), None)
        self.restored: list[Path] = []
        self.rows_taken: list[tuple[Path, BackupReason]] = []
        self.salvaged = Salvaged(1, 1, 1, 1, 0, Path("damaged.vault"))

    @property
    def path(self) -> Path:
        return self._path

    @property
    def events(self) -> tuple[Event, ...]:
        """What is in its log, oldest first."""
        return reading.events(self.memory.connection, None, EVERYTHING)[::-1]

    def exists(self) -> bool:
        return self.passphrase is not None

    def vault(self) -> InMemoryVault:
        return InMemoryVault(self)

    async def create(self, passphrase: Secret) -> InMemoryVault:
        if self.exists():
            raise VaultExists
        self.passphrase = passphrase
        return self.vault()

    async def open(self, passphrase: Secret) -> InMemoryVault:
        if not self.exists():
            raise NoVault
        self._refuse(passphrase)
        return self.vault()

    def _refuse(self, passphrase: Secret) -> None:
        if passphrase != self.passphrase:
            raise WrongPassphrase

    async def condition(self) -> Condition:
        return Condition("SQLCipher 4", 0o600, 0o700)

    async def backups(self) -> tuple[BackupFile, ...]:
        return newest_first(self.written)

    async def remove_backup(self, path: Path) -> None:
        self.written[:] = [each for each in self.written if each.path != path]

    async def peek(self, backup: Path, passphrase: Secret) -> Contents:
        self._refuse(passphrase)
        return self.contents

    async def restore(self, backup: Path, passphrase: Secret, event: Event) -> Path | None:
        self._refuse(passphrase)
        self.restored.append(backup)
        return Path("aside.vault")

    async def look_at_rows(self, source: Path, passphrase: Secret) -> Salvaged:
        self._refuse(passphrase)
        return replace(self.salvaged, kept_as=None)

    async def take_rows(self, source: Path, passphrase: Secret, reason: BackupReason, event: Event) -> Salvaged:
        self._refuse(passphrase)
        self.rows_taken.append((source, reason))
        return self.salvaged


class FakeAttempts:
    """Keeps the times in a list."""

    def __init__(self) -> None:
        self.at: list[datetime] = []

    def note(self, at: datetime) -> None:
        self.at.append(at)

    def all(self) -> tuple[datetime, ...]:
        return tuple(self.at)

    def forget(self) -> None:
        self.at.clear()


class FakeKeeper:
    """A keyring in memory; without a name it is not there."""

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.kept: dict[Path, Secret] = {}

    async def find(self, vault: Path) -> Secret | None:
        return self.kept.get(vault)

    async def keep(self, vault: Path, passphrase: Secret) -> None:
        if not self.name:
            raise KeyringUnavailable
        self.kept[vault] = passphrase

    async def forget(self, vault: Path) -> None:
        self.kept.pop(vault, None)


class FakeTokenEndpoint:
    """Answers with what it was given, else with a fresh access token; `gate` holds answers back."""

    def __init__(self) -> None:
        self.goes_elsewhere = False
        self.answers: list[Grant | Exception] = []
        self.asked: list[Credentials] = []
        self.clients: list[Client] = []
        self.scopes: list[str] = []
        self.gate: asyncio.Event | None = None
        self.in_flight = self.most_in_flight = 0

    async def grantless(self, client: Client, scope: str, before_again: Admit | None = None) -> Grant:
        self.scopes.append(scope)
        self.clients.append(client)
        answer = self.answers.pop(0) if self.answers else Grant(Secret("Atc|CANARY-grantless"), timedelta(hours=1))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def exchange(self, credentials: Credentials, before_again: Admit | None = None) -> Grant:
        self.asked.append(credentials)
        self.clients.append(credentials.client)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            if self.gate is not None:
                await self.gate.wait()
            await asyncio.sleep(0)
        finally:
            self.in_flight -= 1
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        return Grant(Secret(f"Atza|CANARY-access-{len(self.asked)}"), timedelta(hours=1))


class FakeSellingPartnerApi:
    """Answers with what it was given; by region where that is given."""

    def __init__(self) -> None:
        self.goes_elsewhere = False
        self.by_region: dict[Region, Proof | Exception] = {}
        self.asked_for: list[Region] = []
        self.rotated: list[Secret] = []
        self.rotation: Exception | None = None
        self.lent: list[Sequence[Resource]] = []
        self.lending: Exception | None = None
        store = Participation("ATVPDKIKX0DER", "US", "Store", is_participating=True, has_suspended_listings=False)
        self.answer: Proof | Exception = Proof(NOW, "https://sellingpartnerapi-na.amazon.com", "request-1", (store,))
        self.called = 0

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Proof:
        self.called += 1
        self.asked_for.append(region)
        answer = self.by_region.get(region, self.answer)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def rotate_client_secret(self, grantless_token: Secret, region: Region) -> str:
        if self.rotation is not None:
            raise self.rotation
        self.rotated.append(grantless_token)
        return "request-rotation"

    async def restricted_data_token(self, access_token: Secret, resources: Sequence[Resource], region: Region) -> Grant:
        if self.lending is not None:
            raise self.lending
        self.lent.append(resources)
        return Grant(Secret(f"Atz.sprdt|CANARY-{len(self.lent)}"), timedelta(hours=1))


class FakeClipboard:
    """Holds one text."""

    def __init__(self) -> None:
        self.text: Secret | None = None
        self.ours = False
        self.problem: Exception | None = None
        self.way = "fake"

    @property
    def backend_names(self) -> Sequence[str]:
        return [self.way]

    async def copy(self, text: Secret, clear_after: timedelta | None = None) -> Receipt:
        if self.problem is not None:
            raise self.problem
        self.text, self.ours = text, True
        return Receipt(self.way, Certainty.READ_BACK)

    async def clear_if_ours(self) -> None:
        if self.ours:
            self.text, self.ours = None, False


class FakeFiles:
    """Notes what was written where."""

    def __init__(self) -> None:
        self.written: dict[Path, str] = {}

    async def write(self, path: Path, text: str) -> None:
        if path in self.written:
            raise BackupExists
        self.written[path] = text

    async def write_secret(self, path: Path, text: Secret) -> None:
        await self.write(path, text.reveal())

    async def read(self, path: Path) -> str:
        if path not in self.written:
            raise FileNotUnderstood(f"There is no such file: {path}.", "Name an existing file.")
        return self.written[path]


class FakeAppearanceFile:
    """Keeps the appearance."""

    path = Path("config.toml")

    def __init__(self) -> None:
        self.kept = Appearance()

    async def read(self) -> ReadAppearance:
        return ReadAppearance(self.kept)

    async def change(self, shown: Appearance, wanted: Appearance) -> Appearance:
        self.kept = merged(self.kept, shown, wanted)
        return self.kept


class FakeBrowser:
    """Notes the addresses."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.works = True

    async def open(self, address: str) -> None:
        if not self.works:
            raise BrowserUnavailable
        self.opened.append(address)
