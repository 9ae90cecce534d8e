"""Everything that is expected to go wrong, as one tree.

Each error carries one safe sentence (what happened and why) and a remedy (what to do): both are shown to
the person, so neither ever holds a secret, a foreign exception's text or markup. `place` says where the
screens show it.

    SpauthError
    ├── InputRefused                 FIELD    what was typed or pasted cannot be used
    │   ├── PassphraseRefused
    │   ├── PlaceRefused
    │   ├── DuplicateAuthorization
    │   └── LimitReached
    ├── VaultError                   SESSION  the vault cannot be opened, read or written
    │   ├── NoVault  VaultExists  VaultLocked
    │   ├── WrongPassphrase  TooManyTries  FIELD
    │   ├── NotAVault  VaultEmpty  VaultDamaged  VaultAltered  VaultTooNew  VaultGone
    │   ├── VaultUnwritable  VaultUnsafe  VaultBusy  DiskFull  RowUnreadable
    │   ├── BackupExists  BackupUnusable  NothingSalvaged
    │   └── SqlcipherTooOld
    ├── ExchangeError                PANE     an access token could not be had
    │   ├── NothingToExchange
    │   ├── ExchangeRefused          LWA said no: carries its Refusal
    │   ├── Throttled  Unavailable
    │   ├── Unreachable              the network: carries which kind
    │   │   └── NetworkSettingsRefused
    │   ├── UnexpectedRedirect
    │   └── NotUnderstood
    ├── SellingPartnerApiError       PANE     the SP-API call that verifies a token failed
    ├── NothingToCopy                PANE
    ├── ClipboardUnavailable         SESSION
    ├── BrowserUnavailable           SESSION
    ├── KeyringUnavailable           SESSION  the operating system's keyring did not do it
    ├── PassphraseNeeded             PANE     the authorization is guarded: ask for the passphrase again
    ├── NoSuchRecord                 SESSION
    ├── ChangedMeanwhile             SESSION  another window changed the same fields: carries both values of each
    ├── NoSuchName                   FIELD    no record carries the name that was given
    │   └── AmbiguousName            FIELD    several do: carries the candidates
    ├── TooLittleTime                SESSION  an access token with that long to live could not be had
    ├── FileNotUnderstood            FIELD    a file to import is in no form that is known, or broken
    ├── NotExportable                SESSION  a form cannot carry what was to be exported
    ├── Aborted                      SESSION  the person said no, or nobody was there to say yes
    ├── CommandNotFound              SESSION  there is no such program to run
    ├── CommandNotExecutable         SESSION  the program is there and may not be run, or is none
    └── ConfigurationRefused         SESSION  a flag or an environment variable cannot be used
        └── ConfigurationDistrusted  others could have written config.toml
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum
from typing import ClassVar

from spauth_tui.domain.text.clean import clean, harmless
from spauth_tui.domain.text.pasting import command
from spauth_tui.domain.vault.clash import Clash

MOST_DIFFERENCES = 3
"""How many of a vault's changes are named."""


class Place(Enum):
    """Where a problem is shown."""

    FIELD = "inline at the field, which gets the focus back"
    PANE = "inline in the pane, until the next try"
    SESSION = "a toast that stays"


class SpauthError(Exception):
    """An expected failure: `sentence` says what happened and why, `remedy` what to do."""

    place: ClassVar[Place] = Place.SESSION
    sentence: str = "Something expected went wrong."
    remedy: str = "Try again."

    def __init__(self, sentence: str = "", remedy: str = "") -> None:
        if sentence:
            self.sentence = harmless(sentence)
        if remedy:
            self.remedy = harmless(remedy)
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}"


class InputRefused(SpauthError):
    """What was typed or pasted cannot be used; nothing was changed."""

    place = Place.FIELD
    sentence = "That cannot be used here."
    remedy = "Correct it and try again."

    def __init__(self, sentence: str = "", remedy: str = "", *, field: str = "") -> None:
        super().__init__(sentence, remedy)
        self.field = field


class PassphraseRefused(InputRefused):
    """The passphrase is too weak or holds what a passphrase cannot hold."""

    sentence = "That passphrase cannot be used."
    remedy = "Use at least 12 characters; several unrelated words are best."


class PlaceRefused(InputRefused):
    """A path names nothing that can be read, or no place that can be written to."""

    sentence = "That cannot be a file's path."
    remedy = "Name a file."


class DuplicateAuthorization(InputRefused):
    """The application already has an authorization for this account."""

    sentence = "This application already has an authorization for this account."
    remedy = "Open the existing pane; a new refresh token goes into its checklist, step 3."


class LimitReached(InputRefused):
    """Every self-authorization the application may have is in use."""

    sentence = "All self-authorizations of this application are in use."
    remedy = "Revoke one (A on the dashboard, then x) and remove it here, or correct the limit with Edit application."


class VaultError(SpauthError):
    """The vault cannot be opened, read or written."""

    sentence = "The vault cannot be used."
    remedy = "Check the file and its directory, then try again."


class NoVault(VaultError):
    """There is no file where the vault should be."""

    sentence = "There is no vault here yet."
    remedy = "Create one, or name another file with --vault."


class VaultExists(VaultError):
    """A file already stands where a new vault should be created."""

    sentence = "A file already stands where the new vault should go; it was not touched."
    remedy = "Unlock it, or name another file with --vault."


class VaultLocked(VaultError):
    """The vault was locked or closed while something wanted it."""

    sentence = "The vault is locked."
    remedy = "Unlock it and try again."


class WrongPassphrase(VaultError):
    """The passphrase does not open this vault; the file was not touched."""

    place = Place.FIELD
    sentence = "Wrong passphrase."
    remedy = "Check caps lock and the keyboard layout, then type it again."


class TooManyTries(VaultError):
    """After three wrong passphrases each further try has to wait a little; `wait` is how long still."""

    place = Place.FIELD
    sentence = "Too many wrong passphrases in a row."
    remedy = "Wait a moment, then type it again."

    def __init__(self, wait: timedelta = timedelta(0)) -> None:
        seconds = max(1, -(-wait // timedelta(seconds=1)))
        super().__init__("", f"The next try is possible in {seconds} second{'s' if seconds > 1 else ''}.")
        self.wait = wait


class NotAVault(VaultError):
    """The file is something else."""

    sentence = "This file is not a spauth-tui vault; it was not touched."
    remedy = "Name the right file with --vault."


class VaultEmpty(VaultError):
    """The vault file holds no bytes at all."""

    sentence = "The vault file is empty."
    remedy = "Restore a backup, or move the empty file away and create a new vault."


class VaultDamaged(VaultError):
    """The right passphrase, but pages of the file do not check."""

    sentence = "The vault file is damaged; it was not touched."
    remedy = "Restore a backup from the backups directory beside it."


class VaultAltered(VaultError):
    """Its tables are not those of its version: somebody who knows the passphrase changed them. Nothing of it ran."""

    sentence = "Something other than spauth-tui changed how this vault is built; nothing of it was run."

    def __init__(self, differences: Sequence[str] = ()) -> None:
        self.command = ""
        """What takes over its rows alone."""
        self.lies_at("FILE")
        named = [clean(each, 80) for each in differences[:MOST_DIFFERENCES]]
        more = len(differences) - len(named)
        listed = ", ".join([*named, *([f"and {more} more"] if more > 0 else [])])
        super().__init__(f"{self.sentence} In it {listed}." if listed else "")

    def lies_at(self, path: str) -> None:
        """Name the file in the remedy, as a shell takes it."""
        self.command = command("spauth-tui", "restore", "--rows-only", path)
        self.remedy = f"Take over its rows alone; what was added stays behind: {self.command}"


class VaultTooNew(VaultError):
    """A newer spauth-tui wrote this vault."""

    sentence = "This vault was written by a newer spauth-tui; it was not touched."
    remedy = "Upgrade spauth-tui, then open it again."


class VaultGone(VaultError):
    """The file was deleted or replaced while it was open."""

    sentence = "The vault file was moved, deleted or replaced while it was open; nothing was written."
    remedy = "Lock, look at the file, and unlock again."


class VaultUnwritable(VaultError):
    """The file or its directory cannot be written."""

    sentence = "The vault or its directory cannot be written."
    remedy = "Check their owner and permissions, or name another place with --vault."


class VaultUnsafe(VaultError):
    """The file or its directory is not safely the user's own."""

    sentence = "The vault's path is not safe to use."
    remedy = "Use a plain file of your own in a directory that only you can write."


class VaultBusy(VaultError):
    """Another program holds the vault."""

    sentence = "The vault is busy in another window; nothing was changed."
    remedy = "Try again in a moment."


class DiskFull(VaultError):
    """There is no room on the disk."""

    sentence = "The disk is full. Nothing was changed."
    remedy = "Free some space and try again."


class RowUnreadable(VaultError):
    """What a row holds can be none of what it should be."""

    sentence = "What the vault holds there cannot be read: it is no token or client secret."
    remedy = "Store it again, or restore a backup."


class BackupExists(VaultError):
    """A file already stands where the backup should go."""

    sentence = "A file already stands there; it was not touched, and nothing was written."
    remedy = "Choose another name."


class BackupUnusable(VaultError):
    """A backup does not open, does not check, or is something else; the vault was not touched."""

    sentence = "This backup cannot be used."
    remedy = "Try an earlier one. The vault was not touched."


class NothingSalvaged(VaultError):
    """The file has no row that can be read."""

    sentence = "Nothing could be read from this file; it was not touched."
    remedy = "Restore a backup instead."


class SqlcipherTooOld(VaultError):
    """The SQLCipher that came with sqlcipher3 is too old to trust."""

    sentence = "The installed SQLCipher is older than 4.14."
    remedy = "Upgrade the package sqlcipher3."


class ExchangeError(SpauthError):
    """An access token could not be had; what was there before stays."""

    place = Place.PANE
    sentence = "Amazon gave no access token."
    remedy = "Press Refresh to try again."


class NothingToExchange(ExchangeError):
    """There is no refresh token or no client secret to exchange."""

    sentence = "There is no refresh token to exchange yet."
    remedy = "Press Steps and finish step 3."


class ExchangeRefused(ExchangeError):
    """LWA refused: a person is needed. The cause is found by `domain.explain`."""

    sentence = "Login with Amazon refused the exchange."
    remedy = "Press Steps to see the likely causes."

    def __init__(self, error: str, description: str = "", request_id: str = "", *, status: int = 400) -> None:
        super().__init__()
        self.error = error
        self.description = description
        self.request_id = request_id
        self.status = status


class Throttled(ExchangeError):
    """LWA answered 429 to every try."""

    sentence = "Login with Amazon asks for fewer requests at the moment."
    remedy = "Wait a minute, then press Refresh."


class Unavailable(ExchangeError):
    """LWA answered 5xx to every try."""

    sentence = "Login with Amazon is having trouble at the moment."
    remedy = "Wait a few minutes, then press Refresh."


class Unreachable(ExchangeError):
    """No answer came; `kind` is one of the words in the adapter's table (dns, refused, tls, timeout, ...)."""

    sentence = "Login with Amazon could not be reached."
    remedy = "Check the network, then press Refresh."

    def __init__(self, sentence: str = "", remedy: str = "", *, kind: str = "network") -> None:
        super().__init__(sentence, remedy)
        self.kind = kind


class NetworkSettingsRefused(Unreachable):
    """What the environment says of the way there cannot be used; nothing was sent."""

    def __init__(self, sentence: str = "", remedy: str = "") -> None:
        super().__init__(sentence, remedy, kind="settings")


class UnexpectedRedirect(ExchangeError):
    """The answer pointed elsewhere; it was not followed."""

    sentence = "Login with Amazon answered with an unexpected redirect; nothing was sent there."
    remedy = "A proxy or captive portal may be in the way. Check the network, then press Refresh."


class NotUnderstood(ExchangeError):
    """The answer was no valid token response."""

    sentence = "Amazon's reply was not understood; the access token you had is kept."
    remedy = "A proxy may have answered in Amazon's place. Check the network, then press Refresh."


class SellingPartnerApiError(SpauthError):
    """The SP-API call that verifies a token failed; `status` is the HTTP status, 0 if none came."""

    place = Place.PANE
    sentence = "The Selling Partner API did not accept the call."
    remedy = "Check the region and the application's roles, then test again."

    def __init__(
        self,
        sentence: str = "",
        remedy: str = "",
        *,
        status: int = 0,
        code: str = "",
        message: str = "",
        details: str = "",
        request_id: str = "",
        wait: timedelta | None = None,
    ) -> None:
        super().__init__(sentence, remedy)
        self.status = status
        self.wait = wait
        """After how long the next call is allowed, where that is known."""
        self.code = code
        self.message = message
        self.details = details
        self.request_id = request_id


class NothingToCopy(SpauthError):
    """There is no live access token to copy."""

    place = Place.PANE
    sentence = "There is no live access token to copy."
    remedy = "Press Refresh first."


class ClipboardUnavailable(SpauthError):
    """No clipboard took the text."""

    sentence = "No clipboard here took the access token."
    remedy = "Press v to show it for 10 seconds."


class BrowserUnavailable(SpauthError):
    """No browser could be opened."""

    sentence = "No browser could be opened from here."
    remedy = "Copy the address and open it yourself."


class KeyringUnavailable(SpauthError):
    """The operating system's keyring is not there, is locked, or refused."""

    sentence = "The system's keyring did not answer as it should."
    remedy = "Unlock the keyring, or go on with the passphrase."


class PassphraseNeeded(SpauthError):
    """The authorization is guarded: its tokens leave the vault only against the passphrase, asked for anew."""

    place = Place.PANE
    sentence = "This authorization is guarded."
    remedy = "Type the vault's passphrase to go on."


class NoSuchRecord(SpauthError):
    """The application, account or authorization is no longer in the vault."""

    sentence = "That is no longer in the vault."
    remedy = "It may have been removed in another window. Go back to the dashboard."


class ChangedMeanwhile(SpauthError):
    """Another window gave the same fields other values since they were shown; nothing was changed here."""

    sentence = "Another window has changed the same in the meantime; nothing was changed here."
    remedy = "Look at it again. If yours is right, change it again."

    def __init__(self, clashes: "tuple[Clash, ...]" = ()) -> None:
        both = "; ".join(each.words for each in clashes)
        super().__init__(f"Another window has changed {both}; nothing was changed here." if both else "")
        self.clashes = clashes


class NoSuchName(SpauthError):
    """Nothing in the vault carries the name, or a part of it."""

    place = Place.FIELD
    sentence = "Nothing in the vault has that name."
    remedy = "spauth-tui ls shows what there is."


class AmbiguousName(NoSuchName):
    """Several carry it; `candidates` are their whole names."""

    sentence = "Several things in the vault have that name."
    remedy = "Give more of it."

    def __init__(self, candidates: tuple[str, ...] = ()) -> None:
        super().__init__("", f"Give more of it: {', '.join(candidates)}." if candidates else "")
        self.candidates = candidates


class TooLittleTime(SpauthError):
    """The access token ends sooner than was asked for."""

    sentence = "The access token does not live that long."
    remedy = "Ask for less; an access token lives an hour."


class FileNotUnderstood(SpauthError):
    """What should be imported is in no form that is known here, or breaks the rules of its form."""

    place = Place.FIELD
    sentence = "This file is in no form that is known here; nothing was imported."
    remedy = "spauth-tui help formats lists the forms."


class NotExportable(SpauthError):
    """The form has no place for what should be exported."""

    sentence = "That form cannot carry this."
    remedy = "Choose another one: spauth-tui help formats lists them."


class Aborted(SpauthError):
    """The person said no, or nobody was there to be asked."""

    sentence = "Nothing was done."
    remedy = "Give --yes to answer every question in advance."


class ConfigurationRefused(SpauthError):
    """A flag or environment variable cannot be used."""

    sentence = "The configuration cannot be used."
    remedy = "See spauth-tui --help."


class ConfigurationDistrusted(ConfigurationRefused):
    """Others could have written config.toml: nothing of it is done that could do harm."""

    sentence = "Others could have written config.toml."
    remedy = "chmod go-w it and its directory."


class NotInABatch(RuntimeError):
    """A programming error, outside the tree: a batch, or the vault that lent it, was asked for what no batch can do."""

    def __init__(self) -> None:
        super().__init__("A batch reads and writes, while it lasts; end it before this.")


class CommandNotFound(SpauthError):
    """There is no such program to run; nothing was handed out."""

    sentence = "There is no such command."
    remedy = "Check its name, or give its full path."


class CommandNotExecutable(SpauthError):
    """The program may not be run, or is none."""

    sentence = "The command may not be run."
    remedy = "Make it executable: chmod +x."
