"""Changing the passphrase: whole, crash-safe, and seen by other programs on the vault."""

import asyncio
import stat
import sys
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from spauth_tui.adapters.vault import open_file
from spauth_tui.adapters.vault.connection import connect
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import VaultBusy, VaultGone, WrongPassphrase
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from tests import builders
from tests.beside import names_in

NEW = Secret("CANARY a newer passphrase")
CHANGED = builders.event(EventKind.PASSPHRASE_CHANGED)


@pytest.fixture
async def store(tmp_path: Path) -> SqlcipherVaultStore:
    """A furnished vault, closed."""
    made = SqlcipherVaultStore(tmp_path / "home" / "personal.vault")
    vault = await made.create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.close()
    return made


async def _change(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.change_passphrase(NEW, CHANGED)
    await vault.close()


async def test_the_new_passphrase_opens_everything_that_was_there(store: SqlcipherVaultStore) -> None:
    await _change(store)
    vault = await store.open(NEW)
    assert await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)
    await vault.close()


async def test_the_old_passphrase_opens_it_no_more(store: SqlcipherVaultStore) -> None:
    await _change(store)
    with pytest.raises(WrongPassphrase):
        await store.open(builders.PASSPHRASE)


async def test_the_salt_is_a_new_one(store: SqlcipherVaultStore) -> None:
    before = store.path.read_bytes()[:16]
    await _change(store)
    assert store.path.read_bytes()[:16] != before


async def test_the_change_is_in_the_log(store: SqlcipherVaultStore) -> None:
    await _change(store)
    vault = await store.open(NEW)
    assert (await vault.events())[0].kind is EventKind.PASSPHRASE_CHANGED
    await vault.close()


async def test_the_open_vault_goes_on_under_the_new_passphrase(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault.change_passphrase(NEW, CHANGED)
    await vault.record(builders.event(EventKind.COPIED))
    await vault.close()
    vault = await store.open(NEW)
    assert (await vault.events())[0].kind is EventKind.COPIED
    await vault.close()


async def test_nothing_but_the_vault_is_left(store: SqlcipherVaultStore) -> None:
    await _change(store)
    assert names_in(store.path.parent) == ["personal.vault"]
    assert sys.platform == "win32" or stat.S_IMODE(store.path.stat().st_mode) == 0o600


async def test_the_passphrase_is_known_again_without_touching_the_file(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    assert await vault.is_passphrase(builders.PASSPHRASE)
    assert not await vault.is_passphrase(NEW)
    await vault.change_passphrase(NEW, CHANGED)
    assert await vault.is_passphrase(NEW)
    await vault.close()


async def test_another_program_that_writes_meanwhile_makes_it_wait_and_say_so(store: SqlcipherVaultStore) -> None:
    vault = await store.open(builders.PASSPHRASE)
    await vault._file.read(lambda db: db.execute("PRAGMA busy_timeout=50").fetchone())
    other = sqlcipher.connect(str(store.path), isolation_level=None)
    other.execute(f"PRAGMA key='{builders.PASSPHRASE.reveal()}'")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(VaultBusy):
        await vault.change_passphrase(NEW, CHANGED)
    other.execute("ROLLBACK")
    other.close()
    await vault.close()
    await (await store.open(builders.PASSPHRASE)).close()


async def test_another_programs_write_is_refused_afterwards_and_not_lost_in_the_old_file(
    store: SqlcipherVaultStore,
) -> None:
    ours, theirs = await store.open(builders.PASSPHRASE), await store.open(builders.PASSPHRASE)
    await ours.change_passphrase(NEW, CHANGED)
    with pytest.raises(VaultGone):
        await theirs.record(builders.event())
    with pytest.raises(VaultGone):
        await theirs.changes()
    await ours.close()
    await theirs.close()


async def test_what_another_program_writes_meanwhile_is_in_the_new_vault_or_refused(
    store: SqlcipherVaultStore,
) -> None:
    ours, theirs = await store.open(builders.PASSPHRASE), await store.open(builders.PASSPHRASE)
    acknowledged = 0
    never_derived = Secret(f"CANARY {uuid4()}")  # so that the change takes a while
    changing = asyncio.create_task(ours.change_passphrase(never_derived, CHANGED))
    while True:
        try:
            await theirs.record(builders.event(EventKind.VERIFIED))
        except VaultGone:
            break
        acknowledged += 1
        await asyncio.sleep(0.01)
    await changing
    kept = [each for each in await ours.events(limit=10_000) if each.kind is EventKind.VERIFIED]
    assert len(kept) == acknowledged
    await ours.close()
    await theirs.close()


async def test_changes_by_another_program_are_noticed_and_our_own_are_not(store: SqlcipherVaultStore) -> None:
    ours, theirs = await store.open(builders.PASSPHRASE), await store.open(builders.PASSPHRASE)
    before = await ours.changes()
    await ours.record(builders.event())
    assert await ours.changes() == before
    await theirs.record(builders.event())
    assert await ours.changes() != before
    await ours.close()
    await theirs.close()


async def test_who_asks_while_the_new_file_is_opened_waits_for_it(
    store: SqlcipherVaultStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = await store.open(builders.PASSPHRASE)
    opening, may_open = threading.Event(), threading.Event()

    def held_up(*given: Any) -> Any:
        opening.set()
        assert may_open.wait(20)
        return connect(*given)

    monkeypatch.setattr(open_file, "connect", held_up)
    changing = asyncio.ensure_future(vault.change_passphrase(NEW, CHANGED))
    assert await asyncio.to_thread(opening.wait, 20)
    asked = asyncio.ensure_future(vault.changes())
    await asyncio.sleep(0)
    assert not asked.done()
    may_open.set()
    await changing
    await asked
    assert await vault.is_passphrase(NEW)
    await vault.close()
