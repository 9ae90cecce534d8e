"""Vaults that somebody who knows the passphrase has changed: refused by name, and nothing in them is run."""

from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultAltered, VaultError
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.way import Way
from tests import builders, golden, other_tool
from tests.fakes import NOW

RESTORED = Event(NOW, EventKind.RESTORED, "vault")
STEALS = (
    "CREATE TRIGGER thief AFTER INSERT ON event BEGIN "
    "UPDATE application SET label = (SELECT value FROM refresh_token LIMIT 1); END"
)


def _written(text: str) -> list[str]:
    """Return statements that write something into the list of tables itself."""
    return ["PRAGMA writable_schema=ON", text, "PRAGMA writable_schema=RESET"]


ATTACKS: dict[str, tuple[list[str], str]] = {
    "a trigger that copies a refresh token into a label": ([STEALS], "trigger thief was added"),
    "a trigger that lifts every guard": (
        [
            "CREATE TRIGGER lift AFTER UPDATE ON authorization WHEN NEW.portal <> 'x' BEGIN "
            "UPDATE authorization SET portal = 'x'; END"
        ],
        "trigger lift was added",
    ),
    "a view in the place of a table": (
        [
            "ALTER TABLE account RENAME TO hidden",
            "CREATE VIEW account AS SELECT * FROM hidden",
        ],
        "table account was changed",
    ),
    "a view beside the tables": (["CREATE VIEW more AS SELECT value FROM refresh_token"], "view more was added"),
    "a generated column": (
        ["ALTER TABLE account ADD COLUMN extra TEXT AS (hex(zeroblob(9)))"],
        "table account was changed",
    ),
    "a column with a default": (["ALTER TABLE account ADD COLUMN extra TEXT DEFAULT 'x'"], "table account was changed"),
    "a table beside the others": (["CREATE TABLE mine (value TEXT) STRICT"], "table mine was added"),
    "a virtual table": (["CREATE VIRTUAL TABLE seen USING fts5(value)"], "table seen was added"),
    "an index on an expression": (
        ["CREATE INDEX odd ON account (label || notes)"],
        "index odd was added",
    ),
    "an index that is gone": (["DROP INDEX event_of"], "index event_of is missing"),
    "a table that is gone": (["DROP TABLE access_token"], "table access_token is missing"),
    "a table of which STRICT was taken": (
        _written("UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'account'"),
        "table account was changed",
    ),
    "a check that calls a function": (
        _written(
            "UPDATE sqlite_master SET sql = replace(sql, 'notes TEXT NOT NULL', "
            "'notes TEXT NOT NULL CHECK (randomblob(9) NOT NULL)') WHERE name = 'account'"
        ),
        "table account was changed",
    ),
    "an entry that cannot be parsed": (
        _written("UPDATE sqlite_master SET sql = 'CREATE TABLE account (((' WHERE name = 'account'"),
        "table account was changed",
    ),
    "a table with an enormous text": (
        _written("UPDATE sqlite_master SET sql = sql || ' /*' || hex(zeroblob(50000)) || '*/' WHERE name = 'account'"),
        "table account was changed",
    ),
    "two tables in one place": (
        _written(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'account') "
            "WHERE name = 'application'"
        ),
        "two tables share one place",
    ),
}


def _attack(path: Path, statements: list[str]) -> None:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(other_tool.key_of(path))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def _labels(path: Path) -> Any:
    connection = sqlcipher.connect(str(path))
    connection.execute(other_tool.key_of(path))
    labels = connection.execute("SELECT label FROM application").fetchall()
    connection.close()
    return labels


@pytest.fixture
async def store(tmp_path: Path, form: str) -> SqlcipherVaultStore:
    """A furnished vault, closed; in every form where a test is marked so."""
    return SqlcipherVaultStore(await golden.lay(form, tmp_path / "home" / "personal.vault"))


@golden.in_every_form
@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_altered_vault_is_refused_by_name_and_left_as_it_is(store: SqlcipherVaultStore, attack: str) -> None:
    statements, named = ATTACKS[attack]
    _attack(store.path, statements)
    before = store.path.read_bytes()
    with pytest.raises(VaultAltered, match=named):
        await store.open(builders.PASSPHRASE)
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_look_into_an_altered_backup_names_it_too(store: SqlcipherVaultStore, attack: str) -> None:
    backup = await golden.lay(golden.NEW, store.path.with_name("backup.vault"))
    statements, named = ATTACKS[attack]
    _attack(backup, statements)
    with pytest.raises(VaultAltered, match=named) as refused:
        await store.peek(backup, builders.PASSPHRASE)
    assert refused.value.target == str(backup)


@golden.in_every_form
async def test_an_altered_backup_is_not_restored(store: SqlcipherVaultStore, form: str) -> None:
    backup = await golden.lay(form, store.path.with_name("backup.vault"))
    _attack(backup, [STEALS])
    before = store.path.read_bytes()
    with pytest.raises(VaultAltered):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert store.path.read_bytes() == before


async def test_nothing_of_what_was_added_has_run(store: SqlcipherVaultStore) -> None:
    _attack(store.path, [STEALS])
    with pytest.raises(VaultAltered):
        await store.open(builders.PASSPHRASE)
    assert _labels(store.path) == [("Inventory",)]


@golden.in_every_form
async def test_the_trigger_would_have_run(store: SqlcipherVaultStore) -> None:
    """Shows that the attack is one: any other tool that writes an event sets it off."""
    _attack(
        store.path,
        [STEALS, "INSERT INTO event (at, kind, subject, detail) VALUES ('2026-01-01', 'CREATED', '', '')"],
    )
    assert "Atzr|CANARY" in repr(_labels(store.path))


async def test_an_event_log_that_was_opened_to_changes_is_refused(store: SqlcipherVaultStore) -> None:
    _attack(store.path, ["DROP TRIGGER event_never_goes", "DELETE FROM event"])
    with pytest.raises(VaultAltered, match="trigger event_never_goes is missing"):
        await store.open(builders.PASSPHRASE)


async def test_a_trigger_under_the_name_of_ours_is_refused(store: SqlcipherVaultStore) -> None:
    empty = "CREATE TRIGGER event_never_goes BEFORE DELETE ON event BEGIN SELECT 1; END"
    _attack(store.path, ["DROP TRIGGER event_never_goes", empty])
    with pytest.raises(VaultAltered, match="trigger event_never_goes was changed"):
        await store.open(builders.PASSPHRASE)


async def test_an_older_version_number_does_not_hide_what_is_there(store: SqlcipherVaultStore) -> None:
    _attack(store.path, ["PRAGMA user_version=1"])
    with pytest.raises(VaultAltered):
        await store.open(builders.PASSPHRASE)


async def test_a_version_below_the_first_is_refused(store: SqlcipherVaultStore) -> None:
    _attack(store.path, ["PRAGMA user_version=-1"])
    with pytest.raises(VaultError):
        await store.open(builders.PASSPHRASE)


async def test_the_refusal_names_the_way_out(store: SqlcipherVaultStore) -> None:
    _attack(store.path, [STEALS])
    with pytest.raises(VaultAltered) as refused:
        await store.open(builders.PASSPHRASE)
    assert (refused.value.ways[0], refused.value.target) == (Way.TAKE_ROWS, str(store.path))


async def test_what_is_named_cannot_drive_a_terminal(store: SqlcipherVaultStore) -> None:
    _attack(store.path, ['CREATE TABLE "\x1b]52;c;Q0FOQVJZ\x07[@click=app.boom]" (value TEXT)'])
    with pytest.raises(VaultAltered) as refused:
        await store.open(builders.PASSPHRASE)
    assert "\x1b" not in str(refused.value)
    assert "\ufffd]52;c;" in str(refused.value)


async def test_what_is_named_is_bounded(store: SqlcipherVaultStore) -> None:
    _attack(store.path, [f'CREATE TABLE "{letter * 5000}" (value TEXT)' for letter in "abcdefghij"])
    with pytest.raises(VaultAltered, match="and 7 more") as refused:
        await store.open(builders.PASSPHRASE)
    assert len(str(refused.value)) < 600


async def test_a_name_that_is_no_text_is_named_all_the_same(store: SqlcipherVaultStore) -> None:
    _attack(
        store.path,
        [
            "CREATE TABLE plain (value TEXT)",
            *_written("UPDATE sqlite_master SET name = CAST(x'ff41' AS TEXT) WHERE name = 'plain'"),
        ],
    )
    with pytest.raises(VaultAltered, match="\ufffdA was added"):
        await store.open(builders.PASSPHRASE)


@golden.in_every_form
async def test_a_vault_written_anew_by_vacuum_is_no_other(store: SqlcipherVaultStore) -> None:
    _attack(store.path, ["VACUUM"])
    await (await store.open(builders.PASSPHRASE)).close()
