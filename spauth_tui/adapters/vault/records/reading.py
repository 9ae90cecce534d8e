"""Every query of the vault; each needs a constant number of statements, whatever the size.

An invalid row is only unreadable, and nothing else fails. An unreadable application, account or authorization is still
shown in part, since other rows refer to it. Other rows are left out. Each is noted, so that the person is notified.

What is removed is not read: each query reads from `LIVE`, which leaves it out, but for `removed` and what is asked for
with `even_removed`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast

from spauth_tui.adapters.vault.records import rows
from spauth_tui.adapters.vault.records.migrations import REMOVABLE
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.exchange import NothingToExchange
from spauth_tui.domain.errors.vault import NoSuchRecord, RowUnreadable
from spauth_tui.domain.model.access_token import AccessToken, AccessTokenLife
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ApplicationId, ClientSecretId, ClientSecretRecord, Kind
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenId, RefreshTokenRecord
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import GrantlessLife, GrantlessToken
from spauth_tui.domain.model.leak import Leak
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.removal import Key, WithRemoved
from spauth_tui.domain.model.restricted import RestrictedLife, RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.unreadable import MARK, Unreadable
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.views.naming import Named
from spauth_tui.services.ports.amazon import Client, Credentials

T = TypeVar("T")


class Source(NamedTuple):
    """A record's table, its name for people, and the column that names its owner."""

    table: str
    what: str
    owner: str = "id"
    order: str = "number DESC"
    in_part: str = ""  # the columns that are read even if the row is unreadable


SOURCES: dict[type, Source] = {
    Application: Source("application", "application", order="rowid", in_part="id client_id kind"),
    Account: Source(
        "account", "account", order="rowid", in_part="id kind region environment merged_name vendor_group notes"
    ),
    Authorization: Source(
        "authorization", "authorization", order="created_at, id", in_part="id application_id account_id"
    ),
    ClientSecretRecord: Source("client_secret", "client secret", "application_id"),
    GrantlessLife: Source("grantless_token", "grantless token", "application_id", "scope"),
    RefreshTokenRecord: Source("refresh_token", "refresh token", "authorization_id"),
    AccessTokenLife: Source("access_token", "access token", "authorization_id", "rowid"),
    RestrictedLife: Source("restricted_token", "restricted data token", "authorization_id"),
    Leak: Source("incident", "leak"),
    Loan: Source("loan", "loan"),
    Event: Source("event", "event", "authorization_id"),
}
_MARKED = "SELECT id FROM {} WHERE removed_at IS NOT NULL"
_GONE = {
    "id": "removed_at IS NOT NULL",
    "application_id": f"application_id IN ({_MARKED.format('application')})",
    "account_id": f"account_id IN ({_MARKED.format('account')})",
}
# Three searches with an index each: one with OR would read every authorization.
GONE_AUTHORIZATIONS = " UNION ALL ".join(f"SELECT id FROM authorization WHERE {gone}" for gone in _GONE.values())
"""The ids of the authorizations that are removed, alone or with their application or account."""
_GONE["authorization_id"] = f"authorization_id IN ({GONE_AUTHORIZATIONS})"
_LEAVES_OUT = {
    "application": "id",
    "account": "id",
    "authorization": "id application_id account_id",
    "client_secret": "id application_id",
    "grantless_token": "application_id",
    "refresh_token": "id authorization_id",
    **dict.fromkeys(("access_token", "restricted_token", "loan"), "authorization_id"),
}


def _live(table: str) -> str:
    gone = " OR ".join(_GONE[column] for column in _LEAVES_OUT[table].split())
    return f"(SELECT rowid, * FROM {table} WHERE NOT ({gone}))"


LIVE = {table: _live(table) for table in _LEAVES_OUT}
"""What to read a table's rows from: without what is removed itself, or with what it belongs to."""

_INSTEAD = {
    Application: {"kind": Kind.SELLER, "created_at": rows.NO_DATE},
    Account: {
        "kind": Kind.SELLER,
        "region": Region.NA,
        "environment": Environment.PRODUCTION,
        "created_at": rows.NO_DATE,
    },
    # Nobody knows whether it was guarded.
    Authorization: {"created_at": rows.NO_DATE, "guarded": True},
}
"""What replaces the fields of an unreadable row."""

# Characters to read of each text: a little more than is shown, so that longer ones show as such.
_SHORT, _WORDS, _NOTES, _JSON, _SECRET = 600, 2_000, 2_100, 65_536, 8_193
_LENGTHS = {
    **dict.fromkeys(("marketplaces", "ticks", "done"), _WORDS),
    **dict.fromkeys(("refusal", "proof", "api_refusal", "resources"), _JSON),
    "notes": _NOTES,
    "value": _SECRET,
}
_NUMBERS = frozenset({"authorization_limit", "slots_elsewhere", "guarded", "served"})
_IDS = frozenset({"id", "application_id", "account_id", "authorization_id", "refresh_token_id"})
_DIGITS = "replace(value, 'amzn1.oa2-cs.v1.', '')"
_OTHERWISE = {
    "length": "length(value)",
    "hex_digits": f"CASE WHEN {_DIGITS} GLOB '*[^0-9a-f]*' THEN 0 ELSE length({_DIGITS}) END",
    "is_usual": "substr(value, 1, 5) = 'Atzr|'",
    "scope_key": f"substr(scope, 1, {_SHORT})",
}
"""Fields that are not in the column of their name."""


def _cell(column: str) -> str:
    """Return the expression that reads a column up to its greatest length; an alias may precede its name."""
    name = column.rpartition(".")[2]
    if name in _NUMBERS:
        return column
    if name in _IDS:
        # All or nothing: a part of an id is another id.
        return f"CASE WHEN length(CAST({column} AS BLOB)) > 64 THEN '' ELSE {column} END"
    return _OTHERWISE.get(name) or f"substr({column}, 1, {_LENGTHS.get(name, _SHORT)})"


def _cells(columns: str) -> str:
    return ", ".join(map(_cell, columns.split()))


def _columns(kind: type) -> str:
    return _cells(" ".join(rows.readers(kind)))


_BOTH_SIDES = "FROM authorization a JOIN application p ON p.id = a.application_id JOIN account c ON c.id = a.account_id"
_SUBJECT = f"SELECT {_cells('p.label c.label')} {_BOTH_SIDES} WHERE a.id = ?"
_NAMES = f"SELECT {_cells('p.label c.label a.id a.application_id')} {_BOTH_SIDES}".replace(
    "authorization a", f"{LIVE['authorization']} a"
)
_CLIENT = (
    f"SELECT {_cells('a.client_id s.value')} "
    "FROM application a JOIN {} s ON s.application_id = a.id WHERE a.id = ? AND s.id = ?"
)
# The refresh token that `Authorization.current_refresh_token` names; the newest client secret, if none is asked for.
_CREDENTIALS = (
    f"SELECT {_cells('p.client_id s.value t.value t.id')} "
    "FROM authorization a JOIN application p ON p.id = a.application_id "
    "JOIN client_secret s ON s.application_id = p.id AND s.removed_at IS NULL "
    "AND s.id = coalesce(?2, (SELECT id FROM client_secret "
    "WHERE application_id = a.application_id AND removed_at IS NULL ORDER BY number DESC LIMIT 1)) "
    "JOIN refresh_token t ON t.authorization_id = a.id AND t.removed_at IS NULL AND t.revoked_at IS NULL "
    f"WHERE a.id = ?1 AND a.id NOT IN ({GONE_AUTHORIZATIONS}) "
    "ORDER BY t.made_current_at DESC, t.number DESC LIMIT 1"
)


class _Reader:
    """Reads records, and notes those that cannot be read completely."""

    def __init__(self, connection: Any, *, even_removed: bool = False) -> None:
        self._connection, self._even_removed = connection, even_removed
        self.unreadable: list[Unreadable] = []

    def note(self, what: str, which: object) -> None:
        """Note a row that cannot be read completely; `which` is its label or an id."""
        self.unreadable.append(Unreadable(what, clean(str(which), 60)))

    def each(
        self,
        kind: type[T],
        where: str = "",
        *values: object,
        parts: Callable[[str], Mapping[str, Any]] | None = None,
        beside: str = "",
    ) -> Iterator[tuple[Any, T]]:
        """Yield records, each after its owner or another column; `parts` returns what is in other tables."""
        source = SOURCES[kind]
        table = source.table if self._even_removed else LIVE.get(source.table, source.table)
        query = f"SELECT {_cell(beside or source.owner)}, {_columns(kind)} FROM {table}"
        where = f" WHERE {where}" if where else ""
        # Each row is converted as it arrives, so that none is in memory twice.
        for owner, *row in self._connection.execute(f"{query}{where} ORDER BY {source.order}", values):
            record = self._record(kind, tuple(row), owner, parts(owner) if parts else {})
            if record is not None:
                yield owner, record

    def all(self, kind: type[T], where: str = "", *values: object, **how: Any) -> list[T]:
        """Return only the records."""
        return [record for _, record in self.each(kind, where, *values, **how)]

    def gathered(self, kind: type[T], where: str = "", *values: object) -> dict[str, tuple[T, ...]]:
        """Return the records of each owner."""
        found: dict[str, list[T]] = defaultdict(list)
        for owner, record in self.each(kind, where, *values):
            found[owner].append(record)
        return {owner: tuple(records) for owner, records in found.items()}

    def _record(self, kind: type[T], row: rows.Row, owner: str, parts: Mapping[str, Any]) -> T | None:
        source = SOURCES[kind]
        try:
            return rows.record(kind, row, **parts)
        except rows.FAULTS:
            cells = dict(zip(rows.readers(kind), row, strict=True))
            label = clean(cells["label"]) if "label" in cells else owner
            self.note(source.what, label if source.owner == "id" else f"of {owner}")
        if not source.in_part or not all(rows.is_identity(cells[name]) for name in cells if name in _IDS):
            return None
        read = {**_INSTEAD[kind], **parts}
        for name in source.in_part.split():
            with suppress(*rows.FAULTS):
                read[name] = rows.readers(kind)[name](cells[name])
        return kind(**read, **({"label": f"{label} {MARK}"} if "label" in cells else {}))

    def applications(self, own: str, of: str, *values: object) -> list[Application]:
        """Return applications with what belongs to them; `own` and `of` select them by id, or by a reference to it."""
        secrets = self.gathered(ClientSecretRecord, of, *values)
        grantless = self.gathered(GrantlessLife, of, *values)

        def parts(owner: str) -> Mapping[str, Any]:
            return {"client_secrets": secrets.get(owner, ()), "grantless": grantless.get(owner, ())}

        return self.all(Application, own, *values, parts=parts)

    def authorizations(self, own: str, of: str, *values: object) -> list[Authorization]:
        """Return authorizations in the same way."""
        tokens = self.gathered(RefreshTokenRecord, of, *values)
        lives = self.gathered(AccessTokenLife, of, *values)
        restricted = self.gathered(RestrictedLife, of, *values)

        def parts(owner: str) -> Mapping[str, Any]:
            return {
                "refresh_tokens": tokens.get(owner, ()),
                "access_token": next(iter(lives.get(owner, ())), None),
                "restricted_tokens": restricted.get(owner, ()),
            }

        return self.all(Authorization, own, *values, parts=parts)

    def with_both_sides(
        self, authorizations: list[Authorization], applications: list[Application], accounts: list[Account]
    ) -> Iterator[Authorization]:
        """Yield the authorizations whose application and account exist; the others have no name, and are noted."""
        known = {each.id for each in applications}, {each.id for each in accounts}
        for each in authorizations:
            if each.application_id in known[0] and each.account_id in known[1]:
                yield each
            else:
                self.note("authorization", f"{each.id} without its application or account")


@contextmanager
def _one_state(connection: Any) -> Iterator[None]:
    """Read everything inside from one state."""
    # A savepoint, not BEGIN: it also works within a transaction, such as a batch's.
    connection.execute("SAVEPOINT reading")
    try:
        yield
    finally:
        connection.execute("RELEASE reading")


def holdings(connection: Any, of: ApplicationId | None = None) -> Holdings:
    """Read everything but the values of secrets, or what belongs to the application `of`; raises `NoSuchRecord`."""
    with _one_state(connection):
        found = _holdings(connection, of)
    if of is not None and not found.applications:
        raise NoSuchRecord
    return found


def removed(connection: Any, until: datetime | None = None) -> WithRemoved:
    with _one_state(connection):
        marks: dict[Key, datetime] = {}
        for kind, source in SOURCES.items():
            if source.table not in REMOVABLE:
                continue
            marked = f"SELECT {_cells('id removed_at')} FROM {source.table} WHERE removed_at IS NOT NULL"
            found = connection.execute(f"{marked} AND (?1 IS NULL OR removed_at <= ?1)", (rows.instant_text(until),))
            marks.update(((kind, identity), _instant(at) or rows.NO_DATE) for identity, at in found)
        held = _holdings(connection, None, even_removed=True) if marks else Holdings()
    return WithRemoved(held, marks)


def _holdings(connection: Any, of: ApplicationId | None, *, even_removed: bool = False) -> Holdings:
    read = _Reader(connection, even_removed=even_removed)
    authorized = "FROM authorization WHERE application_id = ?"
    if of is None:
        applications = read.applications("", "")
        accounts = read.all(Account)
        authorizations = read.authorizations("", "")
    else:
        applications = read.applications("id = ?", "application_id = ?", of)
        accounts = read.all(Account, f"id IN (SELECT account_id {authorized})", of)
        authorizations = read.authorizations("application_id = ?", f"authorization_id IN (SELECT id {authorized})", of)
    leaks = tuple(read.all(Leak, "closed_at IS NULL"))
    loans = tuple(read.all(Loan))
    whole = tuple(read.with_both_sides(authorizations, applications, accounts))
    applications.sort(key=lambda each: each.label.casefold())
    accounts.sort(key=lambda each: each.label.casefold())
    return Holdings(tuple(applications), tuple(accounts), whole, leaks, loans, tuple(read.unreadable))


def names(connection: Any) -> tuple[Named, ...]:
    # An authorization without a usable id cannot be referred to.
    return tuple(
        Named(f"{clean(application)}/{clean(account)}", AuthorizationId(identity), ApplicationId(owner))
        for application, account, identity, owner in connection.execute(_NAMES)
        if rows.is_identity(identity) and rows.is_identity(owner)
    )


def subject(connection: Any, authorization_id: AuthorizationId) -> str:
    """Read the labels that name an authorization, removed or not, as `Holdings.subject` does; none if there is none."""
    return " / ".join(map(clean, connection.execute(_SUBJECT, (authorization_id,)).fetchone() or ()))


def one(connection: Any, kind: type[T], record_id: str) -> T:
    """Read one application, account, authorization, client secret's record, leak or loan; raises `NoSuchRecord`."""
    read = _Reader(connection)
    found: list[Any]
    with _one_state(connection):
        if kind is Application:
            found = read.applications("id = ?", "application_id = ?", record_id)
        elif kind is Authorization:
            found = read.authorizations("id = ?", "authorization_id = ?", record_id)
        else:
            found = read.all(kind, "id = ?", record_id)
    if not found:
        is_unreadable = SOURCES[kind].what in {each.what for each in read.unreadable}
        raise RowUnreadable if is_unreadable else NoSuchRecord
    return cast("T", found[0])


def application(connection: Any, application_id: ApplicationId) -> Application:
    return one(connection, Application, application_id)


def authorization(connection: Any, authorization_id: AuthorizationId) -> Authorization:
    return one(connection, Authorization, authorization_id)


def loan(connection: Any, loan_id: LoanId) -> Loan | None:
    return next(iter(_Reader(connection).all(Loan, "id = ?", loan_id)), None)


def client(
    connection: Any, application_id: ApplicationId, client_secret_id: ClientSecretId, *, even_removed: bool = False
) -> Client:
    query = _CLIENT.format("client_secret" if even_removed else LIVE["client_secret"])
    row = connection.execute(query, (application_id, client_secret_id)).fetchone()
    if row is None:
        raise NoSuchRecord
    return Client(clean(row[0]), rows.secret(row[1]))


def credentials(
    connection: Any, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None = None
) -> Credentials:
    row = connection.execute(_CREDENTIALS, (authorization_id, client_secret_id)).fetchone()
    if row is not None:
        client = Client(clean(row[0]), rows.secret(row[1]))
        return Credentials(client, rows.secret(row[2]), RefreshTokenId(row[3]))
    if authorization(connection, authorization_id).current_refresh_token is None:
        raise NothingToExchange
    if client_secret_id is not None:
        raise NoSuchRecord
    raise NothingToExchange("The application has no client secret yet.", ways=(Way.EDIT_APPLICATION,))


def access_token(connection: Any, authorization_id: AuthorizationId) -> AccessToken | None:
    # An unreadable one counts as none: the next replaces it.
    found = list(_Reader(connection).each(AccessTokenLife, "authorization_id = ?", authorization_id, beside="value"))
    return AccessToken(rows.secret(found[0][0]), found[0][1]) if found else None


def grantless_token(connection: Any, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
    where = "application_id = ? AND scope = ?"
    found = list(_Reader(connection).each(GrantlessLife, where, application_id, scope_key, beside="value"))
    return GrantlessToken(rows.secret(found[0][0]), found[0][1]) if found else None


def restricted_token(connection: Any, token_id: RestrictedTokenId) -> RestrictedToken:
    read = _Reader(connection)
    found = list(read.each(RestrictedLife, "id = ?", token_id, beside="value"))
    if not found:
        raise RowUnreadable if read.unreadable else NoSuchRecord
    return RestrictedToken(rows.secret(found[0][0]), found[0][1])


def refresh_token(connection: Any, refresh_token_id: RefreshTokenId, *, even_removed: bool = False) -> Secret:
    table = "refresh_token" if even_removed else LIVE["refresh_token"]
    row = connection.execute(f"SELECT {_cell('value')} FROM {table} WHERE id = ?", (refresh_token_id,)).fetchone()
    if row is None:
        raise NoSuchRecord
    return rows.secret(row[0])


def events(connection: Any, authorization_id: AuthorizationId | None = None, limit: int = 200) -> tuple[Event, ...]:
    # Two statements, since one for both cases would read the whole log for one authorization.
    where, of = ("", ()) if authorization_id is None else ("WHERE authorization_id = ?", (authorization_id,))
    query = f"SELECT {_columns(Event)} FROM event {where} ORDER BY number DESC LIMIT ?"
    return tuple(map(_event, connection.execute(query, (*of, limit))))


def _event(row: rows.Row) -> Event:
    """Read an event; an invalid one becomes one that says so."""
    try:
        return rows.record(Event, row)
    except rows.FAULTS:
        kind = EventKind.__members__.get(row[1])
        words = f"{kind.value}: {clean(row[2])}" if kind else clean(row[2])
        return Event(_instant(row[0]) or rows.NO_DATE, EventKind.UNREADABLE, words)


def _instant(text: str) -> datetime | None:
    with suppress(*rows.FAULTS):
        return rows.instant(text)
    return None


def times_guarded(connection: Any, authorization_id: AuthorizationId) -> int:
    counted = "SELECT count(*) FROM event WHERE authorization_id = ? AND kind = ?"
    return int(connection.execute(counted, (authorization_id, EventKind.GUARDED.name)).fetchone()[0])


def last_asked_to_rotate(connection: Any, client_id: str) -> datetime | None:
    """Read when Amazon was last asked to rotate a client id's secret (UTC); events without one count for all.

    Raises `RowUnreadable` if the event cannot say when: the call cannot be undone, so do not guess.
    """
    row = connection.execute(
        f"SELECT {_cell('at')} FROM event WHERE kind = ? AND detail IN (?, '') ORDER BY number DESC LIMIT 1",
        (EventKind.ROTATION_ASKED.name, client_id),
    ).fetchone()
    if row is None:
        return None
    at = _instant(row[0])
    if at is None:
        raise RowUnreadable
    return at


def newest_event_at(connection: Any) -> datetime | None:
    """Read when something last happened (UTC)."""
    row = connection.execute(f"SELECT {_cell('at')} FROM event ORDER BY number DESC LIMIT 1").fetchone()
    return _instant(row[0]) if row else None


def preferences(connection: Any) -> Preferences:
    row = connection.execute(f"SELECT substr(value, 1, {_JSON}) FROM meta WHERE name = 'preferences'").fetchone()
    return rows.preferences(row[0] if row else None)
