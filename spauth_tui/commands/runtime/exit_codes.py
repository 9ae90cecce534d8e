"""The exit codes, stable, and which of them each expected failure ends with."""

from enum import IntEnum

from spauth_tui.domain import errors


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

_BY_ERROR: dict[type[errors.SpauthError], Exit] = {
    errors.InputRefused: Exit.USAGE,
    errors.ConfigurationRefused: Exit.USAGE,
    errors.CommandNotFound: Exit.NOT_FOUND,
    errors.CommandNotExecutable: Exit.NOT_EXECUTABLE,
    errors.Aborted: Exit.ABORTED,
    errors.PlaceRefused: Exit.INPUT_OUTPUT,
    errors.WrongPassphrase: Exit.LOCKED,
    errors.TooManyTries: Exit.LOCKED,
    errors.VaultLocked: Exit.LOCKED,
    errors.PassphraseNeeded: Exit.LOCKED,
    errors.KeyringUnavailable: Exit.LOCKED,
    errors.NoVault: Exit.NO_VAULT,
    errors.NoSuchName: Exit.NO_SUCH_NAME,
    errors.NoSuchRecord: Exit.NO_SUCH_NAME,
    errors.ChangedMeanwhile: Exit.TEMPORARY,
    errors.ExchangeRefused: Exit.REFUSED,
    errors.NothingToExchange: Exit.REFUSED,
    errors.NetworkSettingsRefused: Exit.USAGE,
    errors.ExchangeError: Exit.TEMPORARY,
    errors.VaultBusy: Exit.TEMPORARY,
    errors.TooLittleTime: Exit.TOO_LITTLE_TIME,
    errors.NothingToCopy: Exit.TOO_LITTLE_TIME,
    errors.VaultError: Exit.INPUT_OUTPUT,
    errors.FileNotUnderstood: Exit.INPUT_OUTPUT,
    errors.NotExportable: Exit.USAGE,
    errors.ClipboardUnavailable: Exit.INPUT_OUTPUT,
    errors.BrowserUnavailable: Exit.INPUT_OUTPUT,
}
_WORTH_ANOTHER_TRY = frozenset({0, 408, 429})


def exit_of(problem: errors.SpauthError) -> Exit:
    """Return the exit code of an expected failure."""
    if isinstance(problem, errors.SellingPartnerApiError):
        passing = problem.status in _WORTH_ANOTHER_TRY or problem.status >= 500
        return Exit.TEMPORARY if passing else Exit.REFUSED
    return next((_BY_ERROR[kind] for kind in type(problem).__mro__ if kind in _BY_ERROR), Exit.UNEXPECTED)
