"""The vault's tables, as numbered steps. A step is never changed once released; a change is a new step."""

from collections.abc import Iterable
from typing import Any

from spauth_tui.adapters.vault.records.schema import Migration, compare

_FIRST = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE application (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, client_id TEXT NOT NULL, kind TEXT NOT NULL,
    created_at TEXT NOT NULL, authorization_limit INTEGER NOT NULL
) STRICT;
CREATE TABLE client_secret (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    application_id TEXT NOT NULL REFERENCES application ON DELETE CASCADE,
    value TEXT NOT NULL, stored_at TEXT NOT NULL, expires_at TEXT
) STRICT;
CREATE TABLE account (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, kind TEXT NOT NULL, region TEXT NOT NULL,
    created_at TEXT NOT NULL, environment TEXT NOT NULL, marketplaces TEXT NOT NULL,
    merged_name TEXT NOT NULL, vendor_group TEXT NOT NULL, notes TEXT NOT NULL
) STRICT;
CREATE TABLE authorization (
    id TEXT PRIMARY KEY, application_id TEXT NOT NULL REFERENCES application ON DELETE CASCADE,
    account_id TEXT NOT NULL REFERENCES account ON DELETE CASCADE, created_at TEXT NOT NULL,
    ticks TEXT NOT NULL, portal TEXT NOT NULL, refusal TEXT,
    UNIQUE (application_id, account_id)
) STRICT;
CREATE TABLE refresh_token (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    authorization_id TEXT NOT NULL REFERENCES authorization ON DELETE CASCADE,
    value TEXT NOT NULL, created_at TEXT NOT NULL, made_current_at TEXT NOT NULL,
    fingerprint TEXT NOT NULL, note TEXT NOT NULL, revoked_at TEXT
) STRICT;
CREATE TABLE access_token (
    authorization_id TEXT PRIMARY KEY REFERENCES authorization ON DELETE CASCADE,
    value TEXT NOT NULL, asked_at TEXT NOT NULL, expires_at TEXT NOT NULL, refresh_token_id TEXT NOT NULL
) STRICT;
CREATE TABLE event (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
    detail TEXT NOT NULL, authorization_id TEXT
) STRICT;
CREATE INDEX client_secret_of ON client_secret (application_id);
CREATE INDEX authorization_for ON authorization (account_id);
CREATE INDEX refresh_token_of ON refresh_token (authorization_id);
CREATE INDEX event_of ON event (authorization_id);
INSERT INTO meta VALUES ('fingerprint_key', randomblob(32))
"""

_SECOND = (
    "ALTER TABLE authorization ADD COLUMN guarded INTEGER NOT NULL DEFAULT 0",
    "CREATE TRIGGER event_never_changes BEFORE UPDATE ON event "
    "BEGIN SELECT RAISE(ABORT, 'events are never altered'); END",
    "CREATE TRIGGER event_never_goes BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never altered'); END",
)

_THIRD = (
    "ALTER TABLE application ADD COLUMN slots_elsewhere INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE client_secret ADD COLUMN proven_at TEXT",
    "ALTER TABLE client_secret ADD COLUMN refused_at TEXT",
    "ALTER TABLE authorization ADD COLUMN proof TEXT",
    "ALTER TABLE authorization ADD COLUMN api_refusal TEXT",
    "CREATE TABLE grantless_token ("
    "application_id TEXT NOT NULL REFERENCES application ON DELETE CASCADE, scope TEXT NOT NULL, "
    "value TEXT NOT NULL, asked_at TEXT NOT NULL, expires_at TEXT NOT NULL, "
    "PRIMARY KEY (application_id, scope)) STRICT",
    "CREATE TABLE restricted_token ("
    "number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "authorization_id TEXT NOT NULL REFERENCES authorization ON DELETE CASCADE, "
    "value TEXT NOT NULL, asked_at TEXT NOT NULL, expires_at TEXT NOT NULL, resources TEXT NOT NULL) STRICT",
    "CREATE INDEX restricted_token_of ON restricted_token (authorization_id)",
    "CREATE TABLE incident ("
    "number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, opened_at TEXT NOT NULL, leaked TEXT NOT NULL, "
    "subject TEXT NOT NULL, application_id TEXT NOT NULL, authorization_id TEXT, done TEXT NOT NULL, "
    "closed_at TEXT) STRICT",
)

_FOURTH = (
    "CREATE TABLE loan ("
    "number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "authorization_id TEXT NOT NULL REFERENCES authorization ON DELETE CASCADE, client_id TEXT NOT NULL, "
    "origin TEXT NOT NULL, given_at TEXT NOT NULL, served INTEGER NOT NULL, last_served_at TEXT) STRICT",
    "CREATE INDEX loan_of ON loan (authorization_id)",
)

REMOVABLE = ("application", "account", "authorization", "client_secret", "refresh_token")
"""The tables whose rows are marked as removed before they are deleted for good."""

# The indexes hold only what is removed, so that looking past it costs nothing.
_FIFTH = (
    *(f"ALTER TABLE {table} ADD COLUMN removed_at TEXT" for table in REMOVABLE),
    *(f"CREATE INDEX {table}_removed ON {table} (removed_at) WHERE removed_at IS NOT NULL" for table in REMOVABLE),
)


def _step(statements: Iterable[str]) -> Migration:
    def migration(connection: Any) -> None:
        for statement in statements:
            connection.execute(statement)

    return migration


MIGRATIONS: tuple[Migration, ...] = tuple(map(_step, (_FIRST.split(";"), _SECOND, _THIRD, _FOURTH, _FIFTH)))


def migrate(connection: Any, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Migrate the tables to the newest version in one transaction; raises `VaultAltered`.

    Checks the tables within that transaction, before and after: another window may have migrated them meanwhile.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        current = int(connection.execute("PRAGMA user_version").fetchone()[0])
        compare(connection, migrations[:current])
        for migration in migrations[current:]:
            migration(connection)
        compare(connection, migrations)
        connection.execute(f"PRAGMA user_version={len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        # On a full disk SQLite has rolled back already, and doing it again would hide why.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
