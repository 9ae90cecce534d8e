"""The dashboard's filter: parts of labels, places, states, the time an access token has left."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.status import REFUSALS, UNFINISHED, Status, is_denied, status_of

_UNIT = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN = re.compile(r"(?:\d{1,5}[dhms])+")
_KEPT = tuple(each for each in Status if each not in (Status.REFRESHING, Status.UNREACHABLE))
"""The states derived from the vault; only a screen knows the other two."""
_GROUPS = {"refused": REFUSALS, "unfinished": UNFINISHED}
"""Names for several states; the first three letters are enough."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One authorization as the filter sees it."""

    authorization: Authorization
    application: str  # the application's label, in lower case
    label: str  # the account's label, in lower case
    words: str  # everything else that finds the account, in lower case, one per line
    now: datetime
    watched: bool = False


def sought_in(holdings: Holdings, authorization: Authorization, now: datetime, *, watched: bool) -> Sought:
    """Return an authorization as the filter sees it."""
    application = holdings.application_of(authorization).label.casefold()
    account = holdings.account_of(authorization)
    return Sought(authorization, application, account.label.casefold(), _words(account), now, watched)


def _words(account: Account) -> str:
    place = f"{account.region.name} {account.region.value} {account.kind.value} {account.environment.value}"
    return "\n".join((place, *account.marketplaces, account.merged_name, account.vendor_group)).casefold()


class Filter:
    """The filter as typed; an authorization is shown if all its words match.

    `<10m` and `>1h30m` compare the time left of a live access token, `-` before a word negates it, and any other word
    is part of a label, merged account, vendor group, marketplace, region, kind, environment or state; in the account's
    label letters may be left out.
    """

    def __init__(self, text: str) -> None:
        words = text.casefold().split()
        self._tests = [_test(word) for word in words]
        self.misread = tuple(word for word in words if _compares(word) and _span(word.lstrip("-")[1:]) is None)
        """Words that begin like a comparison but contain no valid time."""

    def __bool__(self) -> bool:
        """Return whether there is any word."""
        return bool(self._tests)

    def fits(self, sought: Sought) -> bool:
        """Return whether every word matches."""
        return all(test(sought) for test in self._tests)


_Test = Callable[[Sought], bool]


def _compares(word: str) -> bool:
    return word.lstrip("-")[:1] in ("<", ">")


def _span(text: str) -> timedelta | None:
    """Parse `10m`, `45s`, `1h30m`; None for anything else."""
    if not _SPAN.fullmatch(text):
        return None
    return timedelta(seconds=sum(int(count) * _UNIT[unit] for count, unit in re.findall(r"(\d+)([dhms])", text)))


def _test(word: str) -> _Test:
    if word.startswith("-") and len(word) > 1:
        if _compares(word) and _span(word.lstrip("-")[1:]) is None:
            # Negated, a misread word would match everything, as if it had been understood.
            return lambda _: False
        other = _test(word[1:])
        return lambda sought: not other(sought)
    span = _span(word[1:]) if _compares(word) else None
    if span is not None:
        is_shorter = word[0] == "<"
        return lambda sought: (left := _left(sought)) is not None and (left <= span) is is_shorter
    if word == "watched":
        return lambda sought: sought.watched or _is_in_labels(word, sought)
    if word == "guarded":
        return lambda sought: sought.authorization.guarded or _is_in_labels(word, sought)
    if word == "denied":
        return lambda sought: is_denied(sought.authorization) or _is_in_labels(word, sought)
    return _named(word, [status for status in _KEPT if word in status.value.casefold()])


def _left(sought: Sought) -> timedelta | None:
    life = sought.authorization.access_token
    left = life.remaining(sought.now) if life is not None else timedelta(0)
    return left or None


def _named(word: str, statuses: Sequence[Status]) -> _Test:
    is_long = len(word) > 2
    groups = (states for name, states in _GROUPS.items() if is_long and name.startswith(word))
    states = frozenset(statuses).union(*groups)

    def test(sought: Sought) -> bool:
        # The slowest comparison comes last.
        return (
            word in sought.label
            or word in sought.application
            or word in sought.words
            or (is_long and _is_spread_over(word, sought.label))
            or (bool(states) and status_of(sought.authorization, sought.now) in states)
        )

    return test


def _is_in_labels(word: str, sought: Sought) -> bool:
    return word in sought.label or word in sought.application


def _is_spread_over(word: str, text: str) -> bool:
    """Return whether the letters of `word` occur in `text` in that order, not necessarily adjacent."""
    at = 0
    for letter in word:
        at = text.find(letter, at) + 1
        if not at:
            return False
    return True
