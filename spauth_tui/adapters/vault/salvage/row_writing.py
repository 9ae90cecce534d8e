"""Writes salvaged rows into a new vault, with placeholders for lost rows that others refer to."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.connection import connect, settle
from spauth_tui.adapters.vault.failures import translating
from spauth_tui.adapters.vault.records import keeping, writing
from spauth_tui.adapters.vault.records.known_tables import Row, Table, known_tables
from spauth_tui.adapters.vault.records.reading import LIVE
from spauth_tui.domain.errors.vault import NothingSalvaged
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.salvage import Losses, Salvaged


def write_rows(fresh: Path, key: Secret, rows: Mapping[str, list[Row]], event: Event | None) -> Salvaged:
    """Write the rows, the records they depend on, and the event into an empty vault; raises `NothingSalvaged`."""
    connection = connect(fresh, key)
    try:
        settle(connection)
        with translating():
            # Placeholders come last.
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("BEGIN IMMEDIATE")
            refused = sum(_write_table(connection, table, rows.get(name, [])) for name, table in known_tables().items())
            if not any(row[0] == "fingerprint_key" for row in rows.get("meta", [])):
                keeping.renew_fingerprints(connection)
            placeholders = sum(int(connection.execute(statement).rowcount) for statement in _GAPS)
            if event is not None:
                writing.event(connection, event)
            connection.execute("COMMIT")
            tables = ("application", "account", "authorization", "refresh_token")
            # What is removed is not counted, but can be brought back.
            if not any(connection.execute(f"SELECT EXISTS (SELECT 1 FROM {each})").fetchone()[0] for each in tables):
                raise NothingSalvaged
            counts = ", ".join(f"(SELECT count(*) FROM {LIVE[each]})" for each in tables)
            held = connection.execute(f"SELECT {counts}").fetchone()
            return Salvaged(held[0], held[1], held[2], held[3], placeholders, None, Losses(odd=refused))
    finally:
        connection.close()


def _write_table(connection: Any, table: Table, rows: list[Row]) -> int:
    """Write rows in order, each with its own number; return how many were rejected."""
    import sqlcipher3.dbapi2 as sqlcipher

    # The earlier fingerprint key replaces that of the new vault.
    verb = "INSERT OR REPLACE" if table.name == "meta" else "INSERT"
    refused = 0
    for row in rows:
        columns = table.columns[: len(row)]
        names, marks = ", ".join(each.name for each in columns), ", ".join("?" * len(row))
        try:
            connection.execute(f"{verb} INTO {table.name} ({names}) VALUES ({marks})", row)
        except sqlcipher.IntegrityError:
            refused += 1
    return refused


_NOW = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"
_OF_AUTHORIZATIONS = " UNION ".join(
    f"SELECT authorization_id AS id FROM {table}"
    for table in ("refresh_token", "access_token", "restricted_token", "loan")
)
_OF_APPLICATIONS = " UNION ".join(
    f"SELECT application_id AS id FROM {table}" for table in ("authorization", "client_secret", "grantless_token")
)
# What was lost may have been guarded, so its placeholder is.
_GAPS = (
    f"""INSERT INTO authorization (id, application_id, account_id, created_at, ticks, portal, guarded)
        SELECT o.id, 'lost', 'lost-' || o.id, {_NOW}, '', '', 1
        FROM ({_OF_AUTHORIZATIONS}) o WHERE o.id NOT IN (SELECT id FROM authorization)""",
    f"""INSERT INTO account (id, label, kind, region, created_at, environment, marketplaces, merged_name, vendor_group,
            notes)
        SELECT DISTINCT z.account_id, 'Lost account ' || substr(z.account_id, -8),
            coalesce((SELECT kind FROM application WHERE id = z.application_id), 'SELLER'),
            'NA', {_NOW}, 'PRODUCTION', '', '', '', 'Salvaged: label and region were lost. Edit this account.'
        FROM authorization z WHERE z.account_id NOT IN (SELECT id FROM account)""",
    f"""INSERT INTO application (id, label, client_id, kind, created_at, authorization_limit)
        SELECT o.id, 'Lost application ' || substr(o.id, -8), 'lost',
            coalesce((SELECT a.kind FROM authorization z JOIN account a ON a.id = z.account_id
                      WHERE z.application_id = o.id), 'SELLER'), {_NOW}, 10
        FROM ({_OF_APPLICATIONS}) o WHERE o.id NOT IN (SELECT id FROM application)""",
)
