"""What comes out of a vault some pages of which are damaged."""

from pathlib import Path

import pytest

from spauth_tui.adapters.sqlcipher.store import SqlcipherVaultStore
from spauth_tui.domain.authorization import RefreshTokenId
from spauth_tui.domain.backup import BackupReason
from spauth_tui.domain.errors import NothingSalvaged, VaultDamaged, WrongPassphrase
from spauth_tui.domain.secret import Secret
from tests import builders
from tests.fakes import NOW

PAGE = 4096
MANY = 60


@pytest.fixture
async def store(tmp_path: Path) -> SqlcipherVaultStore:
    """A vault whose tables span several pages, closed."""
    made = SqlcipherVaultStore(tmp_path / "home" / "personal.vault")
    vault = await made.create(builders.PASSPHRASE)
    async with vault.batch() as batch:
        await builders.furnish(batch)
        for number in range(MANY):
            name = f"n{number}"
            await batch.save_account(builders.account(name, f"Account {number}"), builders.event())
            await batch.save_authorization(builders.authorization(name, "app", name), builders.event())
            value = f"Atzr|CANARY-{number}-" + "x" * 300
            await batch.add_refresh_token(
                builders.authorization(name).id, builders.refresh_token(name, value), builders.event()
            )
    await vault.close()
    return made


def _damage(path: Path, page: int) -> None:
    held = bytearray(path.read_bytes())
    start = (page - 1) * PAGE + 100
    held[start : start + 8] = bytes(each ^ 0xFF for each in held[start : start + 8])
    path.write_bytes(held)


def _pages(path: Path) -> int:
    return path.stat().st_size // PAGE


async def test_a_damaged_vault_is_told_from_a_wrong_passphrase(store: SqlcipherVaultStore) -> None:
    _damage(store.path, _pages(store.path))
    with pytest.raises(VaultDamaged):
        await store.open(builders.PASSPHRASE)


async def test_whichever_page_is_damaged_most_refresh_tokens_come_back_and_it_opens(
    store: SqlcipherVaultStore, tmp_path: Path
) -> None:
    whole = store.path.read_bytes()
    counts = []
    for page in range(2, _pages(store.path) + 1, 2):
        place = SqlcipherVaultStore(tmp_path / str(page) / "personal.vault")
        place.path.parent.mkdir()
        place.path.write_bytes(whole)
        _damage(place.path, page)
        try:
            salvaged = await place.salvage(builders.PASSPHRASE, NOW)
        except NothingSalvaged:
            counts.append(0)
            continue
        vault = await place.open(builders.PASSPHRASE)
        holdings = await vault.holdings()
        assert sum(len(each.refresh_tokens) for each in holdings.authorizations) == salvaged.refresh_tokens
        await vault.close()
        counts.append(salvaged.refresh_tokens)
    # The page at the root of a table takes the table with it; every other page only what stands on it.
    assert sorted(counts)[2] >= MANY * 0.7
    assert counts.count(MANY + 1) > len(counts) / 2


async def test_a_refresh_token_whose_account_is_lost_gets_a_stand_in(store: SqlcipherVaultStore) -> None:
    whole = store.path.read_bytes()
    for page in range(2, _pages(store.path) + 1):
        store.path.write_bytes(whole)
        _damage(store.path, page)
        salvaged = await store.salvage(builders.PASSPHRASE, NOW)
        if salvaged.placeholders and salvaged.refresh_tokens > MANY:
            vault = await store.open(builders.PASSPHRASE)
            holdings = await vault.holdings()
            await vault.close()
            labels = [each.label for each in holdings.accounts] + [each.label for each in holdings.applications]
            assert any(each.startswith("Lost ") for each in labels)
            return
    pytest.fail("no page was found whose loss leaves refresh tokens without their account or application")


async def test_the_damaged_file_is_kept_as_it_was(store: SqlcipherVaultStore) -> None:
    _damage(store.path, _pages(store.path))
    damaged = store.path.read_bytes()
    salvaged = await store.salvage(builders.PASSPHRASE, NOW)
    assert salvaged.kept_as is not None
    assert salvaged.kept_as.read_bytes() == damaged
    assert [each.reason for each in await store.backups()] == [BackupReason.DAMAGED]


async def test_values_come_back_exact(store: SqlcipherVaultStore) -> None:
    _damage(store.path, _pages(store.path))
    await store.salvage(builders.PASSPHRASE, NOW)
    vault = await store.open(builders.PASSPHRASE)
    assert await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
    await vault.close()


async def test_with_the_first_page_damaged_nothing_can_be_read_and_nothing_is_touched(
    store: SqlcipherVaultStore,
) -> None:
    _damage(store.path, 1)
    before = store.path.read_bytes()
    with pytest.raises(NothingSalvaged):
        await store.salvage(builders.PASSPHRASE, NOW)
    assert store.path.read_bytes() == before


async def test_a_wrong_passphrase_salvages_nothing(store: SqlcipherVaultStore) -> None:
    _damage(store.path, _pages(store.path))
    before = store.path.read_bytes()
    with pytest.raises(WrongPassphrase):
        await store.salvage(Secret("CANARY wrong"), NOW)
    assert store.path.read_bytes() == before


async def test_a_file_cut_short_gives_what_is_before_the_cut(store: SqlcipherVaultStore) -> None:
    # Longer than its table of contents, which a cut must not reach.
    vault = await store.open(builders.PASSPHRASE)
    async with vault.batch() as batch:
        for _ in range(2000):
            await batch.record(builders.event())
    await vault.close()
    held = store.path.read_bytes()
    store.path.write_bytes(held[: len(held) // 2 + 100])
    salvaged = await store.salvage(builders.PASSPHRASE, NOW)
    assert salvaged.applications + salvaged.accounts > 0
    await (await store.open(builders.PASSPHRASE)).close()
