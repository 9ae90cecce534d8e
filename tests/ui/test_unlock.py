import asyncio
from pathlib import Path

import pytest

from spauth_tui.domain.errors import VaultDamaged, VaultError, VaultTooNew
from spauth_tui.domain.secret import Secret
from spauth_tui.services.unlocking import Unlocking
from spauth_tui.ui.screens.surroundings import Surroundings
from spauth_tui.ui.screens.unlock import Unlock
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.working_sign import WorkingSign
from tests.builders import PASSPHRASE
from tests.fakes import FakeClock, InMemoryVault, InMemoryVaultStore
from tests.ui.host import LOW, settle, showing, shown, type_text, unlocking


def door(unlocking: Unlocking, clock: FakeClock | None = None) -> Unlock:
    return Unlock(unlocking, clock or FakeClock(), Surroundings())


class SlowStore(InMemoryVaultStore):
    def __init__(self, path: Path = Path("memory.vault")) -> None:
        super().__init__(path)
        self.gate = asyncio.Event()

    async def open(self, passphrase: Secret) -> InMemoryVault:
        await self.gate.wait()
        return await super().open(passphrase)


class BrokenStore(InMemoryVaultStore):
    def __init__(self, problem: VaultError) -> None:
        super().__init__()
        self.problem = problem

    async def open(self, passphrase: Secret) -> InMemoryVault:
        raise self.problem


async def filled(store: InMemoryVaultStore) -> InMemoryVaultStore:
    await store.create(PASSPHRASE)
    return store


async def test_the_right_passphrase_opens_the_vault() -> None:
    async with showing(door(unlocking(await filled(InMemoryVaultStore())))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        assert [each.is_new for each in host.opened] == [False]


async def test_the_field_has_the_focus_at_once() -> None:
    async with showing(door(unlocking(await filled(InMemoryVaultStore())))) as (host, _):
        assert isinstance(host.focused, SecretInput)


async def test_a_wrong_passphrase_is_said_and_the_field_is_empty_and_focused_again() -> None:
    async with showing(door(unlocking(await filled(InMemoryVaultStore()))), LOW) as (host, pilot):
        await type_text(pilot, "CANARY another one")
        await pilot.press("enter")
        await settle(host, pilot)
        field = host.screen.query_one(SecretInput)
        assert "Wrong passphrase." in shown(host)
        assert (field.value, field.has_focus) == ("", True)


async def test_the_next_try_takes_the_old_problem_away() -> None:
    store = await filled(SlowStore())
    assert isinstance(store, SlowStore)
    store.gate.set()
    async with showing(door(unlocking(store))) as (host, pilot):
        await type_text(pilot, "CANARY another one")
        await pilot.press("enter")
        await settle(host, pilot)
        store.gate.clear()
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await pilot.pause()
        assert host.screen.query_one(ProblemLine).size.height == 0
        store.gate.set()
        await settle(host, pilot)


@pytest.mark.parametrize("problem", [VaultDamaged(), VaultTooNew()])
async def test_every_other_problem_is_shown_with_its_remedy(problem: VaultError) -> None:
    async with showing(door(unlocking(BrokenStore(problem)))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        words = " ".join(shown(host).replace("│", " ").split())
        assert problem.sentence in words
        assert problem.remedy in words


async def test_a_sign_moves_while_the_key_is_derived() -> None:
    store = await filled(SlowStore())
    assert isinstance(store, SlowStore)
    async with showing(door(unlocking(store))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await pilot.pause()
        assert "Deriving the key" in str(host.screen.query_one(WorkingSign).render())
        store.gate.set()
        await settle(host, pilot)


async def test_a_second_enter_while_the_key_is_derived_does_nothing() -> None:
    store = await filled(SlowStore())
    assert isinstance(store, SlowStore)
    async with showing(door(unlocking(store))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter", "enter")
        store.gate.set()
        await settle(host, pilot)
        assert len(host.opened) == 1


async def test_markup_in_the_path_is_text() -> None:
    store = InMemoryVaultStore(Path("[red]my[/nope].vault"))
    async with showing(door(unlocking(store))) as (host, _):
        assert "[red]my[/nope].vault" in shown(host)
