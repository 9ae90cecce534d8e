"""Stores secrets in the vault, with what is recorded about them; each in a transaction of the caller."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from spauth_tui.adapters.vault.records import rows
from spauth_tui.adapters.vault.records.reading import LIVE
from spauth_tui.adapters.vault.records.writing import begin_anew, current_from, insert, must_exist, one
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.application import ApplicationId, ClientSecret
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshToken
from spauth_tui.domain.model.grantless import GrantlessToken
from spauth_tui.domain.model.restricted import RestrictedToken
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.vault import Kept

_FINGERPRINT_KEY = "SELECT value FROM meta WHERE name = 'fingerprint_key'"


def client_secret(connection: Any, application_id: ApplicationId, value: ClientSecret) -> None:
    must_exist(connection, "application", application_id)
    of = {"application_id": application_id, "value": value.value.reveal()}
    held = rows.cells(value.record)
    del held["hex_digits"]  # it is read from the value
    insert(connection, "client_secret", {**held, **of})


def grantless_token(connection: Any, application_id: ApplicationId, token: GrantlessToken) -> None:
    must_exist(connection, "application", application_id)
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
    must_exist(connection, "authorization", authorization_id)
    of = {"authorization_id": authorization_id, "value": token.value.reveal()}
    insert(connection, "restricted_token", {**rows.cells(token.life), **of})


def fingerprint(connection: Any, value: Secret) -> str:
    """Return the first 8 hex digits of an HMAC under the vault's own key; empty if the vault has lost the key."""
    row = connection.execute(_FINGERPRINT_KEY).fetchone()
    return "" if row is None else _fingerprint(row[0], value.reveal().encode())


def _fingerprint(key: bytes, value: bytes) -> str:
    return hmac.new(key, value, hashlib.sha256).hexdigest()[:8]


def renew_fingerprints(connection: Any) -> None:
    """Recompute every refresh token's fingerprint, with a new key if the vault has lost its own."""
    connection.execute("INSERT OR IGNORE INTO meta VALUES ('fingerprint_key', randomblob(32))")
    (key,) = connection.execute(_FINGERPRINT_KEY).fetchone()
    # As bytes: a value may not be valid text.
    for number, value in connection.execute("SELECT number, CAST(value AS BLOB) FROM refresh_token").fetchall():
        connection.execute(
            "UPDATE refresh_token SET fingerprint = ? WHERE number = ?", (_fingerprint(key, value), number)
        )


def fingerprint_key(connection: Any, key: bytes) -> None:
    """Replace the vault's own key for fingerprints."""
    connection.execute("UPDATE meta SET value = ? WHERE name = 'fingerprint_key'", (key,))


def refresh_token(connection: Any, authorization_id: AuthorizationId, value: RefreshToken) -> None:
    must_exist(connection, "authorization", authorization_id)
    created_at = rows.instant_text(value.created_at)
    if connection.execute(_FINGERPRINT_KEY).fetchone() is None:
        renew_fingerprints(connection)
    connection.execute(
        "INSERT INTO refresh_token VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        (
            value.id,
            authorization_id,
            value.value.reveal(),
            created_at,
            current_from(connection, authorization_id, value.created_at),
            fingerprint(connection, value.value),
            value.note,
        ),
    )
    begin_anew(connection, authorization_id)


def access_token(connection: Any, authorization_id: AuthorizationId, value: AccessToken) -> None:
    # Updated in place: a replaced row would move, and its index entries with it.
    one(
        connection,
        f"INSERT INTO access_token SELECT id, ?, ?, ?, ? FROM {LIVE['authorization']} WHERE id = ? "
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
    connection.execute(
        "UPDATE authorization SET refusal = NULL WHERE id = ? AND refusal IS NOT NULL", (authorization_id,)
    )


def keep(connection: Any, owner: str, secret: Kept) -> None:
    _KEEPING[type(secret)](connection, owner, secret)


_KEEPING: dict[type, Callable[[Any, Any, Any], None]] = {
    ClientSecret: client_secret,
    RefreshToken: refresh_token,
    AccessToken: access_token,
    GrantlessToken: grantless_token,
    RestrictedToken: restricted_token,
}
