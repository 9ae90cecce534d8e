"""The stable exit codes, and which one each expected failure has."""

from enum import IntEnum
from typing import Self

from spauth_tui.domain.errors import SpauthError, exchange, system, vault
from spauth_tui.domain.errors import input as of_input
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError


class Exit(IntEnum):
    """Exit codes of verbs, each with its meaning for people."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """Return the number, which knows its meaning."""
        exit_code = int.__new__(cls, code)
        exit_code._value_, exit_code.meaning = code, meaning
        return exit_code

    DONE = 0, "done"
    UNEXPECTED = 1, "unexpected: a bug in the program; please report what it printed"
    USAGE = 2, "usage or configuration: a flag, a field or config.toml is not valid"
    ABORTED = 3, "aborted: you said no, or nobody was there to say yes (--yes)"
    LOCKED = 4, "locked: no passphrase, a wrong one, or too many wrong ones"
    NO_VAULT = 6, "no vault: there is no file at its path"
    NO_SUCH_NAME = 10, "no such name, or several match"
    REFUSED = 11, "Amazon refused: you have to act, trying again does not help"
    TEMPORARY = 12, "temporary: the network, throttling, a vault that is busy or was just changed elsewhere; try again"
    TOO_LITTLE_TIME = 13, "too little time left on the token"
    INPUT_OUTPUT = 18, "input or output: a file cannot be read, written or understood"
    NEEDS_ATTENTION = 21, "something needs a person: doctor, ls --needs-attention, check --all"
    NOT_EXECUTABLE = 126, "exec: the command may not be run, or is not a program; nothing is handed out"
    NOT_FOUND = 127, "exec: there is no such command; nothing is handed out"
    INTERRUPTED = 130, "interrupted from the keyboard"


_BY_ERROR: dict[type[SpauthError], Exit] = {
    of_input.InputRefused: Exit.USAGE,
    of_input.ConfigurationRefused: Exit.USAGE,
    exchange.NetworkSettingsRefused: Exit.USAGE,
    of_input.NotExportable: Exit.USAGE,
    system.CommandNotFound: Exit.NOT_FOUND,
    system.CommandNotExecutable: Exit.NOT_EXECUTABLE,
    of_input.Aborted: Exit.ABORTED,
    of_input.PlaceRefused: Exit.INPUT_OUTPUT,
    vault.VaultError: Exit.INPUT_OUTPUT,
    of_input.FileNotUnderstood: Exit.INPUT_OUTPUT,
    system.ClipboardUnavailable: Exit.INPUT_OUTPUT,
    system.BrowserUnavailable: Exit.INPUT_OUTPUT,
    vault.WrongPassphrase: Exit.LOCKED,
    vault.TooManyTries: Exit.LOCKED,
    vault.VaultLocked: Exit.LOCKED,
    vault.PassphraseNeeded: Exit.LOCKED,
    system.KeyringUnavailable: Exit.LOCKED,
    vault.NoVault: Exit.NO_VAULT,
    of_input.NoSuchName: Exit.NO_SUCH_NAME,
    vault.NoSuchRecord: Exit.NO_SUCH_NAME,
    vault.ChangedMeanwhile: Exit.TEMPORARY,
    exchange.ExchangeError: Exit.TEMPORARY,
    vault.VaultBusy: Exit.TEMPORARY,
    exchange.ExchangeRefused: Exit.REFUSED,
    exchange.NothingToExchange: Exit.REFUSED,
    of_input.TooLittleTime: Exit.TOO_LITTLE_TIME,
    exchange.NothingToCopy: Exit.TOO_LITTLE_TIME,
}
_WORTH_ANOTHER_TRY = frozenset({0, 408, 429})


def exit_of(problem: SpauthError) -> Exit:
    """Return the exit code of an expected failure."""
    if isinstance(problem, SellingPartnerApiError):
        passing = problem.status in _WORTH_ANOTHER_TRY or problem.status >= 500
        return Exit.TEMPORARY if passing else Exit.REFUSED
    return next((_BY_ERROR[kind] for kind in type(problem).__mro__ if kind in _BY_ERROR), Exit.UNEXPECTED)
