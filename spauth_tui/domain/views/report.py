"""A text to post: versions, and the kinds of Amazon's answers. No values, labels, ids, paths or host names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spauth_tui.domain.diagnosis.conformance import UNNAMED, plain_name
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.snapshot import Holdings

VERSIONS = (
    *("spauth-tui", "Python", "textual", "httpx", "sqlcipher3", "encryption", "system"),
    *("terminal", "terminal program", "colours", "in tmux", "over SSH", "token endpoint"),
)
ANSWERS = (
    *(EventKind.REFRESHED, EventKind.REFUSED, EventKind.EXCHANGE_FAILED, EventKind.VERIFIED),
    *(EventKind.VERIFICATION_REFUSED, EventKind.CLIENT_SECRET_PROVEN, EventKind.CLIENT_SECRET_REFUSED),
    *(EventKind.ROTATION_ASKED, EventKind.GRANTLESS, EventKind.RESTRICTED),
)
_WITH_A_CODE = (EventKind.REFUSED, EventKind.VERIFICATION_REFUSED)
_PLAIN, _STATUS = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+-]{0,60}"), re.compile(r"[1-5]\d\d")
_BUILD = re.compile(r"(\d+\.\d+[.\d]*)-\S+")  # what a distribution or person adds to the version of a kernel


def report(facts: Mapping[str, str], holdings: Holdings | None, events: Sequence[Event]) -> tuple[str, ...]:
    """Return the lines; without holdings, the versions alone."""
    widest = max(map(len, VERSIONS))
    lines = ["Versions", *(f"  {name:<{widest}}  {_plain(facts.get(name, ''))}" for name in VERSIONS)]
    if holdings is not None:
        lines += ["", "Amazon's last answer to each authorization", *_counted(_answers(holdings))]
        lines += ["", "In the event log", *_counted(_events(events))]
    return tuple(lines)


def _plain(text: str) -> str:
    text = _BUILD.sub(r"\1", text)
    return text if _PLAIN.fullmatch(text) else "not shown"


def _counted(lines: Iterable[str]) -> list[str]:
    counts = Counter(lines)
    return [f"  {counts[line]:>4} x {line}" for line in sorted(counts)] or ["  nothing yet"]


def _answers(holdings: Holdings) -> Iterator[str]:
    for each in holdings.authorizations:
        account, life = holdings.account_by_id[each.account_id], each.access_token
        of = f"{account.kind.value}, {account.region.name}, {account.environment.value}"
        if each.refusal is not None:
            yield f"exchange ({of}): {each.refusal.status} {_code(each.refusal.error)}"
        elif life is not None:
            seconds = int((life.expires_at - life.asked_at).total_seconds())
            yield f"exchange ({of}): 200, an access token for {seconds} seconds"
        if each.api_refusal is not None:
            yield f"test call ({of}): {each.api_refusal.status} {_code(each.api_refusal.code)}"
        elif each.proof is not None:
            yield f"test call ({of}): 200"


def _code(text: str) -> str:
    return plain_name(text).replace(UNNAMED, "(code not shown)")


def _events(events: Iterable[Event]) -> Iterator[str]:
    for each in events:
        if each.kind in ANSWERS:
            known = each.kind in _WITH_A_CODE and (_STATUS.fullmatch(each.detail) or plain_name(each.detail) != UNNAMED)
            yield f"{each.kind.value}: {each.detail}" if known else each.kind.value
