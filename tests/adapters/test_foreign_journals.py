"""A journal beside a file that is not its own: nothing opens or replaces the file, and nothing of it is changed."""

import shutil
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultUnsafe
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders
from tests.adapters.test_replacing import RESTORED, backup, kill_in_the_middle, store
from tests.fakes import NOW

__all__ = ["backup", "store"]


@pytest.fixture
async def another(tmp_path: Path) -> Path:
    """Another vault of the same passphrase."""
    made = SqlcipherVaultStore(tmp_path / "another" / "personal.vault")
    vault = await made.create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.close()
    return made.path


async def refused(store: SqlcipherVaultStore) -> str:
    """Open the vault; return why that is refused, once it is seen that nothing was changed."""
    beside = [store.path, Path(f"{store.path}-journal")]
    before = [each.read_bytes() for each in beside]
    with pytest.raises(VaultUnsafe) as caught:
        await store.open(builders.PASSPHRASE)
    assert [each.read_bytes() for each in beside] == before
    return caught.value.sentence


@pytest.mark.parametrize("more", [(), ("and the first page",)])
async def test_another_vaults_file_that_took_the_place_of_a_killed_one_is_not_opened(
    store: SqlcipherVaultStore, another: Path, more: tuple[str, ...]
) -> None:
    kill_in_the_middle(store.path, *more)
    shutil.copy(another, store.path)
    assert "has an unfinished change of another file" in await refused(store)


async def test_a_shorter_copy_of_the_same_vault_is_not_opened_beside_a_later_journal(
    store: SqlcipherVaultStore, backup: Path
) -> None:
    vault = await store.open(builders.PASSPHRASE)
    while store.path.stat().st_size <= backup.stat().st_size:
        await vault.record(builders.event())
    await vault.close()
    kill_in_the_middle(store.path)
    shutil.copy(backup, store.path)
    assert "or of another state of this one" in await refused(store)


async def test_a_vault_is_not_replaced_beside_a_journal_of_another(
    store: SqlcipherVaultStore, backup: Path, another: Path
) -> None:
    kill_in_the_middle(store.path, "and the first page")
    shutil.copy(another, store.path)
    before = store.path.read_bytes()
    with pytest.raises(VaultUnsafe):
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert store.path.read_bytes() == before


async def test_a_backup_beside_a_journal_of_another_file_is_named_and_not_restored(
    store: SqlcipherVaultStore, backup: Path, another: Path
) -> None:
    kill_in_the_middle(another)
    shutil.copy(f"{another}-journal", f"{backup}-journal")
    with pytest.raises(VaultUnsafe) as caught:
        await store.restore(backup, builders.PASSPHRASE, RESTORED)
    assert caught.value.sentence.startswith(f"{backup.name}-journal beside {backup.name} ")


async def test_with_the_journal_moved_away_the_vault_opens_as_it_was(store: SqlcipherVaultStore, another: Path) -> None:
    journal = kill_in_the_middle(store.path, "and the first page")
    shutil.copy(another, store.path)
    journal.rename(journal.with_name("elsewhere"))
    vault = await store.open(builders.PASSPHRASE)
    assert len((await vault.holdings()).authorizations) == 1
    await vault.close()


async def test_its_own_journal_is_rolled_back_after_many_changes(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.back_up(BackupReason.BY_HAND, NOW)
    for _ in range(3):
        await vault.record(builders.event())
    await vault.close()
    journal = kill_in_the_middle(store.path, "and the first page")
    await (await store.open(builders.PASSPHRASE)).close()
    assert not journal.exists()
