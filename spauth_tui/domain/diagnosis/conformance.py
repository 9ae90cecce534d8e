"""Compares what the simulator believes of Amazon's replies with what came back: names and types, no values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

EXCHANGE, FALSE_EXCHANGE = "exchange", "exchange of a made-up refresh token"
TEST, FALSE_TEST = "test call", "test call with a made-up access token"
CALLS = (EXCHANGE, TEST, FALSE_EXCHANGE, FALSE_TEST)
UNNAMED = "(name not shown)"
_NAME = re.compile(r"[A-Za-z]{1,24}(?:[-_][A-Za-z]{1,24}){0,6}")
_SHORT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{1,3}")


def plain_name(text: str) -> str:
    """Return a name of a header, field or code as it is, or `UNNAMED` if it could be an id or another value."""
    is_name = len(text) <= 48 and (_NAME.fullmatch(text) or _SHORT_NAME.fullmatch(text))
    return text if is_name and not (len(text) > 6 and text.isupper() and "_" not in text) else UNNAMED


@dataclass(frozen=True, slots=True)
class Outline:
    """A reply without its values: status, names of headers, and the type of each field by its path."""

    address: str
    """The path of the URL that was asked."""
    status: int
    headers: frozenset[str]
    fields: Mapping[str, str]


_NOTHING = Outline("", 0, frozenset(), {})


@dataclass(frozen=True, slots=True)
class Heard:
    """The reply to one of `CALLS`."""

    call: str
    outline: Outline


class Match(Enum):
    """How a belief compares with a reply."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_SEEN = "not seen"


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison; `believed` or `answered` is empty for what is not there."""

    call: str
    part: str  # status, header or field
    name: str
    match: Match
    believed: str = ""
    answered: str = ""


def compare(believed: Sequence[Heard], heard: Sequence[Heard]) -> tuple[Line, ...]:
    """Return every comparison, call by call. A call may be believed to be answered in several ways, by status."""
    return tuple(line for call in CALLS for line in _compared(call, _of(call, believed), _of(call, heard)))


def _of(call: str, replies: Iterable[Heard]) -> dict[int, Outline]:
    return {each.outline.status: each.outline for each in replies if each.call == call}


def _compared(call: str, believed: Mapping[int, Outline], heard: Mapping[int, Outline]) -> Iterator[Line]:
    for status, reply in heard.items():
        belief = believed.get(status)
        if belief is None:
            yield Line(call, "status", "", Match.DIFFERS, " or ".join(map(str, believed)), str(status))
            belief = _NOTHING
        else:
            yield Line(call, "status", "", Match.AGREES, str(status), str(status))
        for name in sorted(belief.headers | reply.headers):
            yield _line(call, "header", name, "there" * (name in belief.headers), "there" * (name in reply.headers))
        for name in sorted({*belief.fields, *reply.fields}):
            if name in reply.fields or _could_be_seen(name, reply.fields):
                yield _line(call, "field", name, belief.fields.get(name, ""), reply.fields.get(name, ""))
            else:
                yield Line(call, "field", name, Match.NOT_SEEN, belief.fields[name])
    for status in believed:
        if status not in heard and not heard.keys() - believed.keys():
            yield Line(call, "status", "", Match.NOT_SEEN, str(status))


def _could_be_seen(name: str, fields: Mapping[str, str]) -> bool:
    """Return whether what holds a field came, so that the field is missing in it."""
    holder = name.removesuffix("[]") if name.endswith("[]") else name.rpartition(".")[0]
    if name.endswith("[]"):
        return fields.get(holder, "list") != "list"
    return holder in fields and "object" in fields[holder]


def _line(call: str, part: str, name: str, believed: str, answered: str) -> Line:
    return Line(call, part, name, Match.AGREES if believed == answered else Match.DIFFERS, believed, answered)
