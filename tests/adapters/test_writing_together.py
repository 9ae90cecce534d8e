"""Writes that wait for one another: each stands or falls by itself."""

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.domain.errors.vault import NoSuchRecord, NotInABatch, VaultLocked
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from tests import builders

AUTH = AuthorizationId("auth")


def _event(subject: str) -> Event:
    return replace(builders.event(), subject=subject)


@pytest.fixture
async def vault(tmp_path: Path) -> SqlcipherVault:
    opened = await SqlcipherVaultStore(tmp_path / "personal.vault").create(builders.PASSPHRASE)
    await builders.furnish(opened)
    return opened


async def test_one_that_fails_undoes_no_other(vault: SqlcipherVault) -> None:
    results = await asyncio.gather(
        vault.record(_event("before")),
        vault.keep(AuthorizationId("gone"), builders.access_token(), _event("failed")),
        vault.keep(AUTH, builders.access_token(), _event("after")),
        return_exceptions=True,
    )
    assert isinstance(results[1], NoSuchRecord)
    subjects = {each.subject for each in await vault.events()}
    assert {"before", "after"} <= subjects
    assert "failed" not in subjects
    await vault.close()


async def test_a_write_that_fails_in_a_batch_undoes_itself_alone(vault: SqlcipherVault) -> None:
    async with vault.batch() as batch:
        await batch.record(_event("before"))
        with pytest.raises(NoSuchRecord):
            await batch.keep(AuthorizationId("gone"), builders.access_token(), _event("failed"))
        await batch.record(_event("after"))
    subjects = {each.subject for each in await vault.events()}
    assert {"before", "after"} <= subjects
    assert "failed" not in subjects
    await vault.close()


async def test_a_batch_whose_transaction_the_database_gave_up_writes_nothing_more(vault: SqlcipherVault) -> None:
    with pytest.raises(NotInABatch):
        async with vault.batch() as batch:
            await batch.record(_event("before"))
            await vault._file.run(lambda db: db.execute("ROLLBACK"))
            await batch.record(_event("after"))
    assert not {"before", "after"} & {each.subject for each in await vault.events()}
    await vault.close()


async def test_a_batch_that_is_cancelled_twice_leaves_no_transaction_open(vault: SqlcipherVault) -> None:
    go_on, begun = threading.Event(), asyncio.Event()

    async def write() -> None:
        async with vault.batch() as batch:
            begun.set()
            await asyncio.gather(vault._file.run(lambda _: go_on.wait(10)), batch.record(_event("undone")))

    writing = asyncio.create_task(write())
    await begun.wait()
    # As in a program that ends: what undoes the batch is then no longer waited for, and still done.
    for _ in range(2):
        writing.cancel()
        for _ in range(9):
            await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(writing, return_exceptions=True)
    assert not await vault._file.run(lambda db: db.in_transaction)
    await vault.close()


async def test_who_stops_waiting_loses_nothing_and_stops_nobody(vault: SqlcipherVault) -> None:
    writes = [asyncio.create_task(vault.record(_event(f"n{number}"))) for number in range(4)]
    await asyncio.sleep(0)
    writes[0].cancel()
    await asyncio.gather(*writes, return_exceptions=True)
    assert {"n1", "n2", "n3"} <= {each.subject for each in await vault.events()}
    await vault.close()


async def test_after_closing_each_is_told(vault: SqlcipherVault) -> None:
    await vault.close()
    results = await asyncio.gather(*(vault.record(builders.event()) for _ in range(3)), return_exceptions=True)
    assert [type(each) for each in results] == [VaultLocked] * 3


async def test_a_saved_access_token_comes_back_with_its_authorization(vault: SqlcipherVault) -> None:
    token = builders.access_token()
    await vault.keep(AUTH, token, builders.event())
    assert (await vault.authorization(AUTH)).access_token == token.life
    await vault.close()


async def test_holdings_are_read_again_only_after_a_change(vault: SqlcipherVault) -> None:
    assert await vault.holdings() is await vault.holdings()
    await vault.keep(AUTH, builders.access_token(), builders.event())
    assert (await vault.holdings()).authorization_by_id[AUTH].access_token is not None
    await vault.close()


async def test_what_another_program_writes_is_read(vault: SqlcipherVault, tmp_path: Path) -> None:
    before = await vault.holdings()
    other = await SqlcipherVaultStore(tmp_path / "personal.vault").open(builders.PASSPHRASE)
    await other.keep(AUTH, builders.access_token(), builders.event())
    await other.close()
    assert await vault.holdings() != before
    await vault.close()


async def test_what_a_batch_undid_is_not_remembered(vault: SqlcipherVault) -> None:
    before = await vault.holdings()
    with pytest.raises(RuntimeError):
        async with vault.batch() as batch:
            await batch.keep(AUTH, builders.access_token(), builders.event())
            assert await batch.holdings() != before
            raise RuntimeError
    assert await vault.holdings() == before
    await vault.close()


async def test_what_nobody_waits_for_any_more_is_not_written_later(vault: SqlcipherVault) -> None:
    async with vault._writing:
        stopped = asyncio.create_task(vault.record(_event("stopped")))
        await asyncio.sleep(0)
        stopped.cancel()
        await asyncio.gather(stopped, return_exceptions=True)
    await vault.record(_event("later"))
    assert "stopped" not in {each.subject for each in await vault.events()}
    await vault.close()


async def test_after_a_change_of_the_passphrase_holdings_are_read_anew(vault: SqlcipherVault) -> None:
    before = await vault.holdings()
    await vault.change_passphrase(Secret("CANARY horse battery staple 43"), builders.event())
    assert await vault.holdings() is not before
    await vault.close()


async def test_pages_are_not_let_go_of_on_the_thread_of_a_closed_vault(vault: SqlcipherVault) -> None:
    await vault.close()
    vault._file._let_go()
    assert vault._file._let_go_of is None
