"""What needs the person's attention; used by header, attention line, title, order and filter."""

from collections.abc import Callable
from datetime import datetime, timedelta

from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.client_secrets import NOTICED, falls_back, left_words, removable, secret_left
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.status import REFUSALS, UNFINISHED, URGENCY, Status, Tally, is_denied, status_of

NOTHING_URGENT = 4
"""The rank of what needs nobody."""
_OVER = "past its 180 days"
_GROUPS = (
    ("live", frozenset({Status.LIVE})),
    ("soon", frozenset({Status.EXPIRING_SOON})),
    ("expired", frozenset({Status.EXPIRED})),
    ("refused", REFUSALS),
    ("to finish", UNFINISHED),
)


def counts(tally: Tally) -> tuple[tuple[int, str], ...]:
    """Return the count and the text of each group that is not empty."""
    numbers = ((tally.of(*statuses), word) for word, statuses in _GROUPS)
    return tuple((number, word) for number, word in numbers if number)


def needs(holdings: Holdings, tally: Tally, now: datetime) -> tuple[str, ...]:
    """Return what needs attention, a few words each, the most urgent first."""
    return (
        *_leaks(holdings),
        *_refused(tally),
        *_counted(sum(map(is_denied, holdings.authorizations)), "denied by SP-API"),
        *_secrets(holdings, now),
        *_counted(tally.of(*UNFINISHED), "checklist to finish", "checklists to finish"),
    )


def urgency(holdings: Holdings, now: datetime) -> Callable[[Authorization], tuple[int, int]]:
    """Return the sort key for attention: leaks, refusals, checklists, expiring client secrets, the rest."""
    leaked = {each.authorization_id or each.application_id for each in holdings.leaks}
    secrets = {each.id for each in holdings.applications if _ending(each, now) or removable(each, now)}

    def key(authorization: Authorization) -> tuple[int, int]:
        status = status_of(authorization, now)
        if authorization.id in leaked or authorization.application_id in leaked:
            rank = 0
        elif status in REFUSALS or is_denied(authorization):
            rank = 1
        elif status in UNFINISHED:
            rank = 2
        else:
            rank = 3 if authorization.application_id in secrets else NOTHING_URGENT
        return rank, URGENCY[status]

    return key


def _counted(count: int, one: str, many: str = "") -> list[str]:
    return [f"{count} {one if count == 1 else many or one}"] if count > 0 else []


def _leaks(holdings: Holdings) -> list[str]:
    return [f"leak: {each.leaked.value} of {each.subject}" for each in holdings.leaks[:1]] + _counted(
        len(holdings.leaks) - 1, "more leak", "more leaks"
    )


def _refused(tally: Tally) -> list[str]:
    count, revoked = tally.of(*REFUSALS), tally.of(Status.REVOKED)
    return [f"{count} refused{f' ({revoked} revoked)' if revoked else ''}"] if count else []


def _ending(application: Application, now: datetime) -> tuple[timedelta, str] | None:
    left = secret_left(application, now)
    if falls_back(application):
        return timedelta.min, f"new client secret of {application.label} refused, the old one is used"
    if left is None or left > NOTICED:
        return None
    return left, f"client secret of {application.label}: {left_words(left) if left > timedelta(0) else _OVER}"


def _secrets(holdings: Holdings, now: datetime) -> list[str]:
    ending = sorted(each for one in holdings.applications if (each := _ending(one, now)) is not None)
    done = [each.label for each in holdings.applications if removable(each, now)]
    return [
        *(words for _, words in ending[:1]),
        *_counted(len(ending) - 1, "more client secret", "more client secrets"),
        *(f"old client secret of {label} can go" for label in done[:1]),
    ]
