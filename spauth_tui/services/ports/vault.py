"""The vault, and its file before it is unlocked."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account
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
    RefreshTokenRecord,
)
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.leak import Leak
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.removal import Marked, WithRemoved
from spauth_tui.domain.model.restricted import RestrictedLife, RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents
from spauth_tui.domain.vault.salvage import Salvaged
from spauth_tui.domain.views.naming import Named
from spauth_tui.services.ports.amazon import Client, Credentials

Changed = TypeVar(
    "Changed",
    bound=Account | Application | Authorization | ClientSecretRecord | Leak | Loan | Preferences,
)
"""What several windows may change at once."""

Added = Application | Account | Authorization | Leak | Loan
"""What is inserted without a secret; secrets are stored one by one."""

Kept = ClientSecret | RefreshToken | AccessToken | GrantlessToken | RestrictedToken
"""Secrets with their records."""

Removed = Application | Account | Authorization | ClientSecretRecord | RefreshTokenRecord | RestrictedLife | Loan

EVERYTHING = 1_000_000
"""A limit larger than any log."""


class Reading(Protocol):
    """Reads a vault. A missing id raises `NoSuchRecord` unless the method returns None."""

    async def holdings(self, of: ApplicationId | None = None) -> Holdings:
        """Read everything but secret values; labels sorted case-insensitively within their kind.

        With `of`, one application with its authorizations and their accounts, but all leaks and loans.
        """

    async def removed(self, until: datetime | None = None) -> WithRemoved:
        """Read everything, removed or not, and when each was removed; only if something was, at the latest `until`."""

    async def names(self) -> tuple[Named, ...]:
        """Read only the name of every authorization."""

    async def preferences(self) -> Preferences:
        """Read the preferences of this vault."""

    async def application(self, application_id: ApplicationId) -> Application:
        """Read one application."""

    async def authorization(self, authorization_id: AuthorizationId) -> Authorization:
        """Read one authorization."""

    async def loan(self, loan_id: LoanId) -> Loan | None:
        """Read a loan of the broker; None if it has ended."""

    async def client(
        self, application_id: ApplicationId, client_secret_id: ClientSecretId, *, even_removed: bool = False
    ) -> Client:
        """Read the application's client id with the value of one of its client secrets."""

    async def credentials(
        self, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None = None
    ) -> Credentials:
        """Read what an exchange needs, with the newest client secret or a given one; raises `NothingToExchange`."""

    async def refresh_token(self, refresh_token_id: RefreshTokenId, *, even_removed: bool = False) -> Secret:
        """Read one refresh token's value."""

    async def access_token(self, authorization_id: AuthorizationId) -> AccessToken | None:
        """Read the access token with its value; None if there never was one."""

    async def grantless_token(self, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
        """Read a grantless access token with its value; None if there is none."""

    async def restricted_token(self, token_id: RestrictedTokenId) -> RestrictedToken:
        """Read a restricted data token with its value."""

    async def fingerprint(self, refresh_token: Secret) -> str:
        """Return this vault's keyed fingerprint of a refresh token."""

    async def events(self, authorization_id: AuthorizationId | None = None, limit: int = 200) -> tuple[Event, ...]:
        """Read events, newest first: of one authorization, or of the whole vault."""

    async def times_guarded(self, authorization_id: AuthorizationId) -> int:
        """Count in the log how often an authorization was guarded."""

    async def last_asked_to_rotate(self, client_id: str) -> datetime | None:
        """Read when Amazon was last asked to rotate a client id's secret, whatever the application's label.

        Earlier versions logged no client id: their requests count for every client id.
        """


class Transaction(Reading, Protocol):
    """Writes, each with its event; a write that fails undoes only itself."""

    async def add(self, record: Added, event: Event | None) -> None:
        """Insert a record; raises `DuplicateAuthorization` if application and account have one already."""

    async def change(self, shown: Changed, wanted: Changed, event: Event | None) -> Changed:
        """Write only the fields in which `wanted` differs from `shown`; return the updated record.

        `shown` is what the person saw, however old: what another window has changed since is kept. Raises
        `ChangedMeanwhile` if that window changed the same field differently (see `domain.vault.merging`).
        """

    async def keep(self, owner: ApplicationId | AuthorizationId, secret: Kept, event: Event) -> None:
        """Store a secret of an application or an authorization.

        A client secret or refresh token becomes the current one, and earlier ones are kept; an access token replaces
        the previous one. A refresh token clears both refusals, an access token that of Login with Amazon.
        """

    async def make_current(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Roll back: make an earlier refresh token the current one; clears both refusals."""

    async def mark_revoked(self, refresh_token_id: RefreshTokenId, at: datetime, event: Event) -> None:
        """Mark a refresh token as revoked at Amazon."""

    async def remove(self, record: Removed, event: Event) -> None:
        """Mark a record as removed at the event's time: it and what belongs to it are read no more; events stay.

        A loan or a restricted data token is deleted at once. A loan that is removed, or lent of what is removed, ends
        wherever its broker runs.
        """

    async def bring_back(self, record: Marked, event: Event) -> None:
        """Take the mark off; raises `NoSuchRecord` if it has none."""

    async def delete(self, record: Marked, event: Event) -> None:
        """Delete a marked record for good, with everything that belongs to it; backups still have it."""

    async def delete_removed(self, until: datetime) -> None:
        """Delete for good everything that was removed at the latest `until`."""

    async def forget_expired(self, now: datetime) -> int:
        """Delete the expired restricted data tokens; return how many there were."""

    async def record(self, event: Event) -> None:
        """Add an event without any other change."""


class Vault(Transaction, Protocol):
    """An unlocked vault. Each write is a separate transaction, durable when it returns.

    Every method raises `VaultError`s, `VaultLocked` after `close()`. Everything happens on the adapter's thread;
    nothing blocks the caller's event loop.
    """

    def batch(self) -> AbstractAsyncContextManager[Transaction]:
        """Yield a transaction: durable at the end, or undone by an exception.

        In its task, writing to the vault itself, backing it up or closing it raises `NotInABatch`, since it would wait
        for the end of the batch.
        """

    async def checked(self) -> None:
        """Wait until every page of the file is known to be sound; raises `VaultDamaged`.

        Until then only holdings, names and preferences can be read; everything else waits for it.
        """

    async def changes(self) -> int:
        """Return a number that changes when another program writes; raises `VaultGone`, `VaultTooNew`."""

    def turn(self, authorization_id: AuthorizationId) -> AbstractAsyncContextManager[None]:
        """Wait up to 30 seconds for other programs' exchanges for the authorization, then keep others waiting."""

    async def is_passphrase(self, passphrase: Secret) -> bool:
        """Return whether it is this vault's passphrase; takes as long as deriving a key."""

    async def change_passphrase(self, passphrase: Secret, event: Event) -> None:
        """Encrypt the vault with another passphrase; a kill at any instant leaves the complete old or new file.

        Other programs on the vault notice that it was replaced. Backups keep their passphrase.
        """

    async def back_up(self, reason: BackupReason, at: datetime, target: Path | None = None) -> Path:
        """Write a copy, open it, check every page, and return where it is: in the directory of backups, or `target`.

        Raises `BackupExists`, `DiskFull`, `VaultUnwritable`; then no file is left.
        """

    async def close(self) -> None:
        """Close the file and forget the key; calling it twice is harmless."""


@dataclass(frozen=True, slots=True)
class Condition:
    """The vault's file on disk: its cipher, and permission bits (None if not applicable)."""

    cipher: str
    vault_mode: int | None
    directory_mode: int | None
    vault_is_writable: bool = True
    directory_is_writable: bool = True


class VaultStore(Protocol):
    """A vault file before it is unlocked."""

    @property
    def path(self) -> Path:
        """Where the file is or will be."""

    def exists(self) -> bool:
        """Return whether there is something at the path, even if it is not a vault."""

    async def create(self, passphrase: Secret) -> Vault:
        """Create an empty vault and open it; raises `VaultExists`, `VaultUnwritable`, `VaultUnsafe`."""

    async def open(self, passphrase: Secret) -> Vault:
        """Unlock; raises `WrongPassphrase`, `NoVault`, `NotAVault`, `VaultEmpty`, `VaultDamaged`, ...."""

    async def condition(self) -> Condition:
        """Return the facts about the vault's file; never raises."""

    async def backups(self) -> tuple[BackupFile, ...]:
        """Return the backups in the directory next to the vault, newest first."""

    async def remove_backup(self, path: Path) -> None:
        """Remove a backup that pruning no longer keeps."""

    async def peek(self, backup: Path, passphrase: Secret) -> Contents:
        """Verify a backup as restoring would, and return its contents; raises `BackupUnusable`, `WrongPassphrase`."""

    async def restore(self, backup: Path, passphrase: Secret, event: Event) -> Path | None:
        """Replace the vault with a backup, and add an event; return where the current vault is kept, if there was one.

        No vault may be open on the store. A kill at any instant leaves the current vault or the restored one.
        """

    async def look_at_rows(self, source: Path, passphrase: Secret) -> Salvaged:
        """Return what `take_rows` would recover, without changing anything; raises the same."""

    async def take_rows(self, source: Path, passphrase: Secret, reason: BackupReason, event: Event) -> Salvaged:
        """Replace the vault with a new one that has the rows of a damaged or altered one, and the event.

        Only readable rows are recovered, and nothing in `source` is run. The replaced file is kept as a backup with
        `reason`. Raises `WrongPassphrase`, `NothingSalvaged`, `VaultTooNew`, `NotAVault`; then nothing was touched.
        """


class Attempts(Protocol):
    """Times of wrong passphrases since the vault was last unlocked, stored next to it."""

    def note(self, at: datetime) -> None:
        """Add one; never raises."""

    def all(self) -> tuple[datetime, ...]:
        """Return the times (UTC), oldest first; never raises."""

    def forget(self) -> None:
        """Remove them once they are in the vault's log; never raises."""
