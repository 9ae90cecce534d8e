"""Converts between rows and records. Texts are cleaned and bounded as they are read, whoever wrote the file.

What cannot be understood raises one of `FAULTS`; `reading.py` decides what replaces the row.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, EnumType
from functools import cache, partial
from types import NoneType
from typing import Any, NewType, TypeVar, get_args, get_origin

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.errors.vault import RowUnreadable
from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.preferences import Preferences, View
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.views.order import Order

Row = tuple[Any, ...]
T = TypeVar("T")


FAULTS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading an invalid row raises."""

EARLIEST, LATEST = 1970, 2199
"""The years of dates in the vault: far outside these, adding a span or a time zone exceeds Python's range."""
NO_DATE = datetime(EARLIEST, 1, 1, tzinfo=UTC)
"""Replaces a date that cannot be read."""
MOST_SLOTS = 1_000
"""The most that a form accepts as a limit."""
_ELSEWHERE = frozenset({"client_secrets", "grantless", "refresh_tokens", "access_token", "restricted_tokens"})
"""Fields that are stored in separate tables."""
_ID = r"[0-9A-Za-z_.:-]{1,64}"
_SECRET = r"[\x21-\x7e]{1,8192}"


def instant_text(instant: datetime | None) -> str | None:
    """Return an instant as UTC text that sorts by time; raises `InputRefused` if it could not be read again."""
    if instant is None:
        return None
    if not EARLIEST <= instant.year <= LATEST:
        raise InputRefused(f"A date must be in the years {EARLIEST} to {LATEST}.", "Correct it, or set the clock.")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def cell(value: object) -> object:
    """Convert a field's value for the column of its name; nested records become JSON."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value):
        return " ".join(value)
    if isinstance(value, tuple) or is_dataclass(value):
        return json.dumps(value, default=_plain)
    return value


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return cell(value)


def cells(record: Any) -> dict[str, object]:
    """Convert the fields of a record that have their own columns: not its tokens and secrets."""
    return {each.name: cell(getattr(record, each.name)) for each in fields(record) if each.name not in _ELSEWHERE}


def instant(text: str) -> datetime:
    """Read an instant, as UTC."""
    found = datetime.fromisoformat(text)
    if not EARLIEST <= found.year <= LATEST:
        raise ValueError
    if found.tzinfo is UTC:
        return found
    if found.tzinfo is None:
        raise ValueError
    return found.astimezone(UTC)


def is_identity(text: object) -> bool:
    """Return whether it can be an id: letters, digits and `_.:-`, which are safe everywhere."""
    return isinstance(text, str) and re.fullmatch(_ID, text) is not None


def identity(text: str) -> str:
    """Read an id."""
    if not is_identity(text):
        raise ValueError
    return text


def secret(text: object) -> Secret:
    """Read a token or a client secret; raises `RowUnreadable` if it cannot be one."""
    if not isinstance(text, str) or re.fullmatch(_SECRET, text) is None:
        raise RowUnreadable
    return Secret(text)


def _count(value: object, most: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError
    return value


def _words_of(text: str) -> list[str]:
    return [clean(each, 80) for each in text.split()]


def _up_to(most: int) -> Callable[[Any], str]:
    return lambda text: clean(text, most)


_BY_NAME: dict[str, Callable[[Any], Any]] = {
    "authorization_limit": partial(_count, most=MOST_SLOTS),
    "country_code": _up_to(4),
    "elements": lambda texts: tuple(clean(each, 40) for each in texts),
    "fingerprint": _up_to(64),
    "hex_digits": int,
    "length": int,
    "marketplace_id": _up_to(40),
    "method": _up_to(10),
    "notes": _up_to(2_000),
    "path": _up_to(1_024),
    "portal": _up_to(80),
    "refresh_token_id": identity,
    "scope_key": _up_to(80),
    "served": partial(_count, most=2**53),
    "slots_elsewhere": partial(_count, most=MOST_SLOTS),
    "status": partial(_count, most=999),
    "store_name": _up_to(80),
}
"""How to read the fields whose type is not enough: numbers have bounds, and some texts unusual ones."""


_PLAIN: dict[Any, Callable[[Any], Any]] = {str: clean, datetime: instant, bool: bool}


def _by_type(kind: Any) -> Callable[[Any], Any]:
    """Return how to read a field of this type."""
    inner = get_args(kind)
    if NoneType in inner:
        current = next(each for each in inner if each is not NoneType)
        read, absent = _by_type(current), (None, "") if isinstance(current, NewType) else (None,)
        return lambda value: None if value in absent else read(value)
    if get_origin(kind) is tuple and is_dataclass(inner[0]):
        return lambda value: tuple(_from_json(inner[0], each) for each in _parsed(value))
    if get_origin(kind) in (tuple, frozenset):
        return lambda text: get_origin(kind)(_words_of(text))
    if isinstance(kind, type) and is_dataclass(kind):
        return partial(_from_json, kind)
    if isinstance(kind, EnumType):
        return dict(kind.__members__).__getitem__
    if isinstance(kind, NewType):
        return identity
    return _PLAIN[kind]


def _readers(kind: Any) -> Mapping[str, Callable[[Any], Any]]:
    """Return how to read each field of a record that has its own column, in order."""
    return {
        each.name: _BY_NAME.get(each.name) or _by_type(each.type)
        for each in fields(kind)
        if each.name not in _ELSEWHERE
    }


readers: Callable[[Any], Mapping[str, Callable[[Any], Any]]] = cache(_readers)


def record(kind: type[T], row: Row, **elsewhere: Any) -> T:
    """Read a row that has a cell for each of `readers`; what is in other tables is given."""
    read = {name: read(value) for (name, read), value in zip(readers(kind).items(), row, strict=True)}
    return kind(**read, **elsewhere)


def _from_json(kind: type[T], value: Any) -> T:
    held = _parsed(value)
    return record(kind, tuple(held[name] for name in readers(kind)))


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


_MOST_BACKUPS, _MOST_VIEWS = 10_000, 1_000
_LONGEST_SPAN = 10 * 365 * 86_400
"""The most seconds that a preference may wait."""


def _view(held: Sequence[str]) -> View:
    """Read a saved view; ignores additions of later versions, and unknown orders and styles."""
    name, sought, order, panes, *_ = held
    return View(
        clean(name),
        clean(sought),
        Order.__members__.get(order, Order.APPLICATION),
        PaneStyle.__members__.get(panes, PaneStyle.COMFORTABLE),
    )


def _seconds(count: float | None) -> timedelta | None:
    if count is not None and not 0 <= count <= _LONGEST_SPAN:
        raise ValueError
    return None if count is None else timedelta(seconds=count)


_PREFERENCES: dict[str, Callable[[Any], Any]] = {
    "lock_after": _seconds,
    "show_when_locked": bool,
    "backup_every": _seconds,
    "backups_kept": lambda kept: max(1, _count(kept, _MOST_BACKUPS)),
    "watched": lambda ids: frozenset(map(identity, ids)),
    "views": lambda views: tuple(map(_view, views[:_MOST_VIEWS])),
}


def preferences(text: bytes | None) -> Preferences:
    """Read the preferences; what is missing or invalid gets its default."""
    chosen, held = {}, {}
    with suppress(*FAULTS):
        held = json.loads(text or b"{}")
    for name, read in _PREFERENCES.items():
        with suppress(*FAULTS):
            chosen[name] = read(held[name])
    return Preferences(**chosen)


def preferences_text(value: Preferences) -> str:
    """Return the preferences as JSON; spans are in seconds."""
    return json.dumps(
        {
            "lock_after": None if value.lock_after is None else value.lock_after.total_seconds(),
            "show_when_locked": value.show_when_locked,
            "backup_every": None if value.backup_every is None else value.backup_every.total_seconds(),
            "backups_kept": value.backups_kept,
            "watched": sorted(value.watched),
            "views": [(each.name, each.sought, each.order.name, each.panes.name) for each in value.views],
        }
    )
