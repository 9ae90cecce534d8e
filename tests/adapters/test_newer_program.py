"""Two windows on one vault, the second of a newer program, which migrates it: what the first, older one says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.domain.errors.vault import VaultTooNew
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders
from tests.newer import newer_program


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "personal.vault"


@pytest.fixture
async def older(path: Path) -> AsyncIterator[SqlcipherVault]:
    """A window of this program, with a vault that it has read."""
    vault = await SqlcipherVaultStore(path).create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.holdings()
    yield vault
    await vault.close()


async def _migrated_in_another_window(path: Path) -> None:
    with newer_program():
        await (await SqlcipherVaultStore(path).open(builders.PASSPHRASE)).close()


async def _begin_a_batch(vault: SqlcipherVault) -> None:
    async with vault.batch():
        pass


USES: dict[str, Callable[[SqlcipherVault], Awaitable[Any]]] = {
    "a poll": SqlcipherVault.changes,
    "everything": SqlcipherVault.holdings,
    "what the new form no longer has": lambda vault: vault.holdings(ApplicationId("app")),
    "a write": lambda vault: vault.record(builders.event()),
    "a batch": _begin_a_batch,
}


@pytest.mark.parametrize("use", USES)
async def test_the_older_window_says_that_a_newer_program_has_the_vault(
    older: SqlcipherVault, path: Path, use: str
) -> None:
    await _migrated_in_another_window(path)
    with pytest.raises(VaultTooNew, match="A newer spauth-tui has upgraded this vault") as refused:
        await USES[use](older)
    assert refused.value.remedy == "Upgrade spauth-tui, then open it again."


async def test_it_goes_on_saying_so(older: SqlcipherVault, path: Path) -> None:
    await _migrated_in_another_window(path)
    for _ in range(3):
        with pytest.raises(VaultTooNew):
            await older.changes()


async def test_nothing_of_the_older_window_is_written_then(older: SqlcipherVault, path: Path) -> None:
    await _migrated_in_another_window(path)
    before = path.read_bytes()
    with pytest.raises(VaultTooNew):
        await older.add(builders.account("late"), builders.event())
    assert path.read_bytes() == before


async def test_a_batch_that_had_begun_is_kept_whole_and_the_newer_program_waits_for_it(
    older: SqlcipherVault, path: Path
) -> None:
    async with older.batch() as batch:
        await batch.add(builders.account("first", "First"), builders.event())
        await batch.holdings()
        migrating = asyncio.create_task(_migrated_in_another_window(path))
        await asyncio.wait([migrating], timeout=0.3)
        assert not migrating.done()
        await batch.add(builders.account("second", "Second"), builders.event())
    await migrating
    with pytest.raises(VaultTooNew):
        await older.record(builders.event(EventKind.LOCKED))
    (backup,) = await SqlcipherVaultStore(path).backups()
    assert backup.reason is BackupReason.BEFORE_UPGRADE
    held = (await SqlcipherVaultStore(path).peek(backup.path, builders.PASSPHRASE)).holdings
    assert [each.label for each in held.accounts] == ["Acme", "First", "Second"]


async def test_the_older_window_does_not_open_it_again(older: SqlcipherVault, path: Path) -> None:
    await _migrated_in_another_window(path)
    with pytest.raises(VaultTooNew):
        await SqlcipherVaultStore(path).open(builders.PASSPHRASE)


async def test_what_the_older_program_had_is_in_the_backup_before_the_migration(
    older: SqlcipherVault, path: Path
) -> None:
    held = await older.holdings()
    await _migrated_in_another_window(path)
    (backup,) = await SqlcipherVaultStore(path).backups()
    assert (await SqlcipherVaultStore(path).peek(backup.path, builders.PASSPHRASE)).holdings == held
