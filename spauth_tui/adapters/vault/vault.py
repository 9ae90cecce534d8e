"""The unlocked vault: every read and write, each write one durable transaction with its event."""

import asyncio
import contextlib
import copy
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from spauth_tui.adapters.system.freed_memory import give_back
from spauth_tui.adapters.vault.connection import begin, connect, refuse_newer, settle
from spauth_tui.adapters.vault.creation import new_key
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.files.backing_up import write_backup, write_backup_to
from spauth_tui.adapters.vault.files.copies import write_rekeyed
from spauth_tui.adapters.vault.files.gate import Gate
from spauth_tui.adapters.vault.files.place import FileIdentity, file_at, identity_of, refuse_write_ahead_log
from spauth_tui.adapters.vault.files.replacing import put_in_place
from spauth_tui.adapters.vault.files.unfinished import unfinished
from spauth_tui.adapters.vault.key import opens
from spauth_tui.adapters.vault.one_thread import OneThread
from spauth_tui.adapters.vault.opening import OpenConnection
from spauth_tui.adapters.vault.records import changing, reading, writing
from spauth_tui.adapters.vault.salvage.page_check import PageCheck
from spauth_tui.adapters.vault.turns import Turns
from spauth_tui.adapters.vault.writing_turn import WritingTurn
from spauth_tui.domain.errors.vault import NotInABatch, VaultError, VaultGone, VaultLocked
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import (
    Application,
    ApplicationId,
    ClientSecret,
    ClientSecretId,
)
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshToken, RefreshTokenId
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.incident import Incident
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.restricted import RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.domain.views.naming import Named
from spauth_tui.services.ports.amazon import Client, Credentials
from spauth_tui.services.ports.vault import Changed

T = TypeVar("T")
POLL = timedelta(milliseconds=50)
LONGEST_TURN = timedelta(seconds=30)
"""An exchange takes 20 seconds and its retries more; after this long we no longer wait for another program's."""

LET_GO_AFTER = timedelta(seconds=2)
"""How long decrypted pages are kept for those who read on; their values are not to lie about in memory."""


def _nothing() -> None:
    """Take a turn on the thread."""


@dataclass(slots=True)
class _Held:
    """What a passphrase change replaces; shared with the batches lent from the vault."""

    connection: Any | None
    key: Secret | None
    file: FileIdentity
    is_in_batch: bool = False
    """Whether a batch's transaction is open, and the gate held for it."""
    is_gone: bool = False
    """Whether another file took the vault's place; nothing is asked of the connection from then on."""
    holdings: Holdings | None = None
    """As they were read last; None after anything in them was written here."""
    data_version: int = 0
    """SQLite's count of what others had written by then."""
    page_check: PageCheck | None = None
    """What still looks at the pages; None once they are all found sound."""
    letting_go: asyncio.TimerHandle | None = None
    """When the decrypted pages of what was read and written are let go of; None while there are none."""
    let_go: asyncio.Future[None] | None = None
    """Held, so that it runs to its end."""


class SqlcipherVault:
    """One open connection on one thread, from unlock to lock; fulfils `Vault`."""

    def __init__(
        self, thread: OneThread, opened: OpenConnection, path: Path, page_check: PageCheck | None = None
    ) -> None:
        self._thread = thread
        self._held = _Held(opened.connection, opened.key, opened.file, page_check=page_check)
        self._path = path
        self._writing = WritingTurn()
        self._gate = Gate(path)
        self._is_batch = False
        self._is_over = False
        """Whether this was a batch, which has ended."""
        self._turns = Turns(path)

    async def _read(self, query: Callable[[Any], T], *, ahead: bool = False) -> T:
        """Read; `ahead` of the check of the pages only what holds no secret and is handed to nobody."""

        def call() -> T:
            connection = self._open_connection()
            with translating():
                try:
                    return query(connection)
                except Exception:
                    # What it does not find may have gone with a newer program's migration.
                    refuse_newer(connection)
                    raise

        return await self._run(call, ahead=ahead)

    async def _write(
        self, statements: Callable[[Any], None], event: Event | None, *, changes_holdings: bool = True
    ) -> None:
        """Write with its event: one transaction, or one step of a batch's."""

        def call() -> None:
            connection = self._open_connection()
            if changes_holdings:
                self._held.holdings = None
            with translating(), self._step(connection):
                statements(connection)
                if event is not None:
                    writing.event(connection, event)

        if self._is_batch:
            await self._run(call)
            return
        async with self._writing:
            await self._run(call)

    @contextlib.contextmanager
    def _step(self, connection: Any) -> Iterator[None]:
        """Do all that is said within it or nothing: a transaction, or in a batch a part of one."""
        if not self._is_batch:
            begin(connection)
        elif connection.in_transaction:
            connection.execute("SAVEPOINT step")
        else:
            # The database has given up the batch's transaction.
            raise NotInABatch
        end = "RELEASE step" if self._is_batch else "COMMIT"
        undo = ("ROLLBACK TO step", "RELEASE step") if self._is_batch else ("ROLLBACK",)
        try:
            yield
            connection.execute(end)
        except BaseException:
            for each in undo if connection.in_transaction else ():
                connection.execute(each)
            raise

    @asynccontextmanager
    async def batch(self) -> AsyncIterator["SqlcipherVault"]:
        """Lend a vault whose writes are one transaction: durable at the end, or undone by an exception."""
        self._refuse_in_a_batch()

        def start() -> None:
            with translating():
                begin(self._open_connection())
            # Nobody may replace the file until the transaction ends.
            self._gate.enter()
            self._held.is_in_batch = True

        def commit() -> None:
            with translating():
                self._open_connection().execute("COMMIT")
            self._end_batch()

        async with self._writing:
            batch = copy.copy(self)
            batch._is_batch = True  # noqa: SLF001 - our own copy
            try:
                await self._run(start)
                yield batch
                await self._run(commit)
            except BaseException:
                await self._run(self._roll_back)
                raise
            finally:
                batch._is_over = True  # noqa: SLF001 - our own copy

    def _refuse_in_a_batch(self) -> None:
        """Refuse what would wait for the batch that asks for it, or end its transaction."""
        if self._is_batch:
            raise NotInABatch
        self._writing.refuse_in_own()

    def _roll_back(self) -> None:
        self._held.holdings = None
        connection = self._open_connection()
        if connection.in_transaction:
            with translating():
                connection.execute("ROLLBACK")
        self._end_batch()

    def _end_batch(self) -> None:
        if self._held.is_in_batch:
            self._held.is_in_batch = False
            self._gate.leave()

    async def _run(self, call: Callable[[], T], *, ahead: bool = False, keeps_pages: bool = True) -> T:
        if self._is_over:
            raise NotInABatch
        if self._held.is_gone:
            raise VaultGone
        if self._held.connection is None:
            raise VaultLocked
        if not ahead and self._held.page_check is not None:
            await self._held.page_check.wait()
            self._held.page_check = None
        if keeps_pages and self._held.letting_go is None:
            loop = asyncio.get_running_loop()
            self._held.letting_go = loop.call_later(LET_GO_AFTER.total_seconds(), self._let_go)
        return await self._thread.run(lambda: self._trip(call))

    def _trip(self, call: Callable[[], T]) -> T:
        """Pass the gate, see that the file is still the one that was opened, and make the call."""
        with self._gate.passing():
            if file_at(self._path) != self._held.file:
                self._drop()
                self._held.is_gone = True
                raise VaultGone
            refuse_write_ahead_log(self._path)
            return call()

    def _drop(self) -> None:
        """Close the connection without another look at the file, and forget the key."""
        connection, self._held.connection, self._held.key = self._held.connection, None, None
        self._held.holdings = None
        if connection is not None:
            connection.close()
        self._end_batch()

    def _let_go(self) -> None:
        """Let go of decrypted pages, and have their memory given back."""

        def call() -> None:
            if self._held.connection is not None:
                with contextlib.suppress(VaultError), translating():
                    self._held.connection.execute("PRAGMA shrink_memory")
                give_back()

        self._held.letting_go = None
        if self._held.connection is None:
            # Closed since, and its thread with it.
            return
        self._held.let_go = asyncio.ensure_future(self._thread.run(lambda: self._trip(call)))

    def _open_connection(self) -> Any:
        if self._held.connection is None:
            raise VaultLocked
        return self._held.connection

    def _key(self) -> Secret:
        if self._held.key is None:
            raise VaultLocked
        return self._held.key

    async def changes(self) -> int:
        """Return a number that is another one after another program has written; raises `VaultGone`, `VaultTooNew`."""

        def query() -> int:
            with translating():
                return self._written_by_others(self._open_connection())

        return await self._run(query, ahead=True, keeps_pages=False)

    def _written_by_others(self, connection: Any) -> int:
        """Return SQLite's count of what others wrote; raises `VaultTooNew` if a migration is among what is new."""
        version = int(connection.execute("PRAGMA data_version").fetchone()[0])
        if version != self._held.data_version:
            refuse_newer(connection)
        return version

    @asynccontextmanager
    async def turn(self, authorization_id: AuthorizationId) -> AsyncIterator[None]:
        """Wait until no other program exchanges for the authorization, then keep others waiting meanwhile."""
        self._refuse_in_a_batch()
        waited = timedelta(0)
        while not self._turns.take(authorization_id) and waited < LONGEST_TURN:
            await asyncio.sleep(POLL.total_seconds())
            waited += POLL
        try:
            yield
        finally:
            self._turns.give_back(authorization_id)

    async def is_passphrase(self, passphrase: Secret) -> bool:
        """Say whether it is this vault's passphrase."""
        key = self._key()
        return await asyncio.to_thread(opens, passphrase, key)

    async def back_up(self, reason: BackupReason, at: datetime, target: Path | None = None) -> Path:
        """Write and prove a copy, encrypted with the same passphrase; return where it is."""
        self._refuse_in_a_batch()

        def call() -> Path:
            connection, key = self._open_connection(), self._key()
            if target is not None:
                return write_backup_to(connection, key, target)
            return write_backup(connection, key, self._path, reason, at)

        async with self._writing:
            return await self._run(call)

    async def remove_backup(self, path: Path) -> None:
        """Remove a backup that rotation no longer keeps."""
        await asyncio.to_thread(path.unlink, missing_ok=True)

    async def change_passphrase(self, passphrase: Secret, event: Event) -> None:
        """Write the vault anew under another passphrase, prove it, and let it take the old one's place."""
        self._refuse_in_a_batch()

        def call() -> None:
            key = new_key(passphrase)
            with self._gate.alone():
                old = self._open_connection()
                if file_at(self._path) != self._held.file:
                    self._drop()
                    self._held.is_gone = True
                    raise VaultGone
                with unfinished(self._path.parent) as fresh:
                    with translating():
                        begin(old)
                    try:
                        # SQLite's own lock keeps out other tools, which know no gate, until the new file is in place.
                        write_rekeyed(self._path, self._key(), fresh, key, lambda db: writing.event(db, event))
                        put_in_place(fresh, self._path, None)
                    finally:
                        old.execute("ROLLBACK")
                old.close()
                self._held.connection = self._held.holdings = None
                # Opened by its own name: SQLite names the journal after the name a connection was opened with.
                connection = connect(self._path, key)
                settle(connection)
                self._held.connection, self._held.key = connection, key
                self._held.file = identity_of(self._path.lstat())

        async with self._writing:
            await self._run(_nothing)
            await self._thread.run(call)

    async def preferences(self) -> Preferences:
        """Read what the person chose for this vault."""
        return await self._read(reading.preferences, ahead=True)

    async def change(self, shown: Changed, wanted: Changed, event: Event | None) -> Changed:
        """Write the fields in which `wanted` differs from `shown`; return the record as it then is."""
        changed: list[Changed] = []

        def statements(connection: Any) -> None:
            present, together = changing.bring_together(connection, shown, wanted)
            changing.write(connection, present, together)
            changed.append(together)

        await self._write(statements, event)
        return changed[-1]

    async def purge_refresh_token(self, refresh_token_id: RefreshTokenId, event: Event) -> None:
        """Delete a refresh token for good."""
        await self._write(lambda db: writing.purge_refresh_token(db, refresh_token_id), event)

    async def holdings(self) -> Holdings:
        """Read everything but the values of secrets; what nobody has changed since is not read again."""

        def query(connection: Any) -> Holdings:
            held = self._held
            version = self._written_by_others(connection)
            if held.holdings is None or held.data_version != version:
                held.holdings, held.data_version = reading.holdings(connection), version
            return held.holdings

        self._begin_page_check()
        return await self._read(query, ahead=True)

    def _begin_page_check(self) -> None:
        """Begin it beside what else takes long, on a thread of its own."""
        if self._held.page_check is not None:
            self._held.page_check.begin()

    async def names(self) -> tuple[Named, ...]:
        """Read what every authorization is called."""
        self._begin_page_check()
        return await self._read(reading.names, ahead=True)

    async def part(self, application_id: ApplicationId) -> Holdings:
        """Read one application with all that is its own."""
        return await self._read(lambda db: reading.part(db, application_id), ahead=True)

    async def authorization(self, authorization_id: AuthorizationId) -> Authorization:
        """Read one authorization back."""
        return await self._read(lambda db: reading.authorization(db, authorization_id))

    async def credentials(
        self, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None = None
    ) -> Credentials:
        """Read what an exchange needs."""
        return await self._read(lambda db: reading.credentials(db, authorization_id, client_secret_id))

    async def application(self, application_id: ApplicationId) -> Application:
        """Read one application back."""
        return await self._read(lambda db: reading.application(db, application_id))

    async def parties(self, authorization_id: AuthorizationId) -> tuple[Authorization, Application]:
        """Read one authorization back, with its application."""
        return await self._read(lambda db: reading.parties(db, authorization_id))

    async def client(self, application_id: ApplicationId, client_secret_id: ClientSecretId) -> Client:
        """Read a client id with one of its client secrets."""
        return await self._read(lambda db: reading.client(db, application_id, client_secret_id))

    async def grantless_token(self, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
        """Read a grantless access token with its value."""
        return await self._read(lambda db: reading.grantless_token(db, application_id, scope_key))

    async def restricted_token(self, token_id: RestrictedTokenId) -> RestrictedToken:
        """Read a restricted data token with its value."""
        return await self._read(lambda db: reading.restricted_token(db, token_id))

    async def remove_client_secret(self, client_secret_id: ClientSecretId, event: Event) -> None:
        """Delete a client secret for good."""
        await self._write(lambda db: writing.remove(db, "client_secret", client_secret_id), event)

    async def save_grantless_token(self, application_id: ApplicationId, token: GrantlessToken, event: Event) -> None:
        """Replace the application's grantless access token for a scope."""
        await self._write(lambda db: writing.grantless_token(db, application_id, token), event)

    async def save_restricted_token(
        self, authorization_id: AuthorizationId, token: RestrictedToken, event: Event
    ) -> None:
        """Keep a restricted data token for as long as it lives."""
        await self._write(lambda db: writing.restricted_token(db, authorization_id, token), event)

    async def remove_restricted_token(self, token_id: RestrictedTokenId, event: Event) -> None:
        """Delete a restricted data token before its time."""
        await self._write(lambda db: writing.remove(db, "restricted_token", token_id), event)

    async def forget_expired(self, now: datetime) -> int:
        """Delete every restricted data token whose time is over."""
        gone = 0

        def forget(connection: Any) -> None:
            nonlocal gone
            gone = writing.forget_expired(connection, now)
            if gone:
                self._held.holdings = None

        await self._write(forget, None, changes_holdings=False)
        return gone

    async def add_incident(self, incident: Incident, event: Event) -> None:
        """Insert a leak that is to be dealt with."""
        await self._write(lambda db: writing.incident(db, incident), event)

    async def loan(self, loan_id: LoanId) -> Loan | None:
        """Read a loan; None for one that was ended."""
        return await self._read(lambda db: reading.loan(db, loan_id))

    async def add_loan(self, loan: Loan, event: Event) -> None:
        """Insert a loan."""
        await self._write(lambda db: writing.loan(db, loan), event)

    async def end_loan(self, loan_id: LoanId, event: Event) -> None:
        """Take a loan out, which ends it."""
        await self._write(lambda db: writing.end_loan(db, loan_id), event)

    async def refresh_token(self, refresh_token_id: RefreshTokenId) -> Secret:
        """Read one refresh token's value."""
        return await self._read(lambda db: reading.refresh_token(db, refresh_token_id))

    async def fingerprint(self, refresh_token: Secret) -> str:
        """Return a refresh token's keyed fingerprint."""
        return await self._read(lambda db: writing.fingerprint(db, refresh_token))

    async def set_fingerprint_key(self, key: bytes) -> None:
        """Fingerprint with a key that is known, for pictures that are to be the same each time; not for a real vault.

        What is stored already keeps its fingerprint.
        """
        await self._write(lambda db: writing.fingerprint_key(db, key), None)

    async def access_token(self, authorization_id: AuthorizationId) -> AccessToken | None:
        """Read an access token with its value."""
        return await self._read(lambda db: reading.access_token(db, authorization_id))

    async def events(self, authorization_id: AuthorizationId | None = None, limit: int = 200) -> tuple[Event, ...]:
        """Read events, newest first."""
        return await self._read(lambda db: reading.events(db, authorization_id, limit))

    async def times_guarded(self, authorization_id: AuthorizationId) -> int:
        """Count how often an authorization was guarded."""
        return await self._read(lambda db: reading.times_guarded(db, authorization_id))

    async def last_asked_to_rotate(self, client_id: str) -> datetime | None:
        """Read when Amazon was last asked to rotate a client id's secret."""
        return await self._read(lambda db: reading.last_asked_to_rotate(db, client_id))

    async def add_application(self, application: Application, event: Event) -> None:
        """Insert an application."""
        await self._write(lambda db: writing.application(db, application), event)

    async def add_client_secret(self, application_id: ApplicationId, client_secret: ClientSecret, event: Event) -> None:
        """Add a client secret as the one in use."""
        await self._write(lambda db: writing.client_secret(db, application_id, client_secret), event)

    async def add_account(self, account: Account, event: Event) -> None:
        """Insert an account."""
        await self._write(lambda db: writing.account(db, account), event)

    async def add_authorization(self, authorization: Authorization, event: Event | None) -> None:
        """Insert an authorization."""
        await self._write(lambda db: writing.authorization(db, authorization), event)

    async def add_refresh_token(
        self, authorization_id: AuthorizationId, refresh_token: RefreshToken, event: Event
    ) -> None:
        """Add a refresh token as the current one."""
        await self._write(lambda db: writing.refresh_token(db, authorization_id, refresh_token), event)

    async def make_current(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Roll back to an earlier refresh token."""
        await self._write(lambda db: writing.make_current(db, refresh_token_id, at), event)

    async def mark_revoked(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Mark a refresh token as revoked at Amazon."""
        await self._write(lambda db: writing.mark_revoked(db, refresh_token_id, at), event)

    async def save_access_token(
        self, authorization_id: AuthorizationId, access_token: AccessToken, event: Event
    ) -> Authorization:
        """Replace the authorization's access token; return the authorization as it then is."""
        present: list[Authorization] = []

        def statements(connection: Any) -> None:
            writing.access_token(connection, authorization_id, access_token)
            present.append(reading.authorization(connection, authorization_id))

        await self._write(statements, event)
        return present[-1]

    async def remove_authorization(self, authorization_id: AuthorizationId, event: Event) -> None:
        """Remove an authorization with its tokens."""
        await self._write(lambda db: writing.remove(db, "authorization", authorization_id), event)

    async def remove_application(self, application_id: ApplicationId, event: Event) -> None:
        """Remove an application with its secrets and authorizations."""
        await self._write(lambda db: writing.remove(db, "application", application_id), event)

    async def remove_account(self, account_id: AccountId, event: Event) -> None:
        """Remove an account with its authorizations."""
        await self._write(lambda db: writing.remove(db, "account", account_id), event)

    async def record(self, event: Event) -> None:
        """Add an event alone."""
        await self._write(lambda _: None, event, changes_holdings=False)

    async def close(self) -> None:
        """Close the file and forget the key."""
        self._refuse_in_a_batch()
        if self._held.connection is None:
            return
        if self._held.page_check is not None:
            await self._held.page_check.stop()
        if self._held.letting_go is not None:
            self._held.letting_go.cancel()

        def call() -> None:
            self._drop()
            give_back()
            self._gate.close()

        await self._thread.run(call)
        self._thread.stop()
        self._turns.close()
