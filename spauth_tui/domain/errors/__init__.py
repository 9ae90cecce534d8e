"""Everything that is expected to go wrong, as one tree.

Each error carries one safe sentence (what happened and why), a remedy (what to do, where words say more than a way
does) and its ways on, which screens say as keys and verbs as commands. The words are shown to the person, so they never
hold a secret, a foreign exception's text, markup, a key or a command. `place` says where the screens show it.

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

from enum import Enum
from typing import ClassVar

from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.clean import harmless


class Place(Enum):
    """Where a problem is shown."""

    FIELD = "inline at the field, which gets the focus back"
    PANE = "inline in the pane, until the next try"
    SESSION = "a message that stays"


class SpauthError(Exception):
    """An expected failure: `sentence` says what happened and why, `remedy` and `ways` what to do."""

    place: ClassVar[Place] = Place.SESSION
    sentence: str = "Something expected went wrong."
    remedy: str = "Try again."
    ways: tuple[Way, ...] = ()
    target: str = ""
    """What the ways are about, such as a file, where it is not what the person named."""

    def __init__(self, sentence: str = "", remedy: str = "", *, ways: tuple[Way, ...] = ()) -> None:
        """Take what is said here instead: a remedy and ways replace those of the kind together."""
        if sentence:
            self.sentence = harmless(sentence)
        if remedy or ways:
            self.remedy, self.ways = harmless(remedy), ways
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".rstrip()
