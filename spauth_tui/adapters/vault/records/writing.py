"""Every statement that writes to the vault; each function runs inside one transaction of the caller."""

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from spauth_tui.adapters.vault.records import reading, rows
from spauth_tui.adapters.vault.records.migrations import REMOVABLE
from spauth_tui.domain.errors.input import DuplicateAuthorization
from spauth_tui.domain.errors.vault import NoSuchRecord
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenId, latest_instant
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.removal import Marked
from spauth_tui.domain.text.clean import clean
from spauth_tui.services.ports.vault import Added, Removed


def one(connection: Any, statement: str, values: rows.Row) -> None:
    """Write one row; raises `NoSuchRecord`."""
    if connection.execute(statement, values).rowcount != 1:
        raise NoSuchRecord


def must_exist(connection: Any, table: str, record_id: str) -> None:
    """Raise `NoSuchRecord` for an id that is not there, or is removed."""
    if connection.execute(f"SELECT 1 FROM {reading.LIVE[table]} WHERE id = ?", (record_id,)).fetchone() is None:
        raise NoSuchRecord


def insert(connection: Any, table: str, cells: Mapping[str, object]) -> None:
    """Insert a row of one of our own tables."""
    columns, marks = ", ".join(cells), ", ".join("?" * len(cells))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(cells.values()))


def event(connection: Any, value: Event) -> None:
    """Add an event; one without a subject gets its authorization's current labels."""
    if not value.subject and value.authorization_id:
        value = replace(value, subject=reading.subject(connection, value.authorization_id))
    # A file's name in it may not be valid text, which a vault cannot store.
    insert(connection, "event", rows.cells(replace(value, subject=clean(value.subject), detail=clean(value.detail))))


def forget_expired(connection: Any, now: datetime) -> int:
    """Delete expired restricted data tokens; `secure_delete` overwrites them in the file."""
    statement = "DELETE FROM restricted_token WHERE expires_at <= ?"
    return int(connection.execute(statement, (rows.instant_text(now),)).rowcount)


def _refuse_unfit(connection: Any, value: Authorization) -> None:
    """Raise `DuplicateAuthorization`, or `NoSuchRecord` without its application or account."""
    must_exist(connection, "application", value.application_id)
    must_exist(connection, "account", value.account_id)
    twin = connection.execute(
        "SELECT id FROM authorization WHERE application_id = ? AND account_id = ?",
        (value.application_id, value.account_id),
    ).fetchone()
    if twin is not None:
        raise DuplicateAuthorization


def begin_anew(connection: Any, authorization_id: str) -> None:
    """Clear the refusals of the previous refresh token."""
    connection.execute(
        "UPDATE authorization SET refusal = NULL, api_refusal = NULL "
        "WHERE id = ? AND (refusal IS NOT NULL OR api_refusal IS NOT NULL)",
        (authorization_id,),
    )


def make_current(connection: Any, refresh_token_id: RefreshTokenId, at: datetime) -> None:
    must_exist(connection, "refresh_token", refresh_token_id)
    owner = connection.execute(
        "SELECT authorization_id FROM refresh_token WHERE id = ?", (refresh_token_id,)
    ).fetchone()
    one(
        connection,
        "UPDATE refresh_token SET made_current_at = ?, revoked_at = NULL WHERE id = ?",
        (current_from(connection, owner[0], at), refresh_token_id),
    )
    begin_anew(connection, owner[0])


def current_from(connection: Any, authorization_id: str, at: datetime) -> str | None:
    """Return a time at which a refresh token becomes the current one, later than all others, even future ones."""
    others = []
    for (text,) in connection.execute(
        "SELECT made_current_at FROM refresh_token WHERE authorization_id = ?", (authorization_id,)
    ):
        with contextlib.suppress(ValueError, TypeError):
            # An invalid one is never the current one.
            others.append(rows.instant(text))
    return rows.instant_text(latest_instant(at, others))


def mark_revoked(connection: Any, refresh_token_id: RefreshTokenId, at: datetime) -> None:
    must_exist(connection, "refresh_token", refresh_token_id)
    one(
        connection,
        "UPDATE refresh_token SET revoked_at = ? WHERE id = ?",
        (rows.instant_text(at), refresh_token_id),
    )


def add(connection: Any, record: Added) -> None:
    if isinstance(record, Authorization):
        _refuse_unfit(connection, record)
    insert(connection, reading.SOURCES[type(record)].table, rows.cells(record))


def remove(connection: Any, record: Removed, at: datetime) -> None:
    """Mark a record as removed, which ends what was lent of it; delete a loan or a restricted data token."""
    table = reading.SOURCES[type(record)].table
    must_exist(connection, table, record.id)
    if table not in REMOVABLE:
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (record.id,))
        return
    connection.execute(f"UPDATE {table} SET removed_at = ? WHERE id = ?", (rows.instant_text(at), record.id))
    connection.execute(f"DELETE FROM loan WHERE authorization_id IN ({reading.GONE_AUTHORIZATIONS})")


def bring_back(connection: Any, record: Marked) -> None:
    table = reading.SOURCES[type(record)].table
    one(connection, f"UPDATE {table} SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL", (record.id,))


def delete(connection: Any, record: Marked) -> None:
    table = reading.SOURCES[type(record)].table
    one(connection, f"DELETE FROM {table} WHERE id = ? AND removed_at IS NOT NULL", (record.id,))


def delete_removed(connection: Any, until: datetime) -> None:
    for table in REMOVABLE:
        connection.execute(f"DELETE FROM {table} WHERE removed_at <= ?", (rows.instant_text(until),))
