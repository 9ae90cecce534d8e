"""Every query of the vault; each needs a constant number of statements, whatever the size."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from spauth_tui.adapters.vault.records import readers, rows
from spauth_tui.adapters.vault.records.readers import Readers
from spauth_tui.domain.errors.exchange import NothingToExchange
from spauth_tui.domain.errors.vault import NoSuchRecord, RowUnreadable
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Application, ApplicationId, ClientSecretId, ClientSecretRecord
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.incident import Incident, IncidentId
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.restricted import RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.views.naming import Named
from spauth_tui.services.ports.amazon import Client, Credentials

P = ParamSpec("P")
T = TypeVar("T")

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


def _cells(alias: str, columns: str) -> str:
    """Return the expressions that read columns of a table, each up to its greatest length."""
    return ", ".join(_cell(f"{alias}.{name}", name) for name in columns.split())


def _cell(cell: str, name: str) -> str:
    if name in _NUMBERS:
        return cell
    if name in _IDS:
        # All or nothing: a part of an id is another id.
        return f"CASE WHEN length(CAST({cell} AS BLOB)) > 64 THEN '' ELSE {cell} END"
    return f"substr({cell}, 1, {_LENGTHS.get(name, _SHORT)})"


_OF_APPLICATION = _cells("p", "id label client_id kind created_at authorization_limit slots_elsewhere")
_OF_AUTHORIZATION = _cells(
    "a", "id application_id account_id created_at ticks portal refusal guarded proof api_refusal"
)
_OF_SECRET = _cells("s", "id stored_at expires_at proven_at refused_at")
_OF_TOKEN = (
    f"{_cells('t', 'id created_at made_current_at fingerprint')}, length(t.value), {_cells('t', 'note revoked_at')}, "
    "substr(t.value, 1, 5) = 'Atzr|'"
)
_OF_LIFE = _cells("l", "asked_at expires_at refresh_token_id")
_APPLICATION = f"SELECT {_OF_APPLICATION} FROM application p"
_ACCOUNT = (
    f"SELECT {_cells('c', 'id label kind region created_at environment marketplaces merged_name vendor_group notes')} "
    "FROM account c"
)
_SECRETS = f"SELECT {_cells('s', 'application_id')}, {_OF_SECRET} FROM client_secret s"
_GRANTLESS = f"SELECT {_cells('g', 'application_id scope asked_at expires_at')} FROM grantless_token g"
_AUTHORIZATION = f"SELECT {_OF_AUTHORIZATION} FROM authorization a"
_REFRESH_TOKENS = f"SELECT {_cells('t', 'authorization_id')}, {_OF_TOKEN} FROM refresh_token t"
_RESTRICTED = f"SELECT {_cells('r', 'authorization_id id asked_at expires_at resources')} FROM restricted_token r"
_INCIDENT = (
    f"SELECT {_cells('i', 'id opened_at leaked subject application_id authorization_id done closed_at')} "
    "FROM incident i"
)
_LOAN = f"SELECT {_cells('n', 'id authorization_id client_id origin given_at served last_served_at')} FROM loan n"
_BOTH_SIDES = "FROM authorization a JOIN application p ON p.id = a.application_id JOIN account c ON c.id = a.account_id"
_SUBJECT = f"SELECT {_cells('p', 'label')}, {_cells('c', 'label')} {_BOTH_SIDES} WHERE a.id = ?"
_NAMES = f"SELECT {_cells('p', 'label')}, {_cells('c', 'label')}, {_cells('a', 'id application_id')} {_BOTH_SIDES}"
_LIVES = f"SELECT {_cells('l', 'authorization_id')}, {_OF_LIFE} FROM access_token l"
_EVENT = f"SELECT {_cells('e', 'at kind subject detail authorization_id')} FROM event e"

# One row for each client secret, or one without any: an exchange reads both, and each statement costs time.
_ONE_APPLICATION = (
    f"SELECT {_OF_APPLICATION}, EXISTS (SELECT 1 FROM grantless_token WHERE application_id = p.id), {_OF_SECRET} "
    "FROM application p LEFT JOIN client_secret s ON s.application_id = p.id WHERE p.id = ? ORDER BY s.number DESC"
)
# Likewise one row for each refresh token.
_ONE_AUTHORIZATION = (
    f"SELECT {_OF_AUTHORIZATION}, EXISTS (SELECT 1 FROM restricted_token WHERE authorization_id = a.id), "
    f"{_OF_LIFE}, {_OF_TOKEN} FROM authorization a LEFT JOIN access_token l ON l.authorization_id = a.id "
    "LEFT JOIN refresh_token t ON t.authorization_id = a.id WHERE a.id = ? ORDER BY t.number DESC"
)
# The refresh token that `Authorization.current_refresh_token` names; the newest client secret, if none is asked for.
_CREDENTIALS = (
    f"SELECT {_cells('p', 'client_id')}, {_cells('s', 'value')}, {_cells('t', 'value id')} "
    "FROM authorization a JOIN application p ON p.id = a.application_id "
    "JOIN client_secret s ON s.application_id = p.id AND s.id = coalesce(?2, (SELECT id FROM client_secret "
    "WHERE application_id = a.application_id ORDER BY number DESC LIMIT 1)) "
    "JOIN refresh_token t ON t.authorization_id = a.id AND t.revoked_at IS NULL "
    "WHERE a.id = ?1 ORDER BY t.made_current_at DESC, t.number DESC LIMIT 1"
)


def _whatever_the_text(query: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
    """Make a query read texts that are not UTF-8, with replacement marks; only if needed, since it is slower."""

    @wraps(query)
    def asked(connection: Any, /, *given: P.args, **named: P.kwargs) -> T:
        try:
            return query(connection, *given, **named)
        except Exception as error:
            if connection.text_factory is not str or "decode" not in str(error):
                raise
        connection.text_factory = _decoded
        return query(connection, *given, **named)

    return asked


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "replace")


@contextmanager
def _one_state(connection: Any) -> Iterator[None]:
    """Read everything inside from one state."""
    # A savepoint, not BEGIN: it also works within a transaction, such as a batch's.
    connection.execute("SAVEPOINT reading")
    try:
        yield
    finally:
        connection.execute("RELEASE reading")


@_whatever_the_text
def holdings(connection: Any, of: ApplicationId | None = None) -> Holdings:
    """Read everything but the values of secrets, or what belongs to the application `of`; raises `NoSuchRecord`."""
    with _one_state(connection):
        found = _holdings(connection, of)
    if of is not None and not found.applications:
        raise NoSuchRecord
    return found


@_whatever_the_text
def names(connection: Any) -> tuple[Named, ...]:
    """Read the name of every authorization: its application's label, a slash, its account's label."""
    # An authorization without a usable id cannot be named.
    return tuple(
        Named(f"{clean(application)}/{clean(account)}", AuthorizationId(identity), ApplicationId(owner))
        for application, account, identity, owner in connection.execute(_NAMES)
        if rows.is_identity(identity) and rows.is_identity(owner)
    )


@_whatever_the_text
def subject(connection: Any, authorization_id: AuthorizationId) -> str:
    """Read the labels that name an authorization, as `Holdings.subject` does; none if there is none."""
    return " / ".join(map(clean, connection.execute(_SUBJECT, (authorization_id,)).fetchone() or ()))


def _holdings(connection: Any, of: ApplicationId | None = None) -> Holdings:
    """Read everything, or what belongs to the application `of`."""

    def say(query: str, where: str, order: str = "") -> Any:
        if of is None:
            return connection.execute(f"{query} {order}")
        return connection.execute(f"{query} WHERE {where} {order}", (of,))

    of_application, authorized = "application_id = ?", "FROM authorization WHERE application_id = ?"
    of_authorization = f"authorization_id IN (SELECT id {authorized})"
    # Each row is converted as it comes, so that none is held twice.
    read = Readers()
    found = say(_SECRETS, of_application, "ORDER BY number DESC")
    secrets = read.gathered("client secret", found, rows.client_secret_record)
    grantless = read.gathered("grantless token", say(_GRANTLESS, of_application, "ORDER BY scope"), rows.grantless_life)
    applications = _there(
        read.application(row, secrets.get(row[0], ()), grantless.get(row[0], ())) for row in say(_APPLICATION, "id = ?")
    )
    accounts = _there(map(read.account, say(_ACCOUNT, f"id IN (SELECT account_id {authorized})")))
    found = say(_REFRESH_TOKENS, of_authorization, "ORDER BY number DESC")
    tokens = read.gathered("refresh token", found, rows.refresh_token_record)
    lives = {row[0]: read.life(row[1:], row[0]) for row in say(_LIVES, of_authorization)}
    found = say(_RESTRICTED, of_authorization, "ORDER BY number DESC")
    restricted = read.gathered("restricted data token", found, rows.restricted_life)
    authorizations = _there(
        read.authorization(row, tokens.get(row[0], []), lives.get(row[0]), restricted.get(row[0], []))
        for row in say(_AUTHORIZATION, of_application, "ORDER BY created_at, id")
    )
    incidents = connection.execute(f"{_INCIDENT} WHERE closed_at IS NULL ORDER BY number DESC")
    loans = connection.execute(f"{_LOAN} ORDER BY number DESC")
    applications.sort(key=lambda each: each.label.casefold())
    accounts.sort(key=lambda each: each.label.casefold())
    leaks = read.records("leak", incidents, rows.incident)
    lent = read.records("loan", loans, rows.loan)
    authorizations = _with_both_sides(read, authorizations, applications, accounts)
    return Holdings(
        tuple(applications), tuple(accounts), tuple(authorizations), tuple(leaks), tuple(lent), tuple(read.unreadable)
    )


def _there(records: Iterable[T | None]) -> list[T]:
    return [each for each in records if each is not None]


def _with_both_sides(
    read: Readers, authorizations: list[Authorization], applications: list[Application], accounts: list[Account]
) -> list[Authorization]:
    """Return the authorizations whose application and account exist; the others have no name, and are noted."""
    known = {each.id for each in applications}, {each.id for each in accounts}
    whole = [each for each in authorizations if each.application_id in known[0] and each.account_id in known[1]]
    if len(whole) < len(authorizations):
        for each in authorizations:
            if each.application_id not in known[0] or each.account_id not in known[1]:
                read.note("authorization", f"{each.id} without its application or account")
    return whole


@_whatever_the_text
def application(connection: Any, application_id: ApplicationId) -> Application:
    """Read one application; raises `NoSuchRecord`."""
    found = connection.execute(_ONE_APPLICATION, (application_id,)).fetchall()
    if not found:
        raise NoSuchRecord
    *own, has_grantless = found[0][:8]
    grantless = (
        connection.execute(f"{_GRANTLESS} WHERE application_id = ? ORDER BY scope", (application_id,))
        if has_grantless
        else ()
    )
    read = Readers()
    secrets = read.records("client secret", (row[8:] for row in found if row[8] is not None), rows.client_secret_record)
    lives = read.records("grantless token", (life[1:] for life in grantless), rows.grantless_life)
    present = read.application(tuple(own), secrets, lives)
    if present is None:
        raise RowUnreadable
    return present


@_whatever_the_text
def account(connection: Any, account_id: AccountId) -> Account:
    """Read one account; raises `NoSuchRecord`."""
    return _readable(Readers().account(_only(connection, f"{_ACCOUNT} WHERE c.id = ?", account_id)))


@_whatever_the_text
def client_secret(connection: Any, client_secret_id: ClientSecretId) -> ClientSecretRecord:
    """Read the record of one client secret; raises `NoSuchRecord`."""
    row = _only(connection, f"{_SECRETS} WHERE s.id = ?", client_secret_id)
    return _readable(Readers().record("client secret", row[1:], rows.client_secret_record, client_secret_id))


@_whatever_the_text
def incident(connection: Any, incident_id: IncidentId) -> Incident:
    """Read one leak, dealt with or not; raises `NoSuchRecord`."""
    row = _only(connection, f"{_INCIDENT} WHERE i.id = ?", incident_id)
    return _readable(Readers().record("leak", row, rows.incident, incident_id))


def _only(connection: Any, query: str, record_id: str) -> rows.Row:
    row = connection.execute(query, (record_id,)).fetchone()
    if row is None:
        raise NoSuchRecord
    return tuple(row)


def _readable(record: T | None) -> T:
    if record is None:
        raise RowUnreadable
    return record


@_whatever_the_text
def authorization(connection: Any, authorization_id: AuthorizationId) -> Authorization:
    """Read one authorization; raises `NoSuchRecord`."""
    found = connection.execute(_ONE_AUTHORIZATION, (authorization_id,)).fetchall()
    if not found:
        raise NoSuchRecord
    *own, has_restricted = found[0][:11]
    life = found[0][11:14]
    restricted = (
        connection.execute(f"{_RESTRICTED} WHERE authorization_id = ? ORDER BY number DESC", (authorization_id,))
        if has_restricted
        else ()
    )
    read = Readers()
    stored = (row[14:] for row in found if row[14] is not None)
    tokens = read.records("refresh token", stored, rows.refresh_token_record)
    present = read.authorization(
        tuple(own),
        tokens,
        None if life[0] is None else read.life(life, authorization_id),
        read.records("restricted data token", (each[1:] for each in restricted), rows.restricted_life),
    )
    if present is None:
        raise RowUnreadable
    return present


@_whatever_the_text
def client(connection: Any, application_id: ApplicationId, client_secret_id: ClientSecretId) -> Client:
    """Read a client id with one of its client secrets; raises `NoSuchRecord`."""
    row = connection.execute(
        f"SELECT {_cells('a', 'client_id')}, {_cells('s', 'value')} "
        "FROM application a JOIN client_secret s ON s.application_id = a.id "
        "WHERE a.id = ? AND s.id = ?",
        (application_id, client_secret_id),
    ).fetchone()
    if row is None:
        raise NoSuchRecord
    return Client(clean(row[0]), rows.secret(row[1]))


@_whatever_the_text
def credentials(
    connection: Any, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None
) -> Credentials:
    """Read what one exchange needs; raises `NothingToExchange`, `NoSuchRecord`."""
    row = connection.execute(_CREDENTIALS, (authorization_id, client_secret_id)).fetchone()
    if row is not None:
        client = Client(clean(row[0]), rows.secret(row[1]))
        return Credentials(client, rows.secret(row[2]), RefreshTokenId(row[3]))
    if authorization(connection, authorization_id).current_refresh_token is None:
        raise NothingToExchange
    if client_secret_id is not None:
        raise NoSuchRecord
    raise NothingToExchange("The application has no client secret yet.", ways=(Way.EDIT_APPLICATION,))


@_whatever_the_text
def grantless_token(connection: Any, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
    """Read a grantless access token with its value; None if there is none."""
    row = connection.execute(
        f"SELECT {_cells('g', 'value scope asked_at expires_at')} FROM grantless_token g "
        "WHERE application_id = ? AND scope = ?",
        (application_id, scope_key),
    ).fetchone()
    # An unreadable one counts as none: the next replaces it.
    life = None if row is None else Readers().record("grantless token", row[1:], rows.grantless_life, "")
    return None if life is None else GrantlessToken(rows.secret(row[0]), life)


@_whatever_the_text
def restricted_token(connection: Any, token_id: RestrictedTokenId) -> RestrictedToken:
    """Read a restricted data token with its value; raises `NoSuchRecord`."""
    row = connection.execute(
        f"SELECT {_cells('r', 'value id asked_at expires_at resources')} FROM restricted_token r WHERE id = ?",
        (token_id,),
    ).fetchone()
    if row is None:
        raise NoSuchRecord
    life = Readers().record("restricted data token", row[1:], rows.restricted_life, "")
    if life is None:
        raise RowUnreadable
    return RestrictedToken(rows.secret(row[0]), life)


@_whatever_the_text
def refresh_token(connection: Any, refresh_token_id: RefreshTokenId) -> Secret:
    """Read one refresh token's value; raises `NoSuchRecord`."""
    row = connection.execute(
        f"SELECT {_cells('t', 'value')} FROM refresh_token t WHERE id = ?", (refresh_token_id,)
    ).fetchone()
    if row is None:
        raise NoSuchRecord
    return rows.secret(row[0])


@_whatever_the_text
def access_token(connection: Any, authorization_id: AuthorizationId) -> AccessToken | None:
    """Read an access token with its value; None if there never was one."""
    row = connection.execute(
        f"SELECT {_cells('l', 'value')}, {_OF_LIFE} FROM access_token l WHERE authorization_id = ?", (authorization_id,)
    ).fetchone()
    # An unreadable one counts as none: the next replaces it.
    life = None if row is None else Readers().life(row[1:], authorization_id)
    return None if life is None else AccessToken(rows.secret(row[0]), life)


@_whatever_the_text
def events(connection: Any, authorization_id: AuthorizationId | None, limit: int) -> tuple[Event, ...]:
    """Read events, newest first."""
    # Two statements, since one for both cases would read the whole log for one authorization.
    where, of = ("", ()) if authorization_id is None else ("WHERE authorization_id = ?", (authorization_id,))
    found = connection.execute(f"{_EVENT} {where} ORDER BY number DESC LIMIT ?", (*of, limit))
    return tuple(map(readers.event, found))


@_whatever_the_text
def times_guarded(connection: Any, authorization_id: AuthorizationId) -> int:
    """Count how often an authorization was guarded."""
    counted = "SELECT count(*) FROM event WHERE authorization_id = ? AND kind = ?"
    return int(connection.execute(counted, (authorization_id, EventKind.GUARDED.name)).fetchone()[0])


@_whatever_the_text
def last_asked_to_rotate(connection: Any, client_id: str) -> datetime | None:
    """Read when Amazon was last asked to rotate a client id's secret (UTC); events without one count for each.

    Raises `RowUnreadable` if the event cannot say when: the call cannot be undone, so do not guess.
    """
    row = connection.execute(
        f"SELECT {_cells('e', 'at')} FROM event e WHERE kind = ? AND detail IN (?, '') ORDER BY number DESC LIMIT 1",
        (EventKind.ROTATION_ASKED.name, client_id),
    ).fetchone()
    if row is None:
        return None
    at = Readers().record("event", row, lambda cells: rows.instant(cells[0]), "")
    if at is None:
        raise RowUnreadable
    return at


@_whatever_the_text
def preferences(connection: Any) -> Preferences:
    """Read the preferences of this vault."""
    row = connection.execute(f"SELECT substr(value, 1, {_JSON}) FROM meta WHERE name = 'preferences'").fetchone()
    return rows.preferences(row[0] if row else None)


@_whatever_the_text
def newest_event_at(connection: Any) -> datetime | None:
    """Read when something last happened (UTC)."""
    row = connection.execute(f"SELECT {_cells('e', 'at')} FROM event e ORDER BY number DESC LIMIT 1").fetchone()
    return Readers().record("event", row, lambda cells: rows.instant(cells[0]), "") if row else None


@_whatever_the_text
def loan(connection: Any, loan_id: LoanId) -> Loan | None:
    """Read a loan; None if it has ended."""
    row = connection.execute(f"{_LOAN} WHERE id = ?", (loan_id,)).fetchone()
    return Readers().record("loan", row, rows.loan, loan_id) if row else None
