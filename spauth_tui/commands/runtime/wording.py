"""What to do about a failure on the command line; the screens name keys and buttons instead."""

from spauth_tui.domain.diagnosis.explanation import Way
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import (
    ExchangeError,
    ExchangeRefused,
    NothingToCopy,
    NothingToExchange,
    NotUnderstood,
    Throttled,
    Unavailable,
    UnexpectedRedirect,
)
from spauth_tui.domain.errors.input import DuplicateAuthorization, LimitReached, NoSuchName, TooLittleTime
from spauth_tui.domain.errors.vault import ChangedMeanwhile, NoSuchRecord, PassphraseNeeded, VaultError
from spauth_tui.domain.text.pasting import with_name

_REMEDIES: dict[type[SpauthError], str] = {
    NothingToExchange: "spauth-tui steps NAME shows what is missing.",
    ExchangeRefused: "spauth-tui check NAME says why.",
    ExchangeError: "Check the network and try again.",
    NothingToCopy: "spauth-tui refresh NAME gets a new one.",
    LimitReached: "Revoke one at Amazon and spauth-tui rm it here, or correct the limit with spauth-tui edit.",
    DuplicateAuthorization: "A new refresh token goes into spauth-tui steps NAME --refresh-token.",
    ChangedMeanwhile: "spauth-tui ls --json shows what there is now. If yours is right, run it again.",
    NoSuchRecord: "It may have been removed in another window.",
    UnexpectedRedirect: "A proxy or captive portal may be in the way. Check the network and try again.",
    NotUnderstood: "A proxy may have answered in Amazon's place. Check the network and try again.",
    Throttled: "Wait a minute and try again.",
    Unavailable: "Wait a few minutes and try again.",
    PassphraseNeeded: "Give the passphrase by --passphrase-fd or --passphrase-command, or at a terminal.",
}
_KEYS = (
    ("press Refresh", "try again"),
    ("Press Refresh", "Refresh"),
    ("Press Store it again to keep it as it is", "--keep-unusual keeps it as it is"),
    ("roll back to it in the details", "roll back to it in the dashboard's details"),
    ("Press f to find out why", "spauth-tui check NAME lists the causes"),
)
"""What screens say of their keys, and what stands for it here."""
_HOLD_NAMES = (NoSuchName, VaultError, TooLittleTime)
"""Their remedies may contain the person's own names, in which a letter is not a key."""


def words_for(problem: SpauthError, name: str = "") -> str:
    """Return what happened and what to do; `name` goes into the commands."""
    return f"{problem.sentence} {remedy_for(problem, name)}"


def remedy_for(problem: SpauthError, name: str = "") -> str:
    """Return what to do, without keys or buttons, likewise."""
    kept = type(problem).remedy
    if problem.remedy == kept:
        ours = next((_REMEDIES[kind] for kind in type(problem).__mro__ if kind in _REMEDIES), None)
        return problem.remedy if ours is None else with_name(ours, name)
    if isinstance(problem, _HOLD_NAMES):
        return problem.remedy
    words = problem.remedy
    for key, command in _KEYS:
        words = words.replace(key, with_name(command, name))
    return words


REMEDY_OF_WAY: dict[Way, str] = {
    Way.AUTHORIZE: "authorize again and store the new refresh token: spauth-tui steps NAME --refresh-token",
    Way.EDIT_APPLICATION: "check client id and client secret: spauth-tui edit application NAME",
    Way.EDIT_ACCOUNT: "correct the account: spauth-tui edit account NAME",
    Way.ROTATE: "rotate the client secret: spauth-tui rotate-secret NAME",
    Way.REFRESH: "try again: spauth-tui refresh NAME",
    Way.TEST: "try again: spauth-tui check NAME",
    Way.FIND_REGION: "let the dashboard find the region: f on its pane",
}
"""What to do about a cause, as commands."""
