"""The vault, and the place of its file."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import (
    Application,
    ApplicationId,
    ClientSecret,
    ClientSecretId,
    ClientSecretRecord,
)
from spauth_tui.domain.model.authorization import (
    Authorization,
    AuthorizationId,
    RefreshToken,
    RefreshTokenId,
)
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.incident import Incident
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.restricted import RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents
from spauth_tui.domain.vault.salvage import Salvaged
from spauth_tui.domain.views.naming import Named
from spauth_tui.services.ports.amazon import Client, Credentials

Changed = TypeVar(
    "Changed",
    bound=Account | Application | Authorization | ClientSecretRecord | Incident | Loan | Preferences,
)
"""What several windows may change at once."""


EVERYTHING = 1_000_000
"""Events that no log exceeds."""


class Vault(Protocol):
    """An unlocked vault.

    Each writing method is one transaction together with its event, durable when it returns. Every method
    raises `VaultError`s, `VaultLocked` after `close()`, and `NoSuchRecord` for an id that is not there.
    Everything happens on a thread of the adapter's own; nothing blocks the caller's event loop.
    """

    def batch(self) -> AbstractAsyncContextManager["Vault"]:
        """Lend a vault whose writes are one transaction: durable at the end, or undone by an exception.

        A write that fails undoes itself alone. A batch reads and writes and looks (`is_passphrase`, `changes`,
        `remove_backup`), but `batch`, `back_up`, `change_passphrase`, `turn` and `close` raise `NotInABatch`: they
        would wait for the batch, or end its transaction. So does, in the task of the batch, whatever writes to the
        vault that lent it, and the batch itself after its end.
        """
        ...

    async def holdings(self) -> Holdings:
        """Read everything but the values of secrets; labels sorted case-insensitively within their kind."""
        ...

    async def names(self) -> tuple[Named, ...]:
        """Read what every authorization is called, and nothing else of it."""
        ...

    async def part(self, application_id: ApplicationId) -> Holdings:
        """Read one application with its authorizations and their accounts; raises `NoSuchRecord`.

        Incidents and loans are those of the whole vault.
        """
        ...

    async def authorization(self, authorization_id: AuthorizationId) -> Authorization:
        """Read one authorization back."""
        ...

    async def add_application(self, application: Application, event: Event) -> None:
        """Insert an application; its client secrets are added one by one."""
        ...

    async def change(self, shown: Changed, wanted: Changed, event: Event | None) -> Changed:
        """Write the fields in which `wanted` differs from `shown`, and no other; return the record as it then is.

        `shown` is what the wish stood on, however old: what another window has changed since is kept, and no whole
        record is ever written back. Raises `NoSuchRecord`, and `ChangedMeanwhile` where that window has given the same
        field another value (`domain.merging` says how two changes are brought together). Tokens and client secrets of
        a record are not changed this way.
        """
        ...

    async def add_client_secret(self, application_id: ApplicationId, client_secret: ClientSecret, event: Event) -> None:
        """Add a client secret, which is then the one in use; earlier ones are kept."""
        ...

    async def application(self, application_id: ApplicationId) -> Application:
        """Read one application back."""
        ...

    async def remove_client_secret(self, client_secret_id: ClientSecretId, event: Event) -> None:
        """Delete a client secret for good; backups still have it."""
        ...

    async def parties(self, authorization_id: AuthorizationId) -> tuple[Authorization, Application]:
        """Read one authorization back, with its application."""
        ...

    async def client(self, application_id: ApplicationId, client_secret_id: ClientSecretId) -> Client:
        """Read the application's client id with the value of one of its client secrets."""
        ...

    async def save_grantless_token(self, application_id: ApplicationId, token: GrantlessToken, event: Event) -> None:
        """Replace the application's grantless access token for a scope."""
        ...

    async def grantless_token(self, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
        """Read a grantless access token with its value; None if there is none."""
        ...

    async def save_restricted_token(
        self, authorization_id: AuthorizationId, token: RestrictedToken, event: Event
    ) -> None:
        """Keep a restricted data token for as long as it lives."""
        ...

    async def restricted_token(self, token_id: RestrictedTokenId) -> RestrictedToken:
        """Read a restricted data token with its value."""
        ...

    async def remove_restricted_token(self, token_id: RestrictedTokenId, event: Event) -> None:
        """Delete a restricted data token before its time."""
        ...

    async def forget_expired(self, now: datetime) -> int:
        """Delete every restricted data token whose time is over; return how many there were."""
        ...

    async def add_incident(self, incident: Incident, event: Event) -> None:
        """Insert a leak that is to be dealt with."""
        ...

    async def loan(self, loan_id: LoanId) -> Loan | None:
        """Read a loan of the broker; None for one that was ended."""
        ...

    async def add_loan(self, loan: Loan, event: Event) -> None:
        """Insert a loan."""
        ...

    async def end_loan(self, loan_id: LoanId, event: Event) -> None:
        """Take a loan out of the vault, which ends it wherever its broker runs; raises `NoSuchRecord`."""
        ...

    async def add_account(self, account: Account, event: Event) -> None:
        """Insert an account."""
        ...

    async def add_authorization(self, authorization: Authorization, event: Event | None) -> None:
        """Insert an authorization, without tokens.

        Raises `DuplicateAuthorization` when the application already has one for the account.
        """
        ...

    async def add_refresh_token(
        self, authorization_id: AuthorizationId, refresh_token: RefreshToken, event: Event
    ) -> None:
        """Add a refresh token, which is then current; clears both refusals; earlier ones are kept."""
        ...

    async def make_current(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Roll back: make an earlier refresh token the current one; clears both refusals."""
        ...

    async def mark_revoked(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Mark a refresh token as revoked at Amazon."""
        ...

    async def save_access_token(
        self, authorization_id: AuthorizationId, access_token: AccessToken, event: Event
    ) -> Authorization:
        """Replace the authorization's access token, clear the refusal; return the updated authorization."""
        ...

    async def remove_authorization(self, authorization_id: AuthorizationId, event: Event) -> None:
        """Remove an authorization with its tokens; its events stay."""
        ...

    async def remove_application(self, application_id: ApplicationId, event: Event) -> None:
        """Remove an application with its secrets and authorizations; events stay."""
        ...

    async def remove_account(self, account_id: AccountId, event: Event) -> None:
        """Remove an account with its authorizations; events stay."""
        ...

    async def record(self, event: Event) -> None:
        """Add an event alone."""
        ...

    async def events(self, authorization_id: AuthorizationId | None = None, limit: int = 200) -> tuple[Event, ...]:
        """Read events, newest first: of one authorization, or of the whole vault."""
        ...

    async def times_guarded(self, authorization_id: AuthorizationId) -> int:
        """Count how often an authorization was guarded, by its log."""
        ...

    async def last_asked_to_rotate(self, client_id: str) -> datetime | None:
        """Read when Amazon was last asked to rotate a client id's secret, whatever its application was called.

        Earlier versions noted no client id: what they asked for counts for each.
        """
        ...

    async def credentials(
        self, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None = None
    ) -> Credentials:
        """Read what an exchange needs, with the newest client secret or a given one.

        Raises `NothingToExchange` with words for what is missing.
        """
        ...

    async def refresh_token(self, refresh_token_id: RefreshTokenId) -> Secret:
        """Read one refresh token's value."""
        ...

    async def fingerprint(self, refresh_token: Secret) -> str:
        """Return the keyed fingerprint that this vault would keep of a refresh token."""
        ...

    async def access_token(self, authorization_id: AuthorizationId) -> AccessToken | None:
        """Read the access token with its value, or None if there never was one."""
        ...

    async def purge_refresh_token(self, refresh_token_id: RefreshTokenId, event: Event) -> None:
        """Delete a refresh token's value and record for good; backups still have it."""
        ...

    async def preferences(self) -> Preferences:
        """Read what the person chose for this vault."""
        ...

    async def is_passphrase(self, passphrase: Secret) -> bool:
        """Say whether it is this vault's passphrase; takes as long as deriving a key."""
        ...

    async def change_passphrase(self, passphrase: Secret, event: Event) -> None:
        """Encrypt the vault anew; a kill at any instant leaves the old or the new, whole.

        Other programs on the vault learn that it was replaced. Backups keep their passphrase.
        """
        ...

    async def back_up(self, reason: BackupReason, at: datetime, target: Path | None = None) -> Path:
        """Write a copy, open it, check every page, and return where it is: in the directory of backups, or `target`.

        Raises `BackupExists`, `DiskFull`, `VaultUnwritable`; then no file is left.
        """
        ...

    async def remove_backup(self, path: Path) -> None:
        """Remove a backup that rotation no longer keeps."""
        ...

    async def changes(self) -> int:
        """Return a number that is another one after another program has written; raises `VaultGone`, `VaultTooNew`."""
        ...

    def turn(self, authorization_id: AuthorizationId) -> AbstractAsyncContextManager[None]:
        """Wait, 30 seconds at most, until no other program exchanges for the authorization, and keep others waiting."""
        ...

    async def close(self) -> None:
        """Close the file and forget the key; doing it twice is harmless."""
        ...


@dataclass(frozen=True, slots=True)
class Condition:
    """How the vault's file lies on the disk: what encrypts it, and permission bits (None where they mean nothing)."""

    cipher: str
    vault_mode: int | None
    directory_mode: int | None
    vault_is_writable: bool = True
    directory_is_writable: bool = True


class VaultStore(Protocol):
    """The place of one vault file, before it is unlocked."""

    @property
    def path(self) -> Path:
        """Where the file is or will be."""
        ...

    def exists(self) -> bool:
        """Say whether something stands at the path (also something that is no vault)."""
        ...

    async def create(self, passphrase: Secret) -> Vault:
        """Create an empty vault and open it; raises `VaultExists`, `VaultUnwritable`, `VaultUnsafe`."""
        ...

    async def open(self, passphrase: Secret, *, ahead: bool = False) -> Vault:
        """Unlock; raises `WrongPassphrase`, `NoVault`, `NotAVault`, `VaultEmpty`, `VaultDamaged`, ....

        With `ahead` it returns while the file's pages are still being checked: holdings and preferences can be read
        at once, everything else waits for the check and raises `VaultDamaged` if that fails.
        """
        ...

    async def condition(self) -> Condition:
        """Say how the vault's file lies on the disk; never raises."""
        ...

    async def backups(self) -> tuple[BackupFile, ...]:
        """Return the backups in the directory beside the vault, newest first."""
        ...

    async def peek(self, backup: Path, passphrase: Secret) -> Contents:
        """Prove a backup as restoring would, and say what it holds; raises `BackupUnusable`, `WrongPassphrase`."""
        ...

    async def restore(self, backup: Path, passphrase: Secret, event: Event) -> Path | None:
        """Put a backup in the vault's place, with an event; return where the present vault is kept, if there was one.

        No vault may be open on the store. A kill at any instant leaves the present vault or the restored one.
        """
        ...

    async def look_at_rows(self, source: Path, passphrase: Secret) -> Salvaged:
        """Say what `take_rows` would bring; nothing is changed. Raises the same."""
        ...

    async def take_rows(self, source: Path, passphrase: Secret, reason: BackupReason, event: Event) -> Salvaged:
        """Put a new vault with the rows of a damaged or altered one, and the event, in the vault's place.

        Every row that can be read is taken, nothing else: no part of `source` is run. What stood there is kept under
        `reason`. Raises `WrongPassphrase`, `NothingSalvaged`, `VaultTooNew`, `NotAVault`; then nothing was touched.
        """
        ...


class Attempts(Protocol):
    """Wrong passphrases since the vault was last unlocked, kept beside it: when, and nothing else."""

    def note(self, at: datetime) -> None:
        """Add one; never raises."""
        ...

    def all(self) -> tuple[datetime, ...]:
        """Return when each was made (UTC), oldest first; never raises."""
        ...

    def forget(self) -> None:
        """Remove them, once they stand in the vault's own log; never raises."""
        ...
