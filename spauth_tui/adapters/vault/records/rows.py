"""Converts between rows and records. Texts are cleaned and bounded as they are read, whoever wrote the file.

What cannot be understood raises one of `FAULTS`; `readers.py` decides what replaces the row.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, TypeVar

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.errors.vault import RowUnreadable
from spauth_tui.domain.model.access_token import AccessTokenLife
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.application import Application, ApplicationId, ClientSecretId, ClientSecretRecord, Kind
from spauth_tui.domain.model.authorization import (
    Authorization,
    AuthorizationId,
    RefreshTokenId,
    RefreshTokenRecord,
    Refusal,
)
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import GrantlessLife
from spauth_tui.domain.model.incident import Incident, IncidentId, Leaked
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences, View
from spauth_tui.domain.model.proof import ApiRefusal, Participation, Proof
from spauth_tui.domain.model.restricted import Resource, RestrictedLife, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.views.order import Order

Row = tuple[Any, ...]
T = TypeVar("T")


FAULTS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading a nonsensical row raises."""

EARLIEST, LATEST = 1970, 2199
"""The years of dates in the vault: far beyond these, a sum with a span or a time zone leaves Python's range."""
NO_DATE = datetime(EARLIEST, 1, 1, tzinfo=UTC)
"""Replaces a date that cannot be read."""
MOST_SLOTS = 1_000
"""The most that a form accepts as a limit."""
_ELSEWHERE = frozenset({"client_secrets", "grantless", "refresh_tokens", "access_token", "restricted_tokens"})
"""Fields whose records lie in tables of their own."""
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
    """Write the value of a field into the column of its name; what has fields of its own becomes JSON."""
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
    """Write the fields of a record that have columns of their own: not its tokens and secrets."""
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


def _maybe(text: str | None) -> datetime | None:
    return None if text is None else instant(text)


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


def client_secret_record(row: Row) -> ClientSecretRecord:
    """Read `id, stored_at, expires_at, proven_at, refused_at`."""
    stored_at, later = instant(row[1]), map(_maybe, row[2:5])
    return ClientSecretRecord(ClientSecretId(identity(row[0])), stored_at, *later)


def application(
    row: Row, secrets: Iterable[ClientSecretRecord], grantless: Iterable[GrantlessLife] = ()
) -> Application:
    """Read `id, label, client_id, kind, created_at, authorization_limit, slots_elsewhere`."""
    return Application(
        ApplicationId(identity(row[0])),
        clean(row[1]),
        clean(row[2]),
        Kind[row[3]],
        instant(row[4]),
        _count(row[5], MOST_SLOTS),
        tuple(secrets),
        _count(row[6], MOST_SLOTS),
        tuple(grantless),
    )


def account(row: Row) -> Account:
    """Read a whole row of `account`."""
    return Account(
        AccountId(identity(row[0])),
        clean(row[1]),
        Kind[row[2]],
        Region[row[3]],
        instant(row[4]),
        Environment[row[5]],
        tuple(_words_of(row[6])),
        clean(row[7]),
        clean(row[8]),
        clean(row[9], 2000),
    )


def refresh_token_record(row: Row) -> RefreshTokenRecord:
    """Read `id, created_at, made_current_at, fingerprint, length, note, revoked_at, is_usual`."""
    created_at = instant(row[1])
    return RefreshTokenRecord(
        RefreshTokenId(identity(row[0])),
        created_at,
        # For most that is one instant.
        created_at if row[2] == row[1] else instant(row[2]),
        clean(row[3], 64),
        row[4],
        clean(row[5]),
        _maybe(row[6]),
        bool(row[7]),
    )


def _refusal(text: str | None) -> Refusal | None:
    if text is None:
        return None
    held = json.loads(text)
    return Refusal(
        clean(held["error"]),
        clean(held["description"]),
        clean(held["request_id"]),
        _count(held["status"], 999),
        instant(held["refused_at"]),
    )


def _proof(text: str | None) -> Proof | None:
    if text is None:
        return None
    held = json.loads(text)
    participations = tuple(
        Participation(
            clean(each["marketplace_id"], 40),
            clean(each["country_code"], 4),
            clean(each["store_name"], 80),
            bool(each["is_participating"]),
            bool(each["has_suspended_listings"]),
        )
        for each in held["participations"]
    )
    return Proof(instant(held["proven_at"]), clean(held["endpoint"]), clean(held["request_id"]), participations)


def _api_refusal(text: str | None) -> ApiRefusal | None:
    if text is None:
        return None
    held = json.loads(text)
    return ApiRefusal(
        _count(held["status"], 999),
        clean(held["code"]),
        clean(held["message"]),
        clean(held["details"]),
        clean(held["request_id"]),
        clean(held["endpoint"]),
        instant(held["refused_at"]),
    )


def grantless_life(row: Row) -> GrantlessLife:
    """Read `scope, asked_at, expires_at`."""
    return GrantlessLife(instant(row[1]), instant(row[2]), clean(row[0], 80))


def restricted_life(row: Row) -> RestrictedLife:
    """Read `id, asked_at, expires_at, resources`."""
    resources = tuple(
        Resource(clean(each["method"], 10), clean(each["path"], 1024), tuple(clean(e, 40) for e in each["elements"]))
        for each in json.loads(row[3])
    )
    return RestrictedLife(instant(row[1]), instant(row[2]), RestrictedTokenId(identity(row[0])), resources)


def incident(row: Row) -> Incident:
    """Read `id, opened_at, leaked, subject, application_id, authorization_id, done, closed_at`."""
    return Incident(
        IncidentId(identity(row[0])),
        instant(row[1]),
        Leaked[row[2]],
        clean(row[3]),
        ApplicationId(identity(row[4])),
        AuthorizationId(identity(row[5])) if row[5] else None,
        frozenset(_words_of(row[6])),
        _maybe(row[7]),
    )


def loan(row: Row) -> Loan:
    """Read `id, authorization_id, client_id, origin, given_at, served, last_served_at`."""
    last = instant(row[6]) if row[6] else None
    return Loan(
        LoanId(identity(row[0])),
        AuthorizationId(identity(row[1])),
        clean(row[2]),
        clean(row[3]),
        instant(row[4]),
        _count(row[5], 2**53),
        last,
    )


def authorization(
    row: Row,
    tokens: Iterable[RefreshTokenRecord],
    access_token: AccessTokenLife | None,
    restricted: Iterable[RestrictedLife] = (),
) -> Authorization:
    """Read `id, application_id, account_id, created_at, ticks, portal, refusal, guarded, proof, api_refusal`."""
    return Authorization(
        AuthorizationId(identity(row[0])),
        ApplicationId(identity(row[1])),
        AccountId(identity(row[2])),
        instant(row[3]),
        tuple(tokens),
        access_token,
        _refusal(row[6]),
        frozenset(_words_of(row[4])),
        clean(row[5], 80),
        _proof(row[8]),
        _api_refusal(row[9]),
        tuple(restricted),
        bool(row[7]),
    )


def access_token_life(row: Row) -> AccessTokenLife:
    """Read `asked_at, expires_at, refresh_token_id`."""
    return AccessTokenLife(instant(row[0]), instant(row[1]), RefreshTokenId(identity(row[2])))


def event(row: Row) -> Event:
    """Read `at, kind, subject, detail, authorization_id`."""
    return Event(
        instant(row[0]),
        EventKind[row[1]],
        clean(row[2]),
        clean(row[3]),
        AuthorizationId(identity(row[4])) if row[4] else None,
    )


def preferences(text: bytes | None) -> Preferences:
    """Read the preferences; what is missing or makes no sense gets its default."""
    default = Preferences()
    try:
        held = json.loads(text or b"{}")
        get = held.get
    except FAULTS:
        return default

    def chosen(name: str, read: Callable[[Any], T], otherwise: T) -> T:
        try:
            return read(held[name])
        except FAULTS:
            return otherwise

    return Preferences(
        chosen("lock_after", _seconds, default.lock_after),
        bool(get("show_when_locked", default.show_when_locked)),
        chosen("backup_every", _seconds, default.backup_every),
        chosen("backups_kept", lambda kept: max(1, _count(kept, _MOST_BACKUPS)), default.backups_kept),
        chosen("watched", lambda each: frozenset(map(AuthorizationId, map(identity, each))), default.watched),
        chosen("views", lambda each: tuple(map(_view, each[:_MOST_VIEWS])), default.views),
    )


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
