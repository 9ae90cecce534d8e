"""What to do about a failure, in the words of the command line: the screens speak of keys and buttons."""

from spauth_tui.domain import errors
from spauth_tui.domain.explanation import Way

_REMEDIES: dict[type[errors.SpauthError], str] = {
    errors.NothingToExchange: "spauth-tui steps NAME shows what is missing.",
    errors.ExchangeRefused: "spauth-tui check NAME says why.",
    errors.ExchangeError: "Check the network and try again.",
    errors.NothingToCopy: "spauth-tui refresh NAME gets a new one.",
    errors.LimitReached: "Revoke one at Amazon and spauth-tui rm it here, or correct the limit with spauth-tui edit.",
    errors.DuplicateAuthorization: "A new refresh token goes into spauth-tui steps NAME --refresh-token.",
    errors.NoSuchRecord: "It may have been removed in another window.",
    errors.PassphraseNeeded: "Give the passphrase by --passphrase-fd or --passphrase-command, or at a terminal.",
}


def words_for(problem: errors.SpauthError) -> str:
    """Return what happened and what to do."""
    return f"{problem.sentence} {remedy_for(problem)}"


def remedy_for(problem: errors.SpauthError) -> str:
    """Return what to do, without keys or buttons."""
    kept = type(problem).remedy
    if problem.remedy == kept:
        return next((_REMEDIES[kind] for kind in type(problem).__mro__ if kind in _REMEDIES), problem.remedy)
    return problem.remedy.replace("press Refresh", "try again").replace("Press Refresh", "Refresh")


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
