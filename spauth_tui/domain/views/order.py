"""Which authorizations the dashboard shows, in which order and under which headings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.attention import urgency
from spauth_tui.domain.views.filter import Filter, sought_in

_NEVER = datetime.max.replace(tzinfo=UTC)


class Order(Enum):
    """The orders to choose from, as shown."""

    APPLICATION = "by application"
    EXPIRY = "by expiry"
    ATTENTION = "by attention needed"


@dataclass(frozen=True, slots=True)
class Group:
    """Authorizations under one heading; `application` is None for the one group of a flat order."""

    application: Application | None
    members: tuple[AuthorizationId, ...]


def arrange(
    holdings: Holdings, order: Order, sought: str, now: datetime, *, watched: Collection[AuthorizationId] = ()
) -> tuple[Group, ...]:
    """Return what the filter matches, in order; without a filter, empty applications keep their heading."""
    wanted = Filter(sought)
    chosen = [
        each
        for each in holdings.authorizations
        if not wanted or wanted.fits(sought_in(holdings, each, now, watched=each.id in watched))
    ]
    if order is Order.APPLICATION:
        return _by_application(holdings, chosen, keep_empty=not wanted)
    labels = {each.id: each.label.casefold() for each in holdings.accounts}
    if order is Order.EXPIRY:
        chosen.sort(key=lambda each: (_end(each), labels[each.account_id]))
    else:
        urgent = urgency(holdings, now)
        chosen.sort(key=lambda each: (urgent(each), _end(each), labels[each.account_id]))
    return (Group(None, tuple(each.id for each in chosen)),) if chosen else ()


def _by_application(holdings: Holdings, chosen: list[Authorization], *, keep_empty: bool) -> tuple[Group, ...]:
    labels = {each.id: each.label.casefold() for each in holdings.accounts}
    groups = []
    for application in sorted(holdings.applications, key=lambda each: each.label.casefold()):
        own = [each for each in chosen if each.application_id == application.id]
        if own or keep_empty:
            own.sort(key=lambda each: labels[each.account_id])
            groups.append(Group(application, tuple(each.id for each in own)))
    return tuple(groups)


def _end(authorization: Authorization) -> datetime:
    return authorization.access_token.expires_at if authorization.access_token else _NEVER
