"""Which authorizations the dashboard shows, in which order and under which headings."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache

from spauth_tui.domain.account import Account
from spauth_tui.domain.application import Application, Kind
from spauth_tui.domain.authorization import Authorization, AuthorizationId
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.region import Environment, Region
from spauth_tui.domain.standing import URGENCY, Standing, standing_of

_NEVER = datetime.max.replace(tzinfo=UTC)


class Order(Enum):
    """The orders a person can choose, with the words shown for them."""

    APPLICATION = "by application"
    EXPIRY = "by expiry"
    ATTENTION = "by attention needed"


@dataclass(frozen=True, slots=True)
class Group:
    """Authorizations under one heading; `application` is None for the one group of a flat order."""

    application: Application | None
    members: tuple[AuthorizationId, ...]


def arrange(holdings: Holdings, order: Order, sought: str, now: datetime) -> tuple[Group, ...]:
    """Return what to show.

    Each word of `sought` must stand in the labels, region, environment, kind, marketplaces or state, as it is or
    with letters left out. Applications without any authorization keep their heading while nothing is sought.
    """
    words = _words(sought)
    chosen = [each for each in holdings.authorizations if not words or _matches(each, holdings, words, now)]
    if order is Order.APPLICATION:
        return _by_application(holdings, chosen, keep_empty=not words)
    labels = {each.id: each.label.casefold() for each in holdings.accounts}
    if order is Order.EXPIRY:
        chosen.sort(key=lambda each: (_end(each), labels[each.account_id]))
    else:
        chosen.sort(key=lambda each: (URGENCY[standing_of(each, now)], _end(each), labels[each.account_id]))
    return (Group(None, tuple(each.id for each in chosen)),) if chosen else ()


def _by_application(holdings: Holdings, chosen: list[Authorization], *, keep_empty: bool) -> tuple[Group, ...]:
    labels = {each.id: each.label.casefold() for each in holdings.accounts}
    members: dict[str, list[Authorization]] = {each.id: [] for each in holdings.applications}
    for authorization in chosen:
        members[authorization.application_id].append(authorization)
    groups = []
    for application in sorted(holdings.applications, key=lambda each: each.label.casefold()):
        own = sorted(members[application.id], key=lambda each: labels[each.account_id])
        if own or keep_empty:
            groups.append(Group(application, tuple(each.id for each in own)))
    return tuple(groups)


def _end(authorization: Authorization) -> datetime:
    return authorization.access_token.expires_at if authorization.access_token else _NEVER


@dataclass(frozen=True, slots=True)
class _Word:
    """One word that is sought, and the standings that are called so."""

    text: str
    standings: frozenset[Standing]

    def fits(self, authorization: Authorization, account: Account, labels: str, now: datetime) -> bool:
        """Say whether it says something of an authorization; what takes longest is looked at last."""
        text = self.text
        return (
            text in labels
            or text in _place(account.region, account.kind, account.environment)
            or any(text in each.casefold() for each in account.marketplaces)
            or text in account.merged_name.casefold()
            or text in account.vendor_group.casefold()
            or _is_spread_over(text, account.label.casefold())
            or (bool(self.standings) and standing_of(authorization, now) in self.standings)
        )


def _words(sought: str) -> list[_Word]:
    return [
        _Word(each, frozenset(standing for standing in Standing if each in standing.value.casefold()))
        for each in sought.casefold().split()
    ]


def _matches(authorization: Authorization, holdings: Holdings, words: list[_Word], now: datetime) -> bool:
    account = holdings.account_by_id[authorization.account_id]
    application = holdings.application_by_id[authorization.application_id]
    labels = f"{application.label} {account.label}".casefold()
    return all(word.fits(authorization, account, labels, now) for word in words)


@cache
def _place(region: Region, kind: Kind, environment: Environment) -> str:
    return f"{region.name} {region.value} {kind.value} {environment.value}".casefold()


def _is_spread_over(word: str, text: str) -> bool:
    """Say whether the letters of `word` stand in `text` in their order, others between them."""
    letters = iter(text)
    return len(word) > 2 and all(letter in letters for letter in word)
