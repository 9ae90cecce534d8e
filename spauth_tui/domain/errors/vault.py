"""The vault cannot be opened, read or written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from spauth_tui.domain.errors import Place, SpauthError
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.clean import clean

if TYPE_CHECKING:
    from spauth_tui.domain.vault.clash import Clash

MOST_DIFFERENCES = 3
"""How many of a vault's changes are named."""


class VaultError(SpauthError):
    """The vault cannot be opened, read or written."""

    sentence = "The vault cannot be used."
    remedy = "Check the file and its directory, then try again."


class NoVault(VaultError):
    """There is no file where the vault should be."""

    sentence = "There is no vault here yet."
    remedy = ""
    ways = (Way.NEW_VAULT, Way.OTHER_VAULT)


class VaultExists(VaultError):
    """There is already a file where a new vault would be created."""

    sentence = "There is already a file where the new vault would go; it was not touched."
    remedy = "Unlock it."
    ways = (Way.OTHER_VAULT,)


class VaultLocked(VaultError):
    """The vault was locked or closed while something needed it."""

    sentence = "The vault is locked."
    remedy = "Unlock it and try again."


class WrongPassphrase(VaultError):
    """The passphrase does not open this vault; the file was not touched."""

    place = Place.FIELD
    sentence = "Wrong passphrase."
    remedy = "Check caps lock and the keyboard layout, then type it again."


class TooManyTries(VaultError):
    """After three wrong passphrases further tries are delayed; `wait` is the time left."""

    place = Place.FIELD
    sentence = "Too many wrong passphrases in a row."
    remedy = "Wait a moment, then type it again."

    def __init__(self, wait: timedelta = timedelta(0)) -> None:
        seconds = max(1, -(-wait // timedelta(seconds=1)))
        super().__init__("", f"Try again in {seconds} second{'s' if seconds > 1 else ''}.")
        self.wait = wait


class NotAVault(VaultError):
    """The file is something else."""

    sentence = "This file is not a spauth-tui vault; it was not touched."
    remedy = ""
    ways = (Way.OTHER_VAULT,)


class VaultEmpty(VaultError):
    """The vault file holds no bytes at all."""

    sentence = "The vault file is empty."
    remedy = "Move the empty file away to create a new vault."
    ways = (Way.RESTORE,)


class VaultDamaged(VaultError):
    """The passphrase is right, but pages of the file fail their check."""

    sentence = "The vault file is damaged; it was not touched."
    remedy = ""
    ways = (Way.RESTORE, Way.SALVAGE)


class VaultAltered(VaultError):
    """Its tables do not match its version: somebody who knows the passphrase changed them. Nothing in it was run."""

    sentence = "Something other than spauth-tui changed this vault's structure; nothing in it was run."
    remedy = "Whatever was added is left out."
    ways = (Way.TAKE_ROWS, Way.RESTORE)

    def __init__(self, differences: Sequence[str] = ()) -> None:
        named = [clean(each, 80) for each in differences[:MOST_DIFFERENCES]]
        more = len(differences) - len(named)
        listed = ", ".join([*named, *([f"and {more} more"] if more > 0 else [])])
        super().__init__(f"{self.sentence} Differences: {listed}." if listed else "")


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

    sentence = "The vault or its directory is not writable."
    remedy = "Check their owner and permissions."
    ways = (Way.OTHER_VAULT,)


class VaultUnsafe(VaultError):
    """The file or its directory may be under someone else's control."""

    sentence = "The vault's path is not safe to use."
    remedy = "Use a regular file of your own in a directory that only you can write to."


class VaultBusy(VaultError):
    """Another program holds the vault."""

    sentence = "The vault is busy in another window; nothing was changed."
    remedy = "Try again in a moment."


class DiskFull(VaultError):
    """There is no room on the disk."""

    sentence = "The disk is full. Nothing was changed."
    remedy = "Free some space and try again."


class RowUnreadable(VaultError):
    """A row holds a value that cannot be valid."""

    sentence = "The stored value cannot be read: it is not a token or client secret."
    remedy = "Store it again, or restore a backup."


class BackupExists(VaultError):
    """There is already a file where the backup would go."""

    sentence = "A file already exists there; it was not touched, and nothing was written."
    remedy = "Choose another name."


class BackupUnusable(VaultError):
    """A backup does not open, fails its check, or is not a backup; the vault was not touched."""

    sentence = "This backup cannot be used."
    remedy = "Try an earlier one. The vault was not touched."


class NothingSalvaged(VaultError):
    """The file has no row that can be read."""

    sentence = "Nothing could be read from this file; it was not touched."
    remedy = ""
    ways = (Way.RESTORE,)


class SqlcipherTooOld(VaultError):
    """The SQLCipher that came with sqlcipher3 is too old to trust."""

    sentence = "The installed SQLCipher is older than 4.14."
    remedy = "Upgrade the package sqlcipher3."


class PassphraseNeeded(SpauthError):
    """The authorization is guarded: its tokens leave the vault only after the passphrase is typed again."""

    place = Place.PANE
    sentence = "This authorization is guarded."
    remedy = ""
    ways = (Way.GIVE_PASSPHRASE,)


class NoSuchRecord(SpauthError):
    """The application, account or authorization is no longer in the vault."""

    sentence = "That is no longer in the vault."
    remedy = "It may have been removed in another window."


class ChangedMeanwhile(SpauthError):
    """Another window changed the same fields after they were shown; nothing was saved."""

    sentence = "Another window has changed the same field in the meantime; nothing was saved."
    remedy = "Check the current value. If yours is right, enter it again."
    ways = (Way.LIST,)

    def __init__(self, clashes: tuple[Clash, ...] = ()) -> None:
        both = "; ".join(each.words for each in clashes)
        super().__init__(f"Another window has changed {both}; nothing was saved." if both else "")
        self.clashes = clashes


class NotInABatch(RuntimeError):
    """A programming error, outside the tree: a batch, or its vault, was asked to do what a batch cannot do."""

    def __init__(self) -> None:
        super().__init__("A batch can only read and write; end it first.")
