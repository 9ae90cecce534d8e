"""Vaults that earlier versions of the program wrote: each opens today with everything in it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault.records.migrations import MIGRATIONS, migrate
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.domain.errors.vault import VaultAltered
from spauth_tui.domain.model.access_token import AccessToken, AccessTokenLife
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenId, Refusal
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders, golden, other_tool
from tests.fakes import NOW
from tests.golden import write
from tests.golden.write import HOUR

Rows = dict[str, list[tuple[Any, ...]]]
VERSIONS = sorted(golden.GOLDEN)
NEWEST = len(MIGRATIONS)


def _rows(path: Path) -> Rows:
    """Read every table as any SQLCipher 4 would, with column names in front of each row."""
    connection = sqlcipher.connect(str(path))
    connection.execute(other_tool.key_of(path))
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: Rows = {}
    for table in tables:
        ran = connection.execute(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608 - a table of our own file
        found[table] = [tuple(column[0] for column in ran.description), *ran]
    connection.close()
    return found


def _version(path: Path) -> int:
    connection = sqlcipher.connect(str(path))
    connection.execute(other_tool.key_of(path))
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return version


async def _opened(version: int, tmp_path: Path) -> SqlcipherVault:
    path = await golden.lay(f"version {version}", tmp_path / "home" / "personal.vault")
    return await SqlcipherVaultStore(path).open(builders.PASSPHRASE)


def test_each_version_of_the_tables_has_its_golden_vault() -> None:
    assert list(range(1, NEWEST + 1)) == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_a_golden_vault_is_of_the_version_in_its_name(version: int) -> None:
    assert _version(golden.GOLDEN[version]) == version


@pytest.mark.parametrize("version", VERSIONS)
def test_a_golden_vault_has_a_row_in_every_table(version: int) -> None:
    assert [table for table, rows in _rows(golden.GOLDEN[version]).items() if len(rows) == 1] == []


def test_the_newest_golden_vault_has_a_value_in_every_column() -> None:
    empty = [
        f"{table}.{column}"
        for table, (columns, *rows) in _rows(golden.GOLDEN[NEWEST]).items()
        for number, column in enumerate(columns)
        if all(row[number] in {None, ""} for row in rows)
    ]
    assert empty == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_table_of_a_golden_vault_has_a_canary(version: int) -> None:
    found = _rows(golden.GOLDEN[version])
    without = [table for table, rows in found.items() if "CANARY" not in repr(rows[1:])]
    # What the person chose for the vault came with version 2, and its only free text later still.
    assert set(without) <= {"meta"}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_golden_vault_is_encrypted(version: int) -> None:
    held = golden.GOLDEN[version].read_bytes()
    assert b"CANARY" not in held
    assert not held.startswith(b"SQLite format 3")


async def test_the_newest_golden_vault_is_what_the_program_writes_today(tmp_path: Path) -> None:
    path = tmp_path / "today.vault"
    await write.write(path)
    today, kept = _rows(path), _rows(golden.GOLDEN[NEWEST])
    # Random in each vault: the key of the fingerprints, and so these.
    for rows in (today, kept):
        rows["meta"] = [row for row in rows["meta"] if row[0] != "fingerprint_key"]
        at = rows["refresh_token"][0].index("fingerprint")
        rows["refresh_token"] = [row[:at] + row[at + 1 :] for row in rows["refresh_token"]]
    assert today == kept


@pytest.mark.parametrize("version", VERSIONS)
async def test_an_older_vault_keeps_every_value_when_it_is_migrated(version: int, tmp_path: Path) -> None:
    vault = await _opened(version, tmp_path)
    await vault.close()
    before, after = _rows(golden.GOLDEN[version]), _rows(tmp_path / "home" / "personal.vault")
    kept = {table: [row[: len(rows[0])] for row in after[table]] for table, rows in before.items()}
    assert kept == before


@pytest.mark.parametrize("version", VERSIONS)
async def test_an_older_vault_becomes_one_of_the_newest_version(version: int, tmp_path: Path) -> None:
    await (await _opened(version, tmp_path)).close()
    assert _version(tmp_path / "home" / "personal.vault") == NEWEST


def _only(holdings: Holdings, identity: str) -> Authorization:
    return holdings.authorization_by_id[AuthorizationId(identity)]


@pytest.mark.parametrize("version", VERSIONS)
async def test_what_an_older_vault_holds_is_read(version: int, tmp_path: Path) -> None:
    vault = await _opened(version, tmp_path)
    holdings = await vault.holdings()
    assert [each.label for each in holdings.applications] == ["CANARY Vendor Orders", "Inventory"]
    assert [each.label for each in holdings.accounts] == ["Acme", "CANARY Globex"]
    vendor = _only(holdings, "auth-vendor")
    assert [each.id for each in vendor.refresh_tokens] == ["token-3", "token-2", "token-1"]
    assert vendor.current_refresh_token == vendor.refresh_tokens[0]
    assert vendor.refresh_tokens[1].revoked_at == NOW + 3 * HOUR
    assert vendor.refusal == Refusal("CANARY_invalid_grant", "CANARY description", "CANARY-request", 400, NOW)
    assert (vendor.ticks, vendor.portal) == (frozenset({"CANARY-tick"}), "CANARY-portal")
    assert vendor.guarded is (version >= 2)
    assert len(vendor.restricted_tokens) == 0
    assert len(_only(holdings, "auth").restricted_tokens) == int(version >= 3)
    assert [each.id for each in holdings.leaks] == (["leak-2"] if version >= 3 else [])
    assert [each.served for each in holdings.loans] == ([2] if version >= 4 else [])
    await vault.close()


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_secrets_of_an_older_vault_are_handed_out(version: int, tmp_path: Path) -> None:
    vault = await _opened(version, tmp_path)
    credentials = await vault.credentials(AuthorizationId("auth-vendor"))
    assert credentials.refresh_token == Secret("Atzr|CANARY-current")
    assert credentials.client.client_secret == Secret("amzn1.oa2-cs.v1.CANARY-client-secret-new")
    kept = await vault.access_token(AuthorizationId("auth"))
    assert kept == AccessToken(Secret("Atza|CANARY-access-token"), AccessTokenLife(NOW, NOW + HOUR, "token"))
    await vault.close()


@pytest.mark.parametrize("version", VERSIONS)
async def test_an_older_vault_takes_every_kind_of_write(version: int, tmp_path: Path) -> None:
    vault = await _opened(version, tmp_path)
    for application_id in (ApplicationId("app"), ApplicationId("app-vendor")):
        await vault.remove(await vault.application(application_id), builders.event())
    for account in (await vault.holdings()).accounts:
        await vault.remove(account, builders.event())
    assert (await vault.holdings()).authorizations == ()
    await vault.delete_removed(NOW)
    # What is already there of these outlasts the application that it is about.
    await vault._steps.write(lambda db: db.execute("DELETE FROM incident"))
    for step in write.STEPS:
        await step(vault)
    assert await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
    assert len((await vault.holdings()).loans) == 1
    await vault.close()


@pytest.mark.parametrize("version", [version for version in VERSIONS if version < NEWEST])
async def test_the_backup_before_a_migration_is_the_older_vault_and_opens(version: int, tmp_path: Path) -> None:
    await (await _opened(version, tmp_path)).close()
    (backup,) = await SqlcipherVaultStore(tmp_path / "home" / "personal.vault").backups()
    assert backup.reason is BackupReason.BEFORE_UPGRADE
    assert _version(backup.path) == version
    assert _rows(backup.path) == _rows(golden.GOLDEN[version])
    await (await SqlcipherVaultStore(backup.path).open(builders.PASSPHRASE)).close()


async def test_the_newest_version_is_not_backed_up_when_it_is_opened(tmp_path: Path) -> None:
    await (await _opened(NEWEST, tmp_path)).close()
    assert await SqlcipherVaultStore(tmp_path / "home" / "personal.vault").backups() == ()


@pytest.mark.parametrize("version", VERSIONS)
async def test_everything_comes_out_of_an_older_vault_when_it_is_salvaged(version: int, tmp_path: Path) -> None:
    path = await golden.lay(f"version {version}", tmp_path / "home" / "personal.vault")
    event = builders.event(EventKind.SALVAGED)
    salvaged = await SqlcipherVaultStore(path).take_rows(path, builders.PASSPHRASE, BackupReason.DAMAGED, event)
    assert (salvaged.applications, salvaged.accounts, salvaged.authorizations, salvaged.refresh_tokens) == (2, 2, 2, 4)
    before, after = _rows(golden.GOLDEN[version]), _rows(path)
    kept = {table: [row[: len(rows[0])] for row in after[table]] for table, rows in before.items()}
    assert {table: rows for table, rows in kept.items() if table != "event"} == {
        table: rows for table, rows in before.items() if table != "event"
    }
    assert kept["event"][: len(before["event"])] == before["event"]


@pytest.mark.parametrize("version", VERSIONS)
async def test_an_older_vault_takes_another_passphrase(version: int, tmp_path: Path) -> None:
    vault = await _opened(version, tmp_path)
    await vault.change_passphrase(Secret("CANARY another passphrase"), builders.event())
    await vault.close()
    again = await SqlcipherVaultStore(tmp_path / "home" / "personal.vault").open(Secret("CANARY another passphrase"))
    assert await again.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
    await again.close()


async def test_two_windows_that_open_an_older_vault_at_once_both_open_it(tmp_path: Path) -> None:
    path = await golden.lay("version 1", tmp_path / "home" / "personal.vault")
    both = await asyncio.gather(*(SqlcipherVaultStore(path).open(builders.PASSPHRASE) for _ in range(2)))
    for vault in both:
        assert len((await vault.holdings()).authorizations) == 2
        await vault.close()
    assert _version(path) == NEWEST


def test_what_another_window_has_migrated_meanwhile_is_not_migrated_again() -> None:
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    for _ in range(2):
        migrate(connection)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == NEWEST
    connection.close()


def test_a_migration_that_makes_something_else_than_is_known_is_undone() -> None:
    connection = sqlcipher.connect(":memory:", isolation_level=None)
    names = iter(("once", "twice"))

    def wayward(target: Any) -> None:
        target.execute(f"CREATE TABLE {next(names)} (value TEXT) STRICT")

    with pytest.raises(VaultAltered, match="once was added"):
        migrate(connection, (wayward,))
    assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    connection.close()
