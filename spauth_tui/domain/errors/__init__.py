"""Everything that is expected to go wrong, as one tree.

Each error carries one safe sentence (what happened and why), a remedy (what to do, where words say more than a way
does) and its next steps, which screens show as keys and verbs as commands. The words are shown to the person, so they
never hold a secret, a foreign exception's text, markup, a key or a command. `place` says where the screens show it.

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
    ├── ExchangeError                PANE     no access token could be obtained
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
    ├── KeyringUnavailable           SESSION  the operating system's keyring is unavailable or refused
    ├── PassphraseNeeded             PANE     the authorization is guarded: ask for the passphrase again
    ├── NoSuchRecord                 SESSION
    ├── ChangedMeanwhile             SESSION  another window changed the same fields: carries both values of each
    ├── NoSuchName                   FIELD    no record has the given name
    │   └── AmbiguousName            FIELD    several do: carries the candidates
    ├── TooLittleTime                SESSION  no access token with that much time left could be obtained
    ├── FileNotUnderstood            FIELD    a file to import holds no credentials, or is malformed
    ├── NotExportable                SESSION  a format cannot hold what was to be exported
    ├── Aborted                      SESSION  the person said no, or nobody was there to say yes
    ├── CommandNotFound              SESSION  there is no such program to run
    ├── CommandNotExecutable         SESSION  the file exists but may not be run, or is not a program
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
    sentence: str = "Something went wrong."
    remedy: str = "Try again."
    ways: tuple[Way, ...] = ()
    target: str = ""
    """What the next steps apply to, such as a file, if that is not what the person named."""

    def __init__(self, sentence: str = "", remedy: str = "", *, ways: tuple[Way, ...] = ()) -> None:
        """Override the class's words; a remedy and ways given here together replace both defaults."""
        if sentence:
            self.sentence = harmless(sentence)
        if remedy or ways:
            self.remedy, self.ways = harmless(remedy), ways
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".rstrip()
