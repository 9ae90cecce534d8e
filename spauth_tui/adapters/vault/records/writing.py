"""Everything the vault is told, as statements; each function runs inside one transaction of the caller's."""

import contextlib
import hashlib
import hmac
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from spauth_tui.adapters.vault.records import reading, rows
from spauth_tui.domain.errors.input import DuplicateAuthorization
from spauth_tui.domain.errors.vault import NoSuchRecord
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ApplicationId, ClientSecret, ClientSecretRecord
from spauth_tui.domain.model.authorization import (
    Authorization,
    AuthorizationId,
    RefreshToken,
    RefreshTokenId,
    RefreshTokenRecord,
    after_all,
)
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.incident import Incident
from spauth_tui.domain.model.loan import Loan
from spauth_tui.domain.model.restricted import RestrictedLife, RestrictedToken
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.vault import Added, Kept, Removed

_FINGERPRINT_KEY = "SELECT value FROM meta WHERE name = 'fingerprint_key'"


def _one(connection: Any, statement: str, values: rows.Row) -> None:
    if connection.execute(statement, values).rowcount != 1:
        raise NoSuchRecord


def _must_exist(connection: Any, table: str, record_id: str) -> None:
    if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (record_id,)).fetchone() is None:
        raise NoSuchRecord


def event(connection: Any, value: Event) -> None:
    """Add an event; one that does not say what it is about is about its authorization, as that is called now."""
    if not value.subject and value.authorization_id:
        value = replace(value, subject=reading.subject(connection, value.authorization_id))
    connection.execute(
        "INSERT INTO event (at, kind, subject, detail, authorization_id) VALUES (?, ?, ?, ?, ?)",
        rows.event_values(value),
    )


def application(connection: Any, value: Application) -> None:
    """Insert an application."""
    connection.execute(
        "INSERT INTO application VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            value.id,
            value.label,
            value.client_id,
            value.kind.name,
            rows.instant_text(value.created_at),
            value.authorization_limit,
            value.slots_elsewhere,
        ),
    )


def client_secret(connection: Any, application_id: ApplicationId, value: ClientSecret) -> None:
    """Add a client secret as the one in use."""
    _must_exist(connection, "application", application_id)
    connection.execute(
        "INSERT INTO client_secret (id, application_id, value, stored_at, expires_at, proven_at, refused_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            value.record.id,
            application_id,
            value.value.reveal(),
            rows.instant_text(value.record.stored_at),
            rows.instant_text(value.record.expires_at),
            rows.instant_text(value.record.proven_at),
            rows.instant_text(value.record.refused_at),
        ),
    )


def grantless_token(connection: Any, application_id: ApplicationId, token: GrantlessToken) -> None:
    """Replace a grantless access token."""
    _must_exist(connection, "application", application_id)
    connection.execute(
        "INSERT OR REPLACE INTO grantless_token VALUES (?, ?, ?, ?, ?)",
        (
            application_id,
            token.life.scope_key,
            token.value.reveal(),
            rows.instant_text(token.life.asked_at),
            rows.instant_text(token.life.expires_at),
        ),
    )


def restricted_token(connection: Any, authorization_id: AuthorizationId, token: RestrictedToken) -> None:
    """Keep a restricted data token."""
    _must_exist(connection, "authorization", authorization_id)
    connection.execute(
        "INSERT INTO restricted_token VALUES (NULL, ?, ?, ?, ?, ?, ?)",
        (
            token.life.id,
            authorization_id,
            token.value.reveal(),
            rows.instant_text(token.life.asked_at),
            rows.instant_text(token.life.expires_at),
            rows.resources_text(token.life.resources),
        ),
    )


def forget_expired(connection: Any, now: datetime) -> int:
    """Delete restricted data tokens whose time is over; `secure_delete` overwrites them in the file."""
    statement = "DELETE FROM restricted_token WHERE expires_at <= ?"
    return int(connection.execute(statement, (rows.instant_text(now),)).rowcount)


def incident(connection: Any, value: Incident) -> None:
    """Insert a leak that is to be dealt with."""
    connection.execute("INSERT INTO incident VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", rows.incident_values(value))


def loan(connection: Any, value: Loan) -> None:
    """Insert a loan."""
    connection.execute("INSERT INTO loan VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", rows.loan_values(value))


def account(connection: Any, value: Account) -> None:
    """Insert an account."""
    connection.execute("INSERT INTO account VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.account_values(value))


def authorization(connection: Any, value: Authorization) -> None:
    """Insert an authorization; raises `DuplicateAuthorization`, `NoSuchRecord`."""
    _must_exist(connection, "application", value.application_id)
    _must_exist(connection, "account", value.account_id)
    twin = connection.execute(
        "SELECT id FROM authorization WHERE application_id = ? AND account_id = ?",
        (value.application_id, value.account_id),
    ).fetchone()
    if twin is not None:
        raise DuplicateAuthorization
    connection.execute(
        "INSERT INTO authorization VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            value.id,
            value.application_id,
            value.account_id,
            rows.instant_text(value.created_at),
            rows.words_text(value.ticks),
            value.portal,
            rows.refusal_text(value.refusal),
            int(value.guarded),
            rows.proof_text(value.proof),
            rows.api_refusal_text(value.api_refusal),
        ),
    )


def fingerprint(connection: Any, value: Secret) -> str:
    """Return the first 8 hex digits of an HMAC under the vault's own key; nothing where the vault has lost it."""
    row = connection.execute(_FINGERPRINT_KEY).fetchone()
    return "" if row is None else _fingerprint(row[0], value.reveal().encode())


def _fingerprint(key: bytes, value: bytes) -> str:
    return hmac.new(key, value, hashlib.sha256).hexdigest()[:8]


def renew_fingerprints(connection: Any) -> None:
    """Fingerprint every refresh token anew, under a new key where the vault has lost its own."""
    connection.execute("INSERT OR IGNORE INTO meta VALUES ('fingerprint_key', randomblob(32))")
    (key,) = connection.execute(_FINGERPRINT_KEY).fetchone()
    # As bytes: what one holds need be no text.
    for number, value in connection.execute("SELECT number, CAST(value AS BLOB) FROM refresh_token").fetchall():
        connection.execute(
            "UPDATE refresh_token SET fingerprint = ? WHERE number = ?", (_fingerprint(key, value), number)
        )


def fingerprint_key(connection: Any, key: bytes) -> None:
    """Replace the vault's own key of fingerprints."""
    connection.execute("UPDATE meta SET value = ? WHERE name = 'fingerprint_key'", (key,))


def _begin_anew(connection: Any, authorization_id: str) -> None:
    """Forget what was refused to the refresh token before."""
    connection.execute(
        "UPDATE authorization SET refusal = NULL, api_refusal = NULL "
        "WHERE id = ? AND (refusal IS NOT NULL OR api_refusal IS NOT NULL)",
        (authorization_id,),
    )


def _accept_again(connection: Any, authorization_id: str) -> None:
    connection.execute(
        "UPDATE authorization SET refusal = NULL WHERE id = ? AND refusal IS NOT NULL", (authorization_id,)
    )


def refresh_token(connection: Any, authorization_id: AuthorizationId, value: RefreshToken) -> None:
    """Add a refresh token as the current one."""
    _must_exist(connection, "authorization", authorization_id)
    created_at = rows.instant_text(value.created_at)
    if connection.execute(_FINGERPRINT_KEY).fetchone() is None:
        renew_fingerprints(connection)
    connection.execute(
        "INSERT INTO refresh_token VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (
            value.id,
            authorization_id,
            value.value.reveal(),
            created_at,
            _after_all(connection, authorization_id, value.created_at),
            fingerprint(connection, value.value),
            value.note,
        ),
    )
    _begin_anew(connection, authorization_id)


def make_current(connection: Any, refresh_token_id: RefreshTokenId, at: datetime) -> None:
    """Make an earlier refresh token the current one."""
    owner = connection.execute(
        "SELECT authorization_id FROM refresh_token WHERE id = ?", (refresh_token_id,)
    ).fetchone()
    _one(
        connection,
        "UPDATE refresh_token SET made_current_at = ?, revoked_at = NULL WHERE id = ?",
        (_after_all(connection, owner[0], at) if owner else None, refresh_token_id),
    )
    _begin_anew(connection, owner[0])


def _after_all(connection: Any, authorization_id: str, at: datetime) -> str | None:
    """Return when a refresh token becomes the current one, though others may be dated later."""
    others = []
    for (text,) in connection.execute(
        "SELECT made_current_at FROM refresh_token WHERE authorization_id = ?", (authorization_id,)
    ):
        with contextlib.suppress(ValueError, TypeError):
            # What makes no sense is never the current one.
            others.append(rows.instant(text))
    return rows.instant_text(after_all(at, others))


def mark_revoked(connection: Any, refresh_token_id: RefreshTokenId, at: datetime) -> None:
    """Note a revocation."""
    _one(
        connection,
        "UPDATE refresh_token SET revoked_at = ? WHERE id = ?",
        (rows.instant_text(at), refresh_token_id),
    )


def access_token(connection: Any, authorization_id: AuthorizationId, value: AccessToken) -> None:
    """Replace the access token; raises `NoSuchRecord`."""
    # Written where the earlier one stood: a replaced row would move, and its index with it.
    _one(
        connection,
        "INSERT INTO access_token SELECT id, ?, ?, ?, ? FROM authorization WHERE id = ? "
        "ON CONFLICT (authorization_id) DO UPDATE SET value = excluded.value, asked_at = excluded.asked_at, "
        "expires_at = excluded.expires_at, refresh_token_id = excluded.refresh_token_id",
        (
            value.value.reveal(),
            rows.instant_text(value.life.asked_at),
            rows.instant_text(value.life.expires_at),
            value.life.refresh_token_id,
            authorization_id,
        ),
    )
    _accept_again(connection, authorization_id)


def add(connection: Any, record: Added) -> None:
    """Insert a record; raises `DuplicateAuthorization`, `NoSuchRecord`."""
    _ADDING[type(record)](connection, record)


def keep(connection: Any, owner: str, secret: Kept) -> None:
    """Keep a secret of an application or an authorization; raises `NoSuchRecord`."""
    _KEEPING[type(secret)](connection, owner, secret)


def remove(connection: Any, record: Removed) -> None:
    """Delete a record with all that hangs on it; `secure_delete` overwrites it in the file."""
    _one(connection, f"DELETE FROM {_TABLE_OF[type(record)]} WHERE id = ?", (record.id,))


_ADDING: dict[type, Callable[[Any, Any], None]] = {
    Application: application,
    Account: account,
    Authorization: authorization,
    Incident: incident,
    Loan: loan,
}
_KEEPING: dict[type, Callable[[Any, Any, Any], None]] = {
    ClientSecret: client_secret,
    RefreshToken: refresh_token,
    AccessToken: access_token,
    GrantlessToken: grantless_token,
    RestrictedToken: restricted_token,
}
_TABLE_OF: dict[type, str] = {
    Application: "application",
    Account: "account",
    Authorization: "authorization",
    ClientSecretRecord: "client_secret",
    RefreshTokenRecord: "refresh_token",
    RestrictedLife: "restricted_token",
    Loan: "loan",
}
