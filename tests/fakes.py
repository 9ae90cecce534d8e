"""Doubles of the ports: real behaviour, in memory, with time that a test moves."""

import asyncio
import copy
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.exchange import NothingToExchange
from spauth_tui.domain.errors.input import DuplicateAuthorization, FileNotUnderstood
from spauth_tui.domain.errors.system import BrowserUnavailable, KeyringUnavailable
from spauth_tui.domain.errors.vault import (
    BackupExists,
    DiskFull,
    NoSuchRecord,
    NotInABatch,
    NoVault,
    VaultError,
    VaultExists,
    VaultLocked,
    WrongPassphrase,
)
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.appearance import Appearance, ReadAppearance
from spauth_tui.domain.model.application import (
    Application,
    ApplicationId,
    ClientSecret,
    ClientSecretId,
    ClientSecretRecord,
    Kind,
)
from spauth_tui.domain.model.authorization import (
    Authorization,
    AuthorizationId,
    RefreshToken,
    RefreshTokenId,
    RefreshTokenRecord,
    after_all,
)
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.incident import Incident, IncidentId
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.restricted import Resource, RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents, newest_first
from spauth_tui.domain.vault.merging import merged
from spauth_tui.domain.vault.salvage import Salvaged
from spauth_tui.domain.views.naming import Named, name_of
from spauth_tui.services.ports.amazon import Admit, Client, Credentials, Grant, Verification
from spauth_tui.services.ports.system import Certainty, Receipt
from spauth_tui.services.ports.vault import Changed, Condition

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


class _Books:
    """What an in-memory vault holds."""

    def __init__(self) -> None:
        self.applications: dict[ApplicationId, Application] = {}
        self.accounts: dict[AccountId, Account] = {}
        self.authorizations: dict[AuthorizationId, Authorization] = {}
        self.client_secrets: dict[str, Secret] = {}
        self.refresh_tokens: dict[RefreshTokenId, tuple[AuthorizationId, Secret]] = {}
        self.access_tokens: dict[AuthorizationId, AccessToken] = {}
        self.events: list[Event] = []
        self.preferences: dict[str, Preferences] = {}
        self.grantless_tokens: dict[tuple[ApplicationId, str], GrantlessToken] = {}
        self.restricted_tokens: dict[RestrictedTokenId, RestrictedToken] = {}
        self.incidents: dict[IncidentId, Incident] = {}
        self.loans: dict[LoanId, Loan] = {}
        self.passphrase: list[Secret] = []

    def copy(self) -> "_Books":
        twin = _Books()
        for name, value in vars(self).items():
            setattr(twin, name, value.copy())
        return twin


class InMemoryVault:
    """Passes the same contract suite as the real vault."""

    def __init__(self, books: _Books | None = None) -> None:
        self.books: _Books | None = books if books is not None else _Books()
        self.backups: list[BackupFile] = []
        self.written_by_others = 0
        self.is_full = False
        """Whether nothing can be written any more; a batch finds out at its end."""
        self._owners: list[asyncio.Task[Any] | None] = []
        """The task whose batch is open, if any; shared with the batch."""
        self._is_batch = self._is_over = False

    @property
    def _held(self) -> _Books:
        if self._is_over:
            raise NotInABatch
        if self.books is None:
            raise VaultLocked
        return self.books

    @asynccontextmanager
    async def batch(self) -> AsyncIterator["InMemoryVault"]:
        self._refuse_in_a_batch()
        before, batch = self._held.copy(), copy.copy(self)
        batch._is_batch = True
        self._owners.append(asyncio.current_task())
        try:
            yield batch
            self._refuse_if_full()
        except BaseException:
            vars(self._held).update(vars(before))
            raise
        finally:
            self._owners.clear()
            batch._is_over = True

    def _refuse_in_a_batch(self) -> None:
        if self._is_batch:
            raise NotInABatch
        self._refuse_in_own()

    def _refuse_in_own(self) -> None:
        if not self._is_batch and asyncio.current_task() in self._owners:
            raise NotInABatch

    def _refuse_if_full(self) -> None:
        if self.is_full:
            raise DiskFull

    @property
    def _changing(self) -> _Books:
        self._refuse_in_own()
        if not self._is_batch:
            self._refuse_if_full()
        return self._held

    def _write(self, change: Callable[[_Books], None], event: Event | None) -> None:
        held = self._changing
        change(held)
        if event is not None:
            self._log(held, event)

    @staticmethod
    def _log(held: _Books, event: Event) -> None:
        of = held.authorizations.get(event.authorization_id) if event.authorization_id else None
        if of is not None and not event.subject:
            labels = held.applications[of.application_id].label, held.accounts[of.account_id].label
            event = replace(event, subject=" / ".join(labels))
        held.events.append(event)

    async def holdings(self) -> Holdings:
        held = self._held
        return Holdings(
            tuple(sorted(held.applications.values(), key=lambda each: each.label.casefold())),
            tuple(sorted(held.accounts.values(), key=lambda each: each.label.casefold())),
            tuple(sorted(held.authorizations.values(), key=lambda each: (each.created_at, each.id))),
            tuple(each for each in reversed(held.incidents.values()) if each.closed_at is None),
            tuple(reversed(held.loans.values())),
        )

    async def names(self) -> tuple[Named, ...]:
        held = await self.holdings()
        return tuple(Named(name_of(each, held), each.id, each.application_id) for each in held.authorizations)

    async def part(self, application_id: ApplicationId) -> Holdings:
        held = await self.holdings()
        own = held.of_application(application_id)
        theirs = {each.account_id for each in own}
        return Holdings(
            (held.application_by_id[application_id],),
            tuple(each for each in held.accounts if each.id in theirs),
            own,
            held.incidents,
            held.loans,
        )

    async def authorization(self, authorization_id: AuthorizationId) -> Authorization:
        if authorization_id not in self._held.authorizations:
            raise NoSuchRecord
        return self._held.authorizations[authorization_id]

    async def add_application(self, application: Application, event: Event) -> None:
        bare = replace(application, client_secrets=(), grantless=())
        self._add(self._held.applications, bare, event)

    def _add(self, books: dict[Any, Any], record: Any, event: Event) -> None:
        if record.id in books:
            raise VaultError
        self._write(lambda _: books.__setitem__(record.id, record), event)

    async def change(self, shown: Changed, wanted: Changed, event: Event | None) -> Changed:
        present: Changed = await self._present(shown)
        together = merged(present, shown, wanted)
        self._write(lambda held: self._put(held, together), event)
        return together

    async def _present(self, shown: Any) -> Any:
        held = self._held
        match shown:
            case Preferences():
                return await self.preferences()
            case ClientSecretRecord():
                own = self._owner_of_secret(shown.id).client_secrets
                return next(each for each in own if each.id == shown.id)
        books = self._books_of(held, shown)
        if shown.id not in books:
            raise NoSuchRecord
        return books[shown.id]

    def _put(self, held: _Books, record: Any) -> None:
        match record:
            case Preferences():
                held.preferences[""] = record
            case ClientSecretRecord():
                owner = self._owner_of_secret(record.id)
                own = tuple(record if each.id == record.id else each for each in owner.client_secrets)
                held.applications[owner.id] = replace(owner, client_secrets=own)
            case _:
                self._books_of(held, record)[record.id] = record

    @staticmethod
    def _books_of(held: _Books, record: Any) -> dict[Any, Any]:
        books: dict[type, dict[Any, Any]] = {
            Application: held.applications,
            Account: held.accounts,
            Authorization: held.authorizations,
            Incident: held.incidents,
            Loan: held.loans,
        }
        return books[type(record)]

    async def add_client_secret(self, application_id: ApplicationId, client_secret: ClientSecret, event: Event) -> None:
        def change(held: _Books) -> None:
            if application_id not in held.applications:
                raise NoSuchRecord
            known = held.applications[application_id]
            held.applications[application_id] = replace(
                known, client_secrets=(client_secret.record, *known.client_secrets)
            )
            held.client_secrets[client_secret.record.id] = client_secret.value

        self._write(change, event)

    async def application(self, application_id: ApplicationId) -> Application:
        if application_id not in self._held.applications:
            raise NoSuchRecord
        return self._held.applications[application_id]

    async def parties(self, authorization_id: AuthorizationId) -> tuple[Authorization, Application]:
        present = await self.authorization(authorization_id)
        return present, await self.application(present.application_id)

    def _keep_client_secrets(
        self, owner: Application, kept: tuple[ClientSecretRecord, ...], event: Event | None
    ) -> None:
        changed = replace(owner, client_secrets=kept)
        self._write(lambda held: held.applications.__setitem__(owner.id, changed), event)

    def _owner_of_secret(self, secret_id: ClientSecretId) -> Application:
        for application in self._held.applications.values():
            if any(each.id == secret_id for each in application.client_secrets):
                return application
        raise NoSuchRecord

    async def remove_client_secret(self, client_secret_id: ClientSecretId, event: Event) -> None:
        owner = self._owner_of_secret(client_secret_id)
        left = tuple(each for each in owner.client_secrets if each.id != client_secret_id)
        del self._held.client_secrets[client_secret_id]
        self._keep_client_secrets(owner, left, event)

    async def client(self, application_id: ApplicationId, client_secret_id: ClientSecretId) -> Client:
        application = await self.application(application_id)
        if client_secret_id not in {each.id for each in application.client_secrets}:
            raise NoSuchRecord
        return Client(application.client_id, self._held.client_secrets[client_secret_id])

    async def save_grantless_token(self, application_id: ApplicationId, token: GrantlessToken, event: Event) -> None:
        application = await self.application(application_id)
        others = [each for each in application.grantless if each.scope_key != token.life.scope_key]
        lives = tuple(sorted((*others, token.life), key=lambda each: each.scope_key))
        self._held.grantless_tokens[application_id, token.life.scope_key] = token
        changed = replace(application, grantless=lives)
        self._write(lambda held: held.applications.__setitem__(application_id, changed), event)

    async def grantless_token(self, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
        return self._held.grantless_tokens.get((application_id, scope_key))

    async def save_restricted_token(
        self, authorization_id: AuthorizationId, token: RestrictedToken, event: Event
    ) -> None:
        known = await self.authorization(authorization_id)
        tokens = (token.life, *known.restricted_tokens)
        self._held.restricted_tokens[token.life.id] = token
        self._write(
            lambda held: held.authorizations.__setitem__(known.id, replace(known, restricted_tokens=tokens)), event
        )

    async def restricted_token(self, token_id: RestrictedTokenId) -> RestrictedToken:
        if token_id not in self._held.restricted_tokens:
            raise NoSuchRecord
        return self._held.restricted_tokens[token_id]

    def _drop_restricted(self, doomed: Callable[[RestrictedToken], bool]) -> int:
        held = self._changing
        gone = {key for key, token in held.restricted_tokens.items() if doomed(token)}
        for key in gone:
            del held.restricted_tokens[key]
        for known in list(held.authorizations.values()):
            left = tuple(each for each in known.restricted_tokens if each.id not in gone)
            if left != known.restricted_tokens:
                held.authorizations[known.id] = replace(known, restricted_tokens=left)
        return len(gone)

    async def remove_restricted_token(self, token_id: RestrictedTokenId, event: Event) -> None:
        if not self._drop_restricted(lambda token: token.life.id == token_id):
            raise NoSuchRecord
        self._log(self._changing, event)

    async def forget_expired(self, now: datetime) -> int:
        return self._drop_restricted(lambda token: token.life.expires_at <= now)

    async def add_incident(self, incident: Incident, event: Event) -> None:
        self._add(self._held.incidents, incident, event)

    async def loan(self, loan_id: LoanId) -> Loan | None:
        return self._held.loans.get(loan_id)

    async def add_loan(self, loan: Loan, event: Event) -> None:
        self._add(self._held.loans, loan, event)

    async def end_loan(self, loan_id: LoanId, event: Event) -> None:
        if self._changing.loans.pop(loan_id, None) is None:
            raise NoSuchRecord
        self._log(self._held, event)

    async def add_account(self, account: Account, event: Event) -> None:
        self._add(self._held.accounts, account, event)

    async def add_authorization(self, authorization: Authorization, event: Event | None) -> None:
        def change(held: _Books) -> None:
            pair = (authorization.application_id, authorization.account_id)
            if pair[0] not in held.applications or pair[1] not in held.accounts:
                raise NoSuchRecord
            if any((each.application_id, each.account_id) == pair for each in held.authorizations.values()):
                raise DuplicateAuthorization
            held.authorizations[authorization.id] = replace(
                authorization, refresh_tokens=(), access_token=None, restricted_tokens=()
            )

        self._write(change, event)

    async def add_refresh_token(
        self, authorization_id: AuthorizationId, refresh_token: RefreshToken, event: Event
    ) -> None:
        def change(held: _Books) -> None:
            if authorization_id not in held.authorizations:
                raise NoSuchRecord
            known = held.authorizations[authorization_id]
            text = refresh_token.value.reveal()
            record = RefreshTokenRecord(
                refresh_token.id,
                refresh_token.created_at,
                after_all(refresh_token.created_at, (each.made_current_at for each in known.refresh_tokens)),
                hashlib.sha256(text.encode()).hexdigest()[:8],
                len(text),
                refresh_token.note,
                is_usual=text.startswith("Atzr|"),
            )
            held.authorizations[authorization_id] = replace(
                known, refresh_tokens=(record, *known.refresh_tokens), refusal=None, api_refusal=None
            )
            held.refresh_tokens[refresh_token.id] = (authorization_id, refresh_token.value)

        self._write(change, event)

    def _with_token_changed(
        self, token_id: RefreshTokenId, change: Callable[[RefreshTokenRecord], RefreshTokenRecord]
    ) -> Authorization:
        held = self._held
        if token_id not in held.refresh_tokens:
            raise NoSuchRecord
        known = held.authorizations[held.refresh_tokens[token_id][0]]
        tokens = tuple(change(each) if each.id == token_id else each for each in known.refresh_tokens)
        return replace(known, refresh_tokens=tokens)

    async def make_current(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        of = self._with_token_changed(refresh_token_id, lambda each: each).refresh_tokens
        then = after_all(at, (each.made_current_at for each in of))
        changed = self._with_token_changed(
            refresh_token_id, lambda each: replace(each, made_current_at=then, revoked_at=None)
        )
        accepted = replace(changed, refusal=None, api_refusal=None)
        self._write(lambda held: held.authorizations.__setitem__(accepted.id, accepted), event)

    async def mark_revoked(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        changed = self._with_token_changed(refresh_token_id, lambda each: replace(each, revoked_at=at))
        self._write(lambda held: held.authorizations.__setitem__(changed.id, changed), event)

    async def save_access_token(
        self, authorization_id: AuthorizationId, access_token: AccessToken, event: Event
    ) -> Authorization:
        def change(held: _Books) -> None:
            if authorization_id not in held.authorizations:
                raise NoSuchRecord
            held.access_tokens[authorization_id] = access_token
            held.authorizations[authorization_id] = replace(
                held.authorizations[authorization_id], access_token=access_token.life, refusal=None
            )

        self._write(change, event)
        return await self.authorization(authorization_id)

    async def remove_authorization(self, authorization_id: AuthorizationId, event: Event) -> None:
        if self._changing.authorizations.pop(authorization_id, None) is None:
            raise NoSuchRecord
        self._held.access_tokens.pop(authorization_id, None)
        self._log(self._held, event)

    async def remove_application(self, application_id: ApplicationId, event: Event) -> None:
        if self._changing.applications.pop(application_id, None) is None:
            raise NoSuchRecord
        self._drop(lambda each: each.application_id == application_id)
        self._log(self._held, event)

    async def remove_account(self, account_id: AccountId, event: Event) -> None:
        if self._changing.accounts.pop(account_id, None) is None:
            raise NoSuchRecord
        self._drop(lambda each: each.account_id == account_id)
        self._log(self._held, event)

    def _drop(self, doomed: Callable[[Authorization], bool]) -> None:
        for authorization in [each for each in self._held.authorizations.values() if doomed(each)]:
            del self._held.authorizations[authorization.id]

    async def record(self, event: Event) -> None:
        self._log(self._changing, event)

    async def events(self, authorization_id: AuthorizationId | None = None, limit: int = 200) -> tuple[Event, ...]:
        found = [
            each
            for each in reversed(self._held.events)
            if authorization_id is None or each.authorization_id == authorization_id
        ]
        return tuple(found[:limit])

    async def times_guarded(self, authorization_id: AuthorizationId) -> int:
        kinds = [each.kind for each in self._held.events if each.authorization_id == authorization_id]
        return kinds.count(EventKind.GUARDED)

    async def last_asked_to_rotate(self, client_id: str) -> datetime | None:
        asked = (each for each in reversed(self._held.events) if each.kind is EventKind.ROTATION_ASKED)
        return next((each.at for each in asked if each.detail in {client_id, ""}), None)

    async def credentials(
        self, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None = None
    ) -> Credentials:
        authorization = await self.authorization(authorization_id)
        current = authorization.current_refresh_token
        application = self._held.applications[authorization.application_id]
        if current is None or application.client_secret is None:
            raise NothingToExchange
        client = await self.client(application.id, client_secret_id or application.client_secret.id)
        return Credentials(client, self._held.refresh_tokens[current.id][1], current.id)

    async def refresh_token(self, refresh_token_id: RefreshTokenId) -> Secret:
        if refresh_token_id not in self._held.refresh_tokens:
            raise NoSuchRecord
        return self._held.refresh_tokens[refresh_token_id][1]

    async def fingerprint(self, refresh_token: Secret) -> str:
        return hashlib.sha256(refresh_token.reveal().encode()).hexdigest()[:8]

    async def access_token(self, authorization_id: AuthorizationId) -> AccessToken | None:
        return self._held.access_tokens.get(authorization_id)

    async def purge_refresh_token(self, refresh_token_id: RefreshTokenId, event: Event) -> None:
        held = self._changing
        if refresh_token_id not in held.refresh_tokens:
            raise NoSuchRecord
        owner, _ = held.refresh_tokens.pop(refresh_token_id)
        known = held.authorizations[owner]
        left = tuple(each for each in known.refresh_tokens if each.id != refresh_token_id)
        held.authorizations[owner] = replace(known, refresh_tokens=left)
        self._log(held, event)

    async def preferences(self) -> Preferences:
        return self._held.preferences.get("", Preferences())

    async def is_passphrase(self, passphrase: Secret) -> bool:
        return passphrase in self._held.passphrase

    async def change_passphrase(self, passphrase: Secret, event: Event) -> None:
        self._refuse_in_a_batch()
        self._changing.passphrase[:] = [passphrase]
        self._log(self._held, event)

    async def back_up(self, reason: BackupReason, at: datetime, target: Path | None = None) -> Path:
        self._refuse_in_a_batch()
        self._held  # noqa: B018 - raises when closed
        path = target or Path(f"{reason.value}-{len(self.backups)}.vault")
        self.backups.append(BackupFile(path, at, reason, 4096, len(self.backups) + 1))
        return path

    async def remove_backup(self, path: Path) -> None:
        self.backups[:] = [each for each in self.backups if each.path != path]

    async def changes(self) -> int:
        self._held  # noqa: B018 - raises when closed
        return self.written_by_others

    @asynccontextmanager
    async def turn(self, authorization_id: AuthorizationId) -> AsyncIterator[None]:
        self._refuse_in_a_batch()
        yield

    async def close(self) -> None:
        self._refuse_in_a_batch()
        self.books = None


class InMemoryVaultStore:
    """A door to an in-memory vault."""

    def __init__(self, path: Path = Path("memory.vault"), passphrase: Secret | None = None) -> None:
        self._path = path
        self._books = _Books()
        self._books.passphrase[:] = [passphrase] if passphrase else []
        self._backups: list[BackupFile] = []
        self.contents = Contents(Holdings(), None)
        self.restored: list[Path] = []
        self.rows_taken: list[tuple[Path, BackupReason]] = []
        self.salvaged = Salvaged(1, 1, 1, 1, 0, Path("damaged.vault"))

    @property
    def path(self) -> Path:
        return self._path

    def exists(self) -> bool:
        return bool(self._books.passphrase)

    def vault(self) -> InMemoryVault:
        vault = InMemoryVault(self._books)
        vault.backups = self._backups
        return vault

    async def create(self, passphrase: Secret) -> InMemoryVault:
        if self.exists():
            raise VaultExists
        self._books.passphrase[:] = [passphrase]
        return self.vault()

    async def open(self, passphrase: Secret, *, ahead: bool = False) -> InMemoryVault:
        if not self.exists():
            raise NoVault
        if passphrase not in self._books.passphrase:
            raise WrongPassphrase
        return self.vault()

    async def condition(self) -> Condition:
        return Condition("SQLCipher 4", 0o600, 0o700)

    async def backups(self) -> tuple[BackupFile, ...]:
        return newest_first(self._backups)

    async def peek(self, backup: Path, passphrase: Secret) -> Contents:
        if passphrase not in self._books.passphrase:
            raise WrongPassphrase
        return self.contents

    async def restore(self, backup: Path, passphrase: Secret, event: Event) -> Path | None:
        await self.peek(backup, passphrase)
        self.restored.append(backup)
        return Path("aside.vault")

    async def look_at_rows(self, source: Path, passphrase: Secret) -> Salvaged:
        if passphrase not in self._books.passphrase:
            raise WrongPassphrase
        return replace(self.salvaged, kept_as=None)

    async def take_rows(self, source: Path, passphrase: Secret, reason: BackupReason, event: Event) -> Salvaged:
        await self.look_at_rows(source, passphrase)
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
        self.by_region: dict[Region, Verification | Exception] = {}
        self.asked_for: list[Region] = []
        self.rotated: list[Secret] = []
        self.rotation: Exception | None = None
        self.lent: list[Sequence[Resource]] = []
        self.lending: Exception | None = None
        self.answer: Verification | Exception = Verification("https://sellingpartnerapi-na.amazon.com", "request-1")
        self.called = 0

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Verification:
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
            raise FileNotUnderstood("There is no such file to import.", "Name an existing one.")
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
