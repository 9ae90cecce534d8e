"""Reads rows so that a nonsensical one is only unreadable, and nothing else fails.

An unreadable application, account or authorization is still shown in part, since other rows refer to it. Other rows are
left out. Each is noted, so that the person is told.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from spauth_tui.adapters.vault.records import rows
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.access_token import AccessTokenLife
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Application, ApplicationId, ClientSecretRecord, Kind
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenRecord
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import GrantlessLife
from spauth_tui.domain.model.restricted import RestrictedLife
from spauth_tui.domain.model.unreadable import MARK, Unreadable
from spauth_tui.domain.text.clean import clean

T = TypeVar("T")


class Readers:
    """Reads rows, and collects what could not be read completely."""

    def __init__(self) -> None:
        self.unreadable: list[Unreadable] = []

    def note(self, what: str, which: object) -> None:
        """Note a row that cannot be read completely; `which` is its label or an id."""
        self.unreadable.append(Unreadable(what, clean(str(which), 60)))

    def record(self, what: str, row: rows.Row, read: Callable[[rows.Row], T], which: object) -> T | None:
        """Read a row; None, and a note, if it makes no sense."""
        try:
            return read(row)
        except rows.FAULTS:
            self.note(what, which)
            return None

    def records(self, what: str, found: Iterable[rows.Row], read: Callable[[rows.Row], T]) -> list[T]:
        """Read rows that begin with their ids."""
        read_all = (self.record(what, row, read, row[0]) for row in found)
        return [each for each in read_all if each is not None]

    def gathered(self, what: str, found: Iterable[rows.Row], read: Callable[[rows.Row], T]) -> dict[str, list[T]]:
        """Read rows without their first column, their owner, and group them by it."""
        gathered: dict[str, list[T]] = defaultdict(list)
        for row in found:
            record = self.record(what, row[1:], read, f"of {row[0]}")
            if record is not None:
                gathered[row[0]].append(record)
        return gathered

    def application(
        self, row: rows.Row, secrets: Iterable[ClientSecretRecord], grantless: Iterable[GrantlessLife] = ()
    ) -> Application | None:
        """Read an application, or what can be read of it."""
        try:
            return rows.application(row, secrets, grantless)
        except rows.FAULTS:
            label = clean(row[1])
            self.note("application", label)
        if not rows.is_identity(row[0]):
            return None
        return Application(
            ApplicationId(row[0]),
            f"{label} {MARK}",
            clean(row[2]),
            Kind.__members__.get(row[3], Kind.SELLER),
            rows.NO_DATE,
            client_secrets=tuple(secrets),
            grantless=tuple(grantless),
        )

    def account(self, row: rows.Row) -> Account | None:
        """Read an account, or what can be read of it."""
        try:
            return rows.account(row)
        except rows.FAULTS:
            label = clean(row[1])
            self.note("account", label)
        if not rows.is_identity(row[0]):
            return None
        return Account(
            AccountId(row[0]),
            f"{label} {MARK}",
            Kind.__members__.get(row[2], Kind.SELLER),
            Region.__members__.get(row[3], Region.NA),
            rows.NO_DATE,
            Environment.__members__.get(row[5], Environment.PRODUCTION),
            merged_name=clean(row[7]),
            vendor_group=clean(row[8]),
            notes=clean(row[9], 2000),
        )

    def authorization(
        self,
        row: rows.Row,
        tokens: Sequence[RefreshTokenRecord],
        life: AccessTokenLife | None,
        restricted: Sequence[RestrictedLife] = (),
    ) -> Authorization | None:
        """Read an authorization; if it is partly unreadable, it counts as guarded."""
        try:
            return rows.authorization(row, tokens, life, restricted)
        except rows.FAULTS:
            self.note("authorization", row[0])
        if not all(map(rows.is_identity, row[:3])):
            return None
        return Authorization(
            AuthorizationId(row[0]),
            ApplicationId(row[1]),
            AccountId(row[2]),
            rows.NO_DATE,
            tuple(tokens),
            life,
            restricted_tokens=tuple(restricted),
            guarded=True,
        )

    def life(self, row: rows.Row, authorization_id: str) -> AccessTokenLife | None:
        """Read when an access token was requested and when it expires."""
        return self.record("access token", row, rows.access_token_life, f"of {authorization_id}")


def event(row: rows.Row) -> Event:
    """Read an event; one that makes no sense becomes one that says so."""
    try:
        return rows.event(row)
    except rows.FAULTS:
        kind = EventKind.__members__.get(row[1])
        words = f"{kind.value}: {clean(row[2])}" if kind else clean(row[2])
        try:
            at = rows.instant(row[0])
        except rows.FAULTS:
            at = rows.NO_DATE
        return Event(at, EventKind.UNREADABLE, words)
