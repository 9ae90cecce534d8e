"""Cells that make no sense: a row that cannot be read is one row, and everything else is read."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault.connection import whatever_the_text
from spauth_tui.adapters.vault.records import keeping, reading, rows
from spauth_tui.adapters.vault.records.known_tables import known_tables
from spauth_tui.adapters.vault.records.migrations import migrate
from spauth_tui.commands.runtime.listed import described, line
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.restricted import RestrictedTokenId
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views import inventory
from spauth_tui.services.vault_care import event_log
from tests import builders, golden, hostile
from tests.fakes import NOW
from tests.more import some_of

NEWEST = max(golden.GOLDEN)
EACH = 18
"""Values for each cell, of about fifty: with all of them it takes minutes, and passes too."""


@pytest.fixture(scope="module")
def source() -> Iterator[Any]:
    """The newest golden vault, in memory, with nothing in the way of a change."""
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    key = builders.PASSPHRASE.reveal()
    connection.execute(f"ATTACH '{golden.GOLDEN[NEWEST]}' AS golden KEY '{key}'")
    made = connection.execute("SELECT sql FROM golden.sqlite_master WHERE sql NOT NULL AND type <> 'trigger'")
    for (text,) in made.fetchall():
        connection.execute(text)
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        connection.execute(f"INSERT INTO {table} SELECT * FROM golden.{table}")  # noqa: S608 - our own tables
    connection.execute("DETACH golden")
    connection.text_factory = whatever_the_text
    yield connection
    connection.close()


@pytest.fixture
def vault(source: Any) -> Iterator[Any]:
    """The same, whatever a test changed before."""
    source.execute("SAVEPOINT test")
    yield source
    source.execute("ROLLBACK TO test")
    source.execute("RELEASE test")


def _use(connection: Any) -> Holdings:
    """Read all there is in every way, and do with it what verbs and screens do."""
    holdings = reading.holdings(connection)
    for authorization in holdings.authorizations:
        described(authorization, holdings, NOW, str)
        line(authorization, holdings, NOW)
        assert reading.authorization(connection, authorization.id) == authorization
    for application in holdings.applications:
        assert reading.application(connection, application.id) == application
        reading.holdings(connection, application.id)
    lines = inventory.lines_of(holdings, NOW)
    for text in (inventory.as_markdown(lines, NOW), inventory.as_csv(lines), inventory.as_json(lines, NOW)):
        assert len(text) < 100_000
        assert "\x1b" not in text
    events = reading.events(connection, None, 1_000)
    for text in (event_log.as_csv(events), event_log.as_json(events)):
        assert len(text) < 200_000
        assert "\x1b" not in text
    assert [each.at.astimezone() for each in events]
    reading.names(connection)
    reading.preferences(connection)
    reading.newest_event_at(connection)
    return holdings


def _take_secrets(connection: Any) -> None:
    """Read every value of a secret; what can be none is refused in a sentence."""
    for read in (
        lambda: reading.credentials(connection, AuthorizationId("auth"), None),
        lambda: reading.credentials(connection, AuthorizationId("auth-vendor"), None),
        lambda: reading.access_token(connection, AuthorizationId("auth")),
        lambda: reading.grantless_token(connection, ApplicationId("app"), "notifications"),
        lambda: reading.restricted_token(connection, RestrictedTokenId("restricted")),
        lambda: reading.refresh_token(connection, RefreshTokenId("token")),
    ):
        with contextlib.suppress(SpauthError):
            read()


def _columns() -> list[hostile.Cell]:
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    migrate(connection)
    found = hostile.cells(connection)
    connection.close()
    return found


CELLS = _columns()


def test_there_are_well_over_251_cases() -> None:
    assert sum(len(hostile.some_values(cell, EACH)) for cell in CELLS) > 1_000


@pytest.mark.parametrize("cell", some_of(CELLS), ids=lambda cell: f"{cell.table}.{cell.column}")
def test_whatever_one_cell_holds_everything_is_read(vault: Any, cell: hostile.Cell) -> None:
    for value in hostile.some_values(cell, EACH):
        vault.execute("SAVEPOINT one")
        first = f"WHERE rowid = (SELECT min(rowid) FROM {cell.table})"  # noqa: S608 - our own tables
        hostile.put(vault, cell, value, first)
        _use(vault)
        _take_secrets(vault)
        vault.execute("ROLLBACK TO one")
        vault.execute("RELEASE one")


def test_a_key_of_fingerprints_that_was_lost_is_made_anew_with_every_fingerprint(vault: Any) -> None:
    before = vault.execute("SELECT fingerprint FROM refresh_token ORDER BY number").fetchall()
    vault.execute("DELETE FROM meta WHERE name = 'fingerprint_key'")
    value = builders.refresh_token("new", f"{builders.REFRESH_TOKEN}-new")
    assert keeping.fingerprint(vault, value.value) == ""
    keeping.refresh_token(vault, AuthorizationId("auth"), value)
    *after, (new,) = vault.execute("SELECT fingerprint FROM refresh_token ORDER BY number").fetchall()
    assert new == keeping.fingerprint(vault, value.value)
    assert not {each for (each,) in before} & {each for (each,) in after}


def test_what_salvage_takes_for_a_date_is_what_is_read_as_one() -> None:
    column = next(each for each in known_tables()["event"].columns if each.name == "at")
    for value in (each for each in hostile.values(hostile.Cell("event", "at", "TEXT")) if isinstance(each, str)):
        try:
            is_date = bool(rows.instant(value))
        except rows.FAULTS:
            is_date = False
        assert column.looks_right(value) is is_date, value[:60]
