"""Finds what a name means: `application/account`, or any part of it that matches only one."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from spauth_tui.domain.errors.input import AmbiguousName, NoSuchName
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.removal import Removal
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import clean, masked

T = TypeVar("T")
_MOST_CANDIDATES = 12
_LEAST_OF_ID = 8
_SEPARATORS = str.maketrans("_-", "  ")


class Named(NamedTuple):
    """An authorization and its full name."""

    name: str
    authorization_id: AuthorizationId
    application_id: ApplicationId


def name_of(authorization: Authorization, holdings: Holdings) -> str:
    """Return the full name of an authorization: `application/account`."""
    application = holdings.application_of(authorization)
    return f"{application.label}/{holdings.account_of(authorization).label}"


def find_authorization(holdings: Holdings, text: str) -> Authorization:
    """Return the authorization that a text names; raises `NoSuchName`, `AmbiguousName`."""
    return _one([(name_of(each, holdings), each) for each in holdings.authorizations], text, "authorization")


def find_named(names: Iterable[Named], text: str) -> Named:
    """Return the name that a text means; raises `NoSuchName`, `AmbiguousName`."""
    return _one([(each.name, each) for each in names], text, "authorization")


def find_authorizations(holdings: Holdings, text: str) -> tuple[Authorization, ...]:
    """Return the one authorization that a text names, or all of an application if the text is its full label."""
    for application in holdings.applications:
        if _plain(application.label) == _plain(text) and (own := holdings.of_application(application.id)):
            return own
    return (find_authorization(holdings, text),)


def find_application(holdings: Holdings, text: str) -> Application:
    """Return the application that a text names; raises `NoSuchName`, `AmbiguousName`."""
    return _one([(each.label, each) for each in holdings.applications], text, "application")


def find_account(holdings: Holdings, text: str) -> Account:
    """Return the account that a text names; raises `NoSuchName`, `AmbiguousName`."""
    return _one([(each.label, each) for each in holdings.accounts], text, "account")


def find_removal(removals: Sequence[Removal], text: str) -> Removal:
    """Return what was removed and is called so, has the kind and name, or an id that begins so.

    Raises `NoSuchName`, `AmbiguousName`.
    """
    sought = _plain(text)
    for found in (
        [each for each in removals if len(text) >= _LEAST_OF_ID and each.record.id.startswith(text)],
        [each for each in removals if sought == _plain(each.title)],
        [each for each in removals if sought == _plain(each.name)],
        [each for each in removals if _has_a_side(_plain(each.name), sought)],
        [each for each in removals if sought and _holds(_plain(each.title), sought)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousName(tuple(f"{each.title}, {each.record.id[:8]}" for each in found[:_MOST_CANDIDATES]))
    raise NoSuchName(f"Nothing that was removed is called {clean(masked(text), 60)}.")


def _one(named: Sequence[tuple[str, T]], text: str, what: str) -> T:
    """Return the one with exactly that name, or the only one with it as a full part, or the only one containing it."""
    if not _plain(text):
        raise NoSuchName("No name was given.")
    for found in _ever_wider(named, text):
        if len(found) == 1:
            return found[0][1]
        if found:
            names = sorted((name for name, _ in found), key=str.casefold)
            more = (f"and {len(names) - _MOST_CANDIDATES} more",) if len(names) > _MOST_CANDIDATES else ()
            raise AmbiguousName((*names[:_MOST_CANDIDATES], *more))
    raise NoSuchName(f"No {what} in the vault is called {clean(masked(text), 60)}.")


def _ever_wider(named: Sequence[tuple[str, T]], text: str) -> Iterator[list[tuple[str, T]]]:
    """Yield possible matches, the most likely first; ignores case and spaces only if there is no exact match."""
    yield [(name, each) for name, each in named if name == text]
    sought = _plain(text)
    pairs = [(name, _plain(name), each) for name, each in named]
    yield [(name, each) for name, plain, each in pairs if plain == sought]
    yield [(name, each) for name, plain, each in pairs if sought in plain.split("/")]
    yield [(name, each) for name, plain, each in pairs if _holds(plain, sought) and _ends_alike(plain, sought)]
    yield [(name, each) for name, plain, each in pairs if _has_a_side(plain, sought)]
    yield [(name, each) for name, plain, each in pairs if _holds(plain, sought)]


def _ends_alike(plain: str, sought: str) -> bool:
    """Return whether the text names exactly this account."""
    return "/" in sought and plain.partition("/")[2] == sought.partition("/")[2]


def _has_a_side(plain: str, sought: str) -> bool:
    """Return whether one side of the name is exactly that of the text, and the other contains its part."""
    left, slash, right = sought.partition("/")
    before, _, after = plain.partition("/")
    return bool(slash) and ((right == after and left in before) or (left == before and right in after))


def _holds(plain: str, sought: str) -> bool:
    """Return whether the name contains the text; if that has a slash, whether each side contains its part."""
    if sought in plain:
        return True
    left, slash, right = sought.partition("/")
    before, _, after = plain.partition("/")
    return bool(slash) and left in before and right in after


def _plain(text: str) -> str:
    """Fold what is awkward in a shell: case, and spaces, which `_` and `-` may replace."""
    return "/".join(" ".join(part.split()) for part in text.casefold().translate(_SEPARATORS).split("/"))
