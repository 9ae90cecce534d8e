"""The exit codes, stable, and which of them each expected failure ends with."""

from enum import IntEnum

from spauth_tui.domain.errors import SpauthError, exchange, system, vault
from spauth_tui.domain.errors import input as of_input
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError


class Exit(IntEnum):
    """What a verb ends with."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    ABORTED = 3
    LOCKED = 4
    NO_VAULT = 6
    NO_SUCH_NAME = 10
    REFUSED = 11
    TEMPORARY = 12
    TOO_LITTLE_TIME = 13
    INPUT_OUTPUT = 18
    DOCTOR_FOUND = 21
    NOT_EXECUTABLE = 126
    NOT_FOUND = 127
    INTERRUPTED = 130


MEANINGS: dict[Exit, str] = {
    Exit.DONE: "done",
    Exit.UNEXPECTED: "unexpected: a fault of the program; please report what it printed",
    Exit.USAGE: "usage or configuration: a flag, a field or config.toml is not valid",
    Exit.ABORTED: "aborted: you said no, or nobody was there to say yes (--yes)",
    Exit.LOCKED: "locked: no passphrase, a wrong one, or too many wrong ones",
    Exit.NO_VAULT: "no vault: there is no file at its path",
    Exit.NO_SUCH_NAME: "no such name, or several match",
    Exit.REFUSED: "Amazon refused: a person is needed, trying again does not help",
    Exit.TEMPORARY: "temporary: the network, throttling, a vault that is busy or was just changed elsewhere; try again",
    Exit.TOO_LITTLE_TIME: "too little time left to live",
    Exit.INPUT_OUTPUT: "input or output: a file cannot be read, written or understood",
    Exit.DOCTOR_FOUND: "doctor found something",
    Exit.NOT_EXECUTABLE: "exec: the command may not be run, or is not a program; nothing is handed out",
    Exit.NOT_FOUND: "exec: there is no such command; nothing is handed out",
    Exit.INTERRUPTED: "interrupted from the keyboard",
}

_BY_EXIT: dict[Exit, tuple[type[SpauthError], ...]] = {
    Exit.USAGE: (
        of_input.InputRefused,
        of_input.ConfigurationRefused,
        exchange.NetworkSettingsRefused,
        of_input.NotExportable,
    ),
    Exit.NOT_FOUND: (system.CommandNotFound,),
    Exit.NOT_EXECUTABLE: (system.CommandNotExecutable,),
    Exit.ABORTED: (of_input.Aborted,),
    Exit.INPUT_OUTPUT: (
        of_input.PlaceRefused,
        vault.VaultError,
        of_input.FileNotUnderstood,
        system.ClipboardUnavailable,
        system.BrowserUnavailable,
    ),
    Exit.LOCKED: (
        vault.WrongPassphrase,
        vault.TooManyTries,
        vault.VaultLocked,
        vault.PassphraseNeeded,
        system.KeyringUnavailable,
    ),
    Exit.NO_VAULT: (vault.NoVault,),
    Exit.NO_SUCH_NAME: (of_input.NoSuchName, vault.NoSuchRecord),
    Exit.TEMPORARY: (vault.ChangedMeanwhile, exchange.ExchangeError, vault.VaultBusy),
    Exit.REFUSED: (exchange.ExchangeRefused, exchange.NothingToExchange),
    Exit.TOO_LITTLE_TIME: (of_input.TooLittleTime, exchange.NothingToCopy),
}
_BY_ERROR = {kind: code for code, kinds in _BY_EXIT.items() for kind in kinds}
_WORTH_ANOTHER_TRY = frozenset({0, 408, 429})


def exit_of(problem: SpauthError) -> Exit:
    """Return the exit code of an expected failure."""
    if isinstance(problem, SellingPartnerApiError):
        passing = problem.status in _WORTH_ANOTHER_TRY or problem.status >= 500
        return Exit.TEMPORARY if passing else Exit.REFUSED
    return next((_BY_ERROR[kind] for kind in type(problem).__mro__ if kind in _BY_ERROR), Exit.UNEXPECTED)
