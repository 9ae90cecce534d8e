"""Everything the vault is asked for, as queries; each takes a constant number of them, whatever the size."""

from datetime import datetime
from typing import Any

from spauth_tui.adapters.sqlcipher import rows
from spauth_tui.domain.access_token import AccessToken
from spauth_tui.domain.authorization import Authorization, AuthorizationId, RefreshTokenId
from spauth_tui.domain.errors import NoSuchRecord, NothingToExchange
from spauth_tui.domain.event import Event
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.preferences import Preferences
from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Credentials

_AUTHORIZATION = "SELECT id, application_id, account_id, created_at, ticks, portal, refusal, guarded FROM authorization"
_REFRESH_TOKENS = (
    "SELECT authorization_id, id, created_at, made_current_at, fingerprint, length(value), note, revoked_at "
    "FROM refresh_token"
)
_LIVES = "SELECT authorization_id, asked_at, expires_at, refresh_token_id FROM access_token"


def holdings(connection: Any) -> Holdings:
    """Read everything but the values of secrets, in one read transaction."""
    connection.execute("BEGIN")
    try:
        secrets = rows.gathered(
            connection.execute(
                "SELECT application_id, id, stored_at, expires_at FROM client_secret ORDER BY number DESC"
            )
        )
        applications = connection.execute(
            "SELECT id, label, client_id, kind, created_at, authorization_limit FROM application"
        ).fetchall()
        accounts = connection.execute("SELECT * FROM account").fetchall()
        tokens = rows.gathered(connection.execute(f"{_REFRESH_TOKENS} ORDER BY number DESC"))
        lives = {row[0]: row[1:] for row in connection.execute(_LIVES)}
        authorizations = connection.execute(f"{_AUTHORIZATION} ORDER BY created_at, id").fetchall()
    finally:
        connection.execute("COMMIT")
    return Holdings(
        tuple(
            sorted(
                (
                    rows.application(row, map(rows.client_secret_record, secrets.get(row[0], ())))
                    for row in applications
                ),
                key=lambda each: each.label.casefold(),
            )
        ),
        tuple(sorted(map(rows.account, accounts), key=lambda each: each.label.casefold())),
        tuple(
            rows.authorization(
                row,
                map(rows.refresh_token_record, tokens.get(row[0], ())),
                rows.access_token_life(lives[row[0]]) if row[0] in lives else None,
            )
            for row in authorizations
        ),
    )


def authorization(connection: Any, authorization_id: AuthorizationId) -> Authorization:
    """Read one authorization; raises `NoSuchRecord`."""
    row = connection.execute(f"{_AUTHORIZATION} WHERE id = ?", (authorization_id,)).fetchone()
    if row is None:
        raise NoSuchRecord
    tokens = connection.execute(
        f"{_REFRESH_TOKENS} WHERE authorization_id = ? ORDER BY number DESC", (authorization_id,)
    ).fetchall()
    life = connection.execute(f"{_LIVES} WHERE authorization_id = ?", (authorization_id,)).fetchone()
    return rows.authorization(
        row,
        (rows.refresh_token_record(token[1:]) for token in tokens),
        rows.access_token_life(life[1:]) if life else None,
    )


def credentials(connection: Any, authorization_id: AuthorizationId) -> Credentials:
    """Read what one exchange needs; raises `NothingToExchange`."""
    current = authorization(connection, authorization_id).current_refresh_token
    if current is None:
        raise NothingToExchange
    row = connection.execute(
        "SELECT a.client_id, (SELECT value FROM client_secret WHERE application_id = a.id "
        "ORDER BY number DESC LIMIT 1), t.value FROM authorization z "
        "JOIN application a ON a.id = z.application_id JOIN refresh_token t ON t.id = ? WHERE z.id = ?",
        (current.id, authorization_id),
    ).fetchone()
    if row[1] is None:
        raise NothingToExchange("The application has no client secret yet.", "Press e and add it to the application.")
    return Credentials(row[0], Secret(row[1]), Secret(row[2]), current.id)


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
    found = connection.execute(
        "SELECT at, kind, subject, detail, authorization_id FROM event "
        "WHERE ?1 IS NULL OR authorization_id = ?1 ORDER BY number DESC LIMIT ?2",
        (authorization_id, limit),
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
