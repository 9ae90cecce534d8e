"""Taking over the rows alone of a vault that somebody who knows the passphrase has altered."""

from pathlib import Path

import pytest

from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.domain.vault.salvage import Losses, Salvaged
from tests import builders
from tests.adapters.filled_vaults import KEY, VERSIONS, write_vault

STEALS = "UPDATE application SET label = (SELECT value FROM refresh_token LIMIT 1); END"
ALTERED = {
    "a trigger on each event": f"CREATE TRIGGER thief AFTER INSERT ON event BEGIN {STEALS}",
    "a trigger on each token": f"CREATE TRIGGER thief AFTER INSERT ON refresh_token BEGIN {STEALS}",
    "a view": "CREATE VIEW thief AS SELECT value AS label FROM refresh_token",
    "a log that can be emptied": "DROP TRIGGER event_never_goes",
    "an index on an expression": "CREATE INDEX thief ON account (label || notes)",
    "a column": "ALTER TABLE account ADD COLUMN thief TEXT DEFAULT 'CANARY'",
    "a generated column": "ALTER TABLE account ADD COLUMN thief TEXT AS (label || notes)",
    "a view in the place of a table": (
        "ALTER TABLE account RENAME TO hidden; CREATE VIEW account AS SELECT * FROM hidden"
    ),
    "a list of tables that SQLite cannot read": (
        "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = 'CANARY' WHERE name = 'account'"
    ),
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "home" / "personal.vault", VERSIONS[-1])


def _alter(path: Path, statements: str) -> None:
    connection = connect(path, KEY)
    connection.executescript(statements)
    connection.close()


def _schema(path: Path, key: Secret = KEY) -> set[tuple[str, ...]]:
    connection = connect(path, key, mode="ro")
    try:
        return set(connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall())
    finally:
        connection.close()


async def _take(store: SqlcipherVaultStore, source: Path) -> Salvaged:
    event = builders.event(EventKind.ROWS_TAKEN)
    return await store.take_rows(source, builders.PASSPHRASE, BackupReason.BEFORE_RESTORE, event)


@pytest.mark.parametrize("statements", ALTERED.values(), ids=ALTERED.keys())
async def test_every_row_comes_and_nothing_that_was_added(vault: Path, statements: str) -> None:
    ours = _schema(vault)
    _alter(vault, statements)
    store = SqlcipherVaultStore(vault)
    salvaged = await _take(store, vault)
    assert salvaged.losses == Losses()
    opened = await store.open(builders.PASSPHRASE)
    holdings, events = await opened.holdings(), await opened.events(limit=1_000)
    assert await opened.refresh_token(RefreshTokenId("refresh_token-7")) == Secret(
        "refresh_token|CANARY-7-" + "x" * 300
    )
    key = opened._file.key
    await opened.close()
    assert key is not None
    assert _schema(vault, key) == ours
    assert (len(holdings.applications), len(holdings.accounts), len(events)) == (12, 45, 201)
    labels = [each.label for each in holdings.applications] + [each.label for each in holdings.accounts]
    assert not any("CANARY" in label for label in labels)


async def test_rows_of_another_table_stay_behind_and_are_counted(vault: Path) -> None:
    _alter(vault, "CREATE TABLE theirs (a TEXT, b TEXT); INSERT INTO theirs VALUES ('CANARY', 'x'), ('CANARY', 'y')")
    assert (await _take(SqlcipherVaultStore(vault), vault)).losses == Losses(foreign=2)


async def test_a_second_row_with_the_id_of_another_is_counted(vault: Path) -> None:
    _alter(
        vault,
        "CREATE TABLE twice AS SELECT * FROM account; DROP TABLE account; ALTER TABLE twice RENAME TO account; "
        "INSERT INTO account SELECT * FROM account WHERE id = 'account-7'",
    )
    assert (await _take(SqlcipherVaultStore(vault), vault)).losses == Losses(odd=1)


async def test_the_new_vault_has_a_salt_of_its_own(vault: Path) -> None:
    before = vault.read_bytes()[:16]
    await _take(SqlcipherVaultStore(vault), vault)
    assert vault.read_bytes()[:16] != before


async def test_rows_of_a_file_elsewhere_make_a_vault_where_there_was_none(vault: Path, tmp_path: Path) -> None:
    store = SqlcipherVaultStore(tmp_path / "other" / "personal.vault")
    before = vault.read_bytes()
    assert (await _take(store, vault)).kept_as is None
    assert vault.read_bytes() == before
    await (await store.open(builders.PASSPHRASE)).close()
