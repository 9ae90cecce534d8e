"""What can be had of a vault while its pages are still being checked."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.vault.opening import OpenConnection
from spauth_tui.adapters.vault.salvage.page_check import PageCheck
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultDamaged, VaultLocked
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.vault.unlock import Unlock
from tests import builders
from tests.fakes import FakeClock
from tests.ui.host import outside, shown

PAGE = 4096


@pytest.fixture
async def store(tmp_path: Path) -> SqlcipherVaultStore:
    """A vault, closed, whose last page is damaged: one of the log's, which the dashboard does not read."""
    made = SqlcipherVaultStore(tmp_path / "home" / "personal.vault")
    vault = await made.create(builders.PASSPHRASE)
    async with vault.batch() as batch:
        await builders.furnish(batch)
        for _ in range(300):
            await batch.record(builders.event())
    await vault.close()
    held = bytearray(made.path.read_bytes())
    held[-PAGE + 100] ^= 0xFF
    made.path.write_bytes(held)
    return made


@pytest.fixture
async def ahead(store: SqlcipherVaultStore) -> AsyncIterator[Vault]:
    """The damaged vault, opened ahead of the check of its pages."""
    vault = await store.open(builders.PASSPHRASE)
    yield vault
    await vault.close()


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The checks that were begun."""
    found: list[object] = []
    submit = ThreadPoolExecutor.submit

    def noted(pool: ThreadPoolExecutor, *call: Any) -> Any:
        found.extend(each for each in call[:1] if each.__name__ == "_check")
        return submit(pool, *call)

    monkeypatch.setattr(ThreadPoolExecutor, "submit", noted)
    return found


async def test_who_asks_whether_every_page_is_sound_is_told(ahead: Vault) -> None:
    for _ in range(2):
        with pytest.raises(VaultDamaged):
            await ahead.checked()


async def test_pages_are_not_checked_before_anything_is_read(ahead: Vault, begun: list[object]) -> None:
    await ahead.changes()
    assert not begun


@pytest.mark.parametrize("read", ["holdings", "names", "preferences"])
async def test_pages_are_checked_while_what_is_shown_first_is_read(
    ahead: Vault, begun: list[object], read: str
) -> None:
    await getattr(ahead, read)()
    assert begun


@pytest.mark.parametrize("way", ["begin", "stop"])
async def test_a_check_that_is_begun_or_stopped_keeps_no_key(way: str, store: SqlcipherVaultStore) -> None:
    check = PageCheck(store.path, OpenConnection(None, Secret("CANARY raw key"), (0, 0)))
    assert check._key is not None
    await (asyncio.sleep(0, check.begin()) if way == "begin" else check.stop())
    assert check._key is None
    await check.stop()


async def test_pages_are_checked_before_a_value_is_read(ahead: Vault, begun: list[object]) -> None:
    with pytest.raises(VaultDamaged):
        await ahead.access_token(AuthorizationId("auth"))
    assert begun


async def test_holdings_can_be_read_ahead(ahead: Vault) -> None:
    assert (await ahead.holdings()).authorizations


async def test_no_value_of_a_secret_is_read_from_a_damaged_vault(ahead: Vault) -> None:
    with pytest.raises(VaultDamaged):
        await ahead.refresh_token(RefreshTokenId("token"))


async def test_nothing_is_written_into_a_damaged_vault(store: SqlcipherVaultStore, ahead: Vault) -> None:
    before, (first, *_) = store.path.read_bytes(), (await ahead.holdings()).authorizations
    with pytest.raises(VaultDamaged):
        await ahead.add(replace(first, portal="seller-central"), None)
    await ahead.close()
    assert store.path.read_bytes() == before


async def test_a_damaged_vault_closes_while_it_is_being_checked(ahead: Vault) -> None:
    await ahead.close()
    with pytest.raises(VaultLocked):
        await ahead.holdings()


async def test_a_sound_vault_opened_ahead_takes_writes(tmp_path: Path) -> None:
    store = SqlcipherVaultStore(tmp_path / "home" / "personal.vault")
    await (await store.create(builders.PASSPHRASE)).close()
    vault = await store.open(builders.PASSPHRASE)
    await vault.record(builders.event())
    assert len(await vault.events()) == 1
    await vault.close()


async def test_the_dashboard_of_a_damaged_vault_gives_way_to_the_door(store: SqlcipherVaultStore) -> None:
    clock = FakeClock()
    app = SpauthApp(
        Unlocking(store, outside(clock=clock)), clock, AppContext(still=True), passphrase=builders.PASSPHRASE
    )
    async with app.run_test(size=(100, 30)) as pilot:
        for _ in range(1_000):
            await pilot.pause()
            if isinstance(app.screen, Unlock) and "damaged" in shown(app):
                break
        assert "ctrl+r to restore a backup" in " ".join(shown(app).replace("│", " ").split())
