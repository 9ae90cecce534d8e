"""What the services ask of the outside world, as protocols. Adapters and test doubles fulfil them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Protocol, TypeVar

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.appearance import Appearance, Notify, Progress, ReadAppearance
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
)
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.incident import Incident
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.proof import Participation
from spauth_tui.domain.model.restricted import Resource, RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents
from spauth_tui.domain.vault.salvage import Salvaged
from spauth_tui.domain.views.naming import Named

Changed = TypeVar(
    "Changed",
    bound=Account | Application | Authorization | ClientSecretRecord | Incident | Loan | Preferences,
)
"""What several windows may change at once."""


class Clock(Protocol):
    """Where `now` comes from."""

    def now(self) -> datetime:
        """Return the wall time, aware, UTC."""
        ...

    def ticks(self) -> timedelta:
        """Return a time that only goes forward, from a beginning of its own, whatever is done to the wall clock."""
        ...

    async def sleep(self, span: timedelta) -> None:
        """Wait; tests' clocks return at once."""
        ...


@dataclass(frozen=True, slots=True)
class Client:
    """What an application shows of itself at LWA."""

    client_id: str
    client_secret: Secret


@dataclass(frozen=True, slots=True)
class Credentials:
    """What one exchange needs."""

    client: Client
    refresh_token: Secret
    refresh_token_id: RefreshTokenId


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


@dataclass(frozen=True, slots=True)
class Grant:
    """LWA's answer to an exchange: the access token and its lifetime as LWA states it."""

    access_token: Secret
    lifetime: timedelta
    server_time: datetime | None = None
    """LWA's own clock, from its `Date` header, where it sent one."""


class TokenEndpoint(Protocol):
    """Login with Amazon's token endpoint."""

    @property
    def goes_elsewhere(self) -> bool:
        """Whether what is sent goes to anybody but Amazon's own host, and leaves this program."""
        ...

    async def exchange(self, credentials: Credentials) -> Grant:
        """Exchange a refresh token for an access token; raises `ExchangeError`s only."""
        ...

    async def grantless(self, client: Client, scope: str) -> Grant:
        """Get an access token for a scope, without a refresh token; raises `ExchangeError`s only."""
        ...


Admit = Callable[[], Awaitable[None]]
"""Asked whether something may go (still); raises where it may not."""


class RetryingEndpoint(TokenEndpoint, Protocol):
    """The same, which asks `before_again` before each further try, and raises what that raises."""

    async def exchange(self, credentials: Credentials, before_again: Admit | None = None) -> Grant:
        """Exchange a refresh token for an access token."""
        ...

    async def grantless(self, client: Client, scope: str, before_again: Admit | None = None) -> Grant:
        """Get an access token for a scope."""
        ...


@dataclass(frozen=True, slots=True)
class Verification:
    """What one SP-API call proved. `participations` is empty for vendors, whose call has none."""

    endpoint: str
    request_id: str
    participations: tuple[Participation, ...] = ()


class SellingPartnerApi(Protocol):
    """The few SP-API calls that prove, rotate and lend. Each is made once, never retried and never polled."""

    @property
    def goes_elsewhere(self) -> bool:
        """Whether what is sent goes to anybody but Amazon's own hosts, and leaves this program."""
        ...

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Verification:
        """Make the call that proves region and role; raises `SellingPartnerApiError`."""
        ...

    async def rotate_client_secret(self, grantless_token: Secret, region: Region) -> str:
        """Have Amazon make a new client secret, which cannot be undone; return the request id.

        The secret comes by SQS and not in the answer. Raises `SellingPartnerApiError`.
        """
        ...

    async def restricted_data_token(self, access_token: Secret, resources: Sequence[Resource], region: Region) -> Grant:
        """Get a restricted data token for the resources, from production; raises `SellingPartnerApiError`."""
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

    @property
    def backend_names(self) -> Sequence[str]:
        """The ways that will be tried here, first to last; empty if there is none."""
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
class Reply:
    """What a loopback endpoint answers."""

    status: int
    body: Secret
    headers: Mapping[str, str]
    is_proven: bool = False
    """Whether the visitor has shown a valid credential, whatever the answer to it is."""


class Listener(Protocol):
    """An endpoint on a loopback address."""

    def listen(self, answer: Callable[[Visit], Awaitable[Reply]]) -> AbstractAsyncContextManager[str]:
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
