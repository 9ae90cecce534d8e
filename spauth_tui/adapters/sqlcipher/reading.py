"""Everything the vault is asked for, as queries; each takes a constant number of them, whatever the size."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from spauth_tui import garbage
from spauth_tui.adapters.sqlcipher import rows
from spauth_tui.domain.access_token import AccessToken
from spauth_tui.domain.application import Application, ApplicationId, ClientSecretId
from spauth_tui.domain.authorization import Authorization, AuthorizationId, RefreshTokenId
from spauth_tui.domain.errors import NoSuchRecord, NothingToExchange
from spauth_tui.domain.event import Event
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.grantless import GrantlessToken
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.loan import Loan, LoanId
from spauth_tui.domain.naming import Named
from spauth_tui.domain.preferences import Preferences
from spauth_tui.domain.restricted import RestrictedToken, RestrictedTokenId
from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Client, Credentials

_APPLICATION = "SELECT id, label, client_id, kind, created_at, authorization_limit, slots_elsewhere FROM application"
_SECRETS = "SELECT application_id, id, stored_at, expires_at, proven_at, refused_at FROM client_secret"
_GRANTLESS = "SELECT application_id, scope, asked_at, expires_at FROM grantless_token"
_AUTHORIZATION = (
    "SELECT id, application_id, account_id, created_at, ticks, portal, refusal, guarded, proof, api_refusal "
    "FROM authorization"
)
_REFRESH_TOKENS = (
    "SELECT authorization_id, id, created_at, made_current_at, fingerprint, length(value), note, revoked_at, "
    "substr(value, 1, 5) = 'Atzr|' FROM refresh_token"
)
_RESTRICTED = "SELECT authorization_id, id, asked_at, expires_at, resources FROM restricted_token"
_INCIDENT = "SELECT id, opened_at, leaked, subject, application_id, authorization_id, done, closed_at FROM incident"
_LOAN = "SELECT id, authorization_id, client_id, origin, given_at, served, last_served_at FROM loan"
_NAMES = (
    "SELECT p.label, c.label, a.id, a.application_id FROM authorization a "
    "JOIN application p ON p.id = a.application_id JOIN account c ON c.id = a.account_id"
)
_LIVES = "SELECT authorization_id, asked_at, expires_at, refresh_token_id FROM access_token"

# One row for each client secret, or one without any: an exchange reads both, and each statement costs a trip.
_ONE_APPLICATION = (
    "SELECT p.id, p.label, p.client_id, p.kind, p.created_at, p.authorization_limit, p.slots_elsewhere, "
    "EXISTS (SELECT 1 FROM grantless_token WHERE application_id = p.id), "
    "s.id, s.stored_at, s.expires_at, s.proven_at, s.refused_at "
    "FROM application p LEFT JOIN client_secret s ON s.application_id = p.id WHERE p.id = ? ORDER BY s.number DESC"
)
# Likewise one row for each refresh token.
_ONE_AUTHORIZATION = (
    "SELECT a.id, a.application_id, a.account_id, a.created_at, a.ticks, a.portal, a.refusal, a.guarded, a.proof, "
    "a.api_refusal, EXISTS (SELECT 1 FROM restricted_token WHERE authorization_id = a.id), "
    "l.asked_at, l.expires_at, l.refresh_token_id, t.id, t.created_at, t.made_current_at, t.fingerprint, "
    "length(t.value), t.note, t.revoked_at, substr(t.value, 1, 5) = 'Atzr|' "
    "FROM authorization a LEFT JOIN access_token l ON l.authorization_id = a.id "
    "LEFT JOIN refresh_token t ON t.authorization_id = a.id WHERE a.id = ? ORDER BY t.number DESC"
)
# The refresh token that `Authorization.current_refresh_token` names; the newest client secret, if none is asked for.
_CREDENTIALS = (
    "SELECT p.client_id, s.value, t.value, t.id FROM authorization a JOIN application p ON p.id = a.application_id "
    "JOIN client_secret s ON s.application_id = p.id AND s.id = coalesce(?2, (SELECT id FROM client_secret "
    "WHERE application_id = a.application_id ORDER BY number DESC LIMIT 1)) "
    "JOIN refresh_token t ON t.authorization_id = a.id AND t.revoked_at IS NULL "
    "WHERE a.id = ?1 ORDER BY t.made_current_at DESC, t.number DESC LIMIT 1"
)


@contextmanager
def _one_state(connection: Any) -> Iterator[None]:
    """Read everything within it as it stands at one moment."""
    # A savepoint and no BEGIN: it also works within a transaction, such as a batch's.
    connection.execute("SAVEPOINT reading")
    try:
        with garbage.resting():
            yield
    finally:
        connection.execute("RELEASE reading")


def holdings(connection: Any) -> Holdings:
    """Read everything but the values of secrets, in one read transaction."""
    with _one_state(connection):
        return _holdings(connection)


def glance(connection: Any, at_first: int) -> Holdings | None:
    """Read the first applications that have so many authorizations; None where that may be much of the vault."""
    most = 2 * at_first
    with _one_state(connection):
        counted = "SELECT count(*) FROM (SELECT 1 FROM authorization WHERE {} LIMIT ?)"
        (total,) = connection.execute(counted.format("TRUE"), (most + 1,)).fetchone()
        if total <= most:
            return None
        labels = connection.execute("SELECT id, label FROM application").fetchall()
        chosen: list[str] = []
        held = 0
        for identity, _ in sorted(labels, key=lambda row: clean(row[1]).casefold()):
            (own,) = connection.execute(counted.format("application_id = ?"), (identity, most + 1)).fetchone()
            chosen.append(identity)
            held += own
            if held >= at_first:
                break
        return _holdings(connection, chosen) if held <= most else None


def names(connection: Any) -> tuple[Named, ...]:
    """Read what every authorization is called: its application's label, a slash, its account's."""
    cleaned = lru_cache(maxsize=1_000)(clean)
    return tuple(
        Named(f"{cleaned(application)}/{clean(account)}", AuthorizationId(identity), ApplicationId(owner))
        for application, account, identity, owner in connection.execute(_NAMES)
    )


def part(connection: Any, application_id: ApplicationId) -> Holdings:
    """Read one application with its authorizations and their accounts; raises `NoSuchRecord`."""
    with _one_state(connection):
        found = _holdings(connection, (application_id,))
    if not found.applications:
        raise NoSuchRecord
    return found


def _holdings(connection: Any, of: Sequence[str] | None = None) -> Holdings:
    """Read everything, or what belongs to the applications `of`."""

    def say(query: str, where: str, order: str = "") -> Any:
        if of is None:
            return connection.execute(f"{query} {order}")
        return connection.execute(f"{query} WHERE {where} {order}", of)

    these = f"({','.join('?' * len(of or ()))})"
    of_application, authorized = f"application_id IN {these}", f"FROM authorization WHERE application_id IN {these}"
    of_authorization = f"authorization_id IN (SELECT id {authorized})"
    # Each row is read as it comes: of ten thousand, none is held twice.
    secrets = rows.gathered(say(_SECRETS, of_application, "ORDER BY number DESC"), rows.client_secret_record)
    grantless = rows.gathered(say(_GRANTLESS, of_application, "ORDER BY scope"), rows.grantless_life)
    applications = [
        rows.application(row, secrets.get(row[0], ()), grantless.get(row[0], ()))
        for row in say(_APPLICATION, f"id IN {these}")
    ]
    accounts = [rows.account(row) for row in say("SELECT * FROM account", f"id IN (SELECT account_id {authorized})")]
    tokens = rows.gathered(say(_REFRESH_TOKENS, of_authorization, "ORDER BY number DESC"), rows.refresh_token_record)
    lives = {row[0]: rows.access_token_life(row[1:]) for row in say(_LIVES, of_authorization)}
    restricted = rows.gathered(say(_RESTRICTED, of_authorization, "ORDER BY number DESC"), rows.restricted_life)
    authorizations = tuple(
        rows.authorization(row, tokens.get(row[0], ()), lives.get(row[0]), restricted.get(row[0], ()))
        for row in say(_AUTHORIZATION, of_application, "ORDER BY created_at, id")
    )
    incidents = connection.execute(f"{_INCIDENT} WHERE closed_at IS NULL ORDER BY number DESC")
    loans = connection.execute(f"{_LOAN} ORDER BY number DESC")
    applications.sort(key=lambda each: each.label.casefold())
    accounts.sort(key=lambda each: each.label.casefold())
    return Holdings(
        tuple(applications),
        tuple(accounts),
        authorizations,
        tuple(map(rows.incident, incidents)),
        tuple(map(rows.loan, loans)),
    )


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
    return rows.application(
        tuple(own),
        [rows.client_secret_record(row[8:]) for row in found if row[8] is not None],
        [rows.grantless_life(life[1:]) for life in grantless],
    )


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
    return rows.authorization(
        tuple(own),
        [rows.refresh_token_record(row[14:]) for row in found if row[14] is not None],
        None if life[0] is None else rows.access_token_life(life),
        [rows.restricted_life(each[1:]) for each in restricted],
    )


def parties(connection: Any, authorization_id: AuthorizationId) -> tuple[Authorization, Application]:
    """Read one authorization and its application; raises `NoSuchRecord`."""
    present = authorization(connection, authorization_id)
    return present, application(connection, present.application_id)


def client(connection: Any, application_id: ApplicationId, client_secret_id: ClientSecretId) -> Client:
    """Read a client id with one of its client secrets; raises `NoSuchRecord`."""
    row = connection.execute(
        "SELECT a.client_id, s.value FROM application a JOIN client_secret s ON s.application_id = a.id "
        "WHERE a.id = ? AND s.id = ?",
        (application_id, client_secret_id),
    ).fetchone()
    if row is None:
        raise NoSuchRecord
    return Client(row[0], Secret(row[1]))


def credentials(
    connection: Any, authorization_id: AuthorizationId, client_secret_id: ClientSecretId | None
) -> Credentials:
    """Read what one exchange needs; raises `NothingToExchange`, `NoSuchRecord`."""
    row = connection.execute(_CREDENTIALS, (authorization_id, client_secret_id)).fetchone()
    if row is not None:
        return Credentials(Client(row[0], Secret(row[1])), Secret(row[2]), RefreshTokenId(row[3]))
    if authorization(connection, authorization_id).current_refresh_token is None:
        raise NothingToExchange
    if client_secret_id is not None:
        raise NoSuchRecord
    raise NothingToExchange("The application has no client secret yet.", "Press e and add it to the application.")


def grantless_token(connection: Any, application_id: ApplicationId, scope_key: str) -> GrantlessToken | None:
    """Read a grantless access token with its value; None if there is none."""
    row = connection.execute(
        "SELECT value, scope, asked_at, expires_at FROM grantless_token WHERE application_id = ? AND scope = ?",
        (application_id, scope_key),
    ).fetchone()
    return None if row is None else GrantlessToken(Secret(row[0]), rows.grantless_life(row[1:]))


def restricted_token(connection: Any, token_id: RestrictedTokenId) -> RestrictedToken:
    """Read a restricted data token with its value; raises `NoSuchRecord`."""
    row = connection.execute(
        "SELECT value, id, asked_at, expires_at, resources FROM restricted_token WHERE id = ?", (token_id,)
    ).fetchone()
    if row is None:
        raise NoSuchRecord
    return RestrictedToken(Secret(row[0]), rows.restricted_life(row[1:]))


def refresh_token(connection: Any, refresh_token_id: RefreshTokenId) -> Secret:
    """Read one refresh token's value; raises `NoSuchRecord`."""
    row = connection.execute("SELECT value FROM refresh_token WHERE id = ?", (refresh_token_id,)).fetchone()
    if row is None:
        raise NoSuchRecord
    return Secret(row[0])


def access_token(connection: Any, authorization_id: AuthorizationId) -> AccessToken | None:
    """Read an access token with its value; None if there never was one."""
    row = connection.execute(
        "SELECT value, asked_at, expires_at, refresh_token_id FROM access_token WHERE authorization_id = ?",
        (authorization_id,),
    ).fetchone()
    return None if row is None else AccessToken(Secret(row[0]), rows.access_token_life(row[1:]))


def events(connection: Any, authorization_id: AuthorizationId | None, limit: int) -> tuple[Event, ...]:
    """Read events, newest first."""
    # Not "all, or those of one" in one statement: that reads the whole log for the few of one.
    where, of = ("", ()) if authorization_id is None else ("WHERE authorization_id = ?", (authorization_id,))
    found = connection.execute(
        f"SELECT at, kind, subject, detail, authorization_id FROM event {where} ORDER BY number DESC LIMIT ?",
        (*of, limit),
    )
    return tuple(map(rows.event, found))


def preferences(connection: Any) -> Preferences:
    """Read what the person chose for this vault."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'preferences'").fetchone()
    return rows.preferences(row[0] if row else None)


def newest_event_at(connection: Any) -> datetime | None:
    """Read when something last happened (UTC)."""
    row = connection.execute("SELECT at FROM event ORDER BY number DESC LIMIT 1").fetchone()
    return rows.instant(row[0]) if row else None


def loan(connection: Any, loan_id: LoanId) -> Loan | None:
    """Read a loan; None for one that was ended."""
    row = connection.execute(f"{_LOAN} WHERE id = ?", (loan_id,)).fetchone()
    return rows.loan(row) if row else None
