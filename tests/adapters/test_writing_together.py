"""Writes that wait for one another become one transaction, and each still stands or falls by itself."""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spauth_tui.adapters.sqlcipher.store import SqlcipherVaultStore
from spauth_tui.adapters.sqlcipher.vault import SqlcipherVault
from spauth_tui.domain.authorization import AuthorizationId
from spauth_tui.domain.errors import NoSuchRecord, VaultLocked
from spauth_tui.domain.event import Event
from spauth_tui.domain.secret import Secret
from tests import builders

AUTH = AuthorizationId("auth")


def _event(subject: str) -> Event:
    return replace(builders.event(), subject=subject)


@pytest.fixture
async def vault(tmp_path: Path) -> SqlcipherVault:
    opened = await SqlcipherVaultStore(tmp_path / "personal.vault").create(builders.PASSPHRASE)
    await builders.furnish(opened)
    return opened


async def _commits(vault: SqlcipherVault, *writes: Awaitable[object]) -> tuple[list[object], int]:
    """Await all of them at once; return what came of each, and how many transactions were committed."""
    said: list[str] = []
    await vault._run(lambda: vault._open_connection().set_trace_callback(said.append))
    results = await asyncio.gather(*writes, return_exceptions=True)
    await vault._run(lambda: vault._open_connection().set_trace_callback(None))
    return list(results), said.count("COMMIT")


async def test_many_that_wait_are_committed_at_once(vault: SqlcipherVault) -> None:
    writes = [vault.record(_event(f"n{number}")) for number in range(8)]
    results, commits = await _commits(vault, *writes)
    assert results == [None] * 8
    assert commits <= 2
    assert {f"n{number}" for number in range(8)} <= {each.subject for each in await vault.events()}
    await vault.close()


async def test_what_comes_while_the_thread_is_busy_is_written_along(vault: SqlcipherVault) -> None:
    said: list[str] = []
    go_on = threading.Event()
    await vault._run(lambda: vault._open_connection().set_trace_callback(said.append))
    busy = asyncio.create_task(vault._run(lambda: go_on.wait(10)))
    await asyncio.sleep(0)
    first = asyncio.create_task(vault.record(_event("first")))
    for _ in range(9):
        await asyncio.sleep(0)
    assert vault._thread._waiting, "it is queued behind what the thread is busy with"
    later = [asyncio.create_task(vault.record(_event(f"later {number}"))) for number in range(4)]
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(busy, first, *later)
    assert said.count("COMMIT") == 1
    await vault.close()


class _TakenAway(deque[Any]):
    """A queue from which the last one is taken away just when somebody has seen that it is there."""

    def __bool__(self) -> bool:
        is_there = len(self) > 0
        if len(self) == 1:
            self.clear()
        return is_there


async def test_who_stops_waiting_as_it_is_taken_spoils_no_other(vault: SqlcipherVault) -> None:
    vault._waiting = _TakenAway()
    writes = [vault.record(_event(f"n{number}")) for number in range(3)]
    assert await asyncio.gather(*writes, return_exceptions=True) == [None] * 3
    assert {"n0", "n1", "n2"} <= {each.subject for each in await vault.events()}
    await vault.close()


async def test_one_that_fails_undoes_no_other(vault: SqlcipherVault) -> None:
    results, _ = await _commits(
        vault,
        vault.record(_event("before")),
        vault.save_access_token(AuthorizationId("gone"), builders.access_token(), _event("failed")),
        vault.save_access_token(AUTH, builders.access_token(), _event("after")),
    )
    assert isinstance(results[1], NoSuchRecord)
    subjects = {each.subject for each in await vault.events()}
    assert {"before", "after"} <= subjects
    assert "failed" not in subjects
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
    saved = await vault.save_access_token(AUTH, token, builders.event())
    assert saved == await vault.authorization(AUTH)
    assert saved.access_token == token.life
    await vault.close()


async def test_holdings_are_read_again_only_after_a_change(vault: SqlcipherVault) -> None:
    first = await vault.holdings()
    await vault.record(builders.event())
    assert await vault.holdings() is first
    await vault.save_access_token(AUTH, builders.access_token(), builders.event())
    assert (await vault.holdings()).authorization_by_id[AUTH].access_token is not None
    await vault.close()


async def test_what_another_program_writes_is_read(vault: SqlcipherVault, tmp_path: Path) -> None:
    before = await vault.holdings()
    other = await SqlcipherVaultStore(tmp_path / "personal.vault").open(builders.PASSPHRASE)
    await other.save_access_token(AUTH, builders.access_token(), builders.event())
    await other.close()
    assert await vault.holdings() != before
    await vault.close()


async def test_what_a_batch_undid_is_not_remembered(vault: SqlcipherVault) -> None:
    before = await vault.holdings()
    with pytest.raises(RuntimeError):
        async with vault.batch() as batch:
            await batch.save_access_token(AUTH, builders.access_token(), builders.event())
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
    vault._let_go()
    assert vault._held.let_go is None
