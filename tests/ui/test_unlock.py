import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from spauth_tui.domain.errors.vault import NotAVault, VaultAltered, VaultDamaged, VaultEmpty, VaultError, VaultTooNew
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.salvage import Losses
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.palette import commands
from spauth_tui.ui.vault.backups import RecoveryScreen
from spauth_tui.ui.vault.unlock import Unlock
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from spauth_tui.ui.widgets.spinner import Spinner
from tests.builders import PASSPHRASE
from tests.fakes import FakeClock, InMemoryVault, InMemoryVaultStore
from tests.ui.host import LOW, Host, settle, showing, shown, type_text, unlocking


def unlock_screen(unlocking: Unlocking, clock: FakeClock | None = None) -> Unlock:
    return Unlock(unlocking, clock or FakeClock(), AppContext())


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
    async with showing(unlock_screen(unlocking(await filled(InMemoryVaultStore())))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        assert [each.is_new for each in host.opened] == [False]


async def test_an_enter_typed_before_the_program_had_the_terminal_opens_the_vault_too() -> None:
    async with showing(unlock_screen(unlocking(await filled(InMemoryVaultStore())))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("ctrl+j")
        await settle(host, pilot)
        assert len(host.opened) == 1


async def test_the_field_has_the_focus_at_once() -> None:
    async with showing(unlock_screen(unlocking(await filled(InMemoryVaultStore())))) as (host, _):
        assert host.focused is host.screen.query_one(SecretInput)


async def test_a_wrong_passphrase_is_said_and_the_field_is_empty_and_focused_again() -> None:
    async with showing(unlock_screen(unlocking(await filled(InMemoryVaultStore()))), LOW) as (host, pilot):
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
    async with showing(unlock_screen(unlocking(store))) as (host, pilot):
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


@pytest.mark.parametrize("problem", [NotAVault(), VaultTooNew()])
async def test_every_other_problem_is_shown_with_its_remedy(problem: VaultError) -> None:
    async with showing(unlock_screen(unlocking(BrokenStore(problem)))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        words = " ".join(shown(host).replace("│", " ").split())
        assert problem.sentence in words
        assert problem.remedy in words


async def test_a_sign_moves_while_the_key_is_derived() -> None:
    store = await filled(SlowStore())
    assert isinstance(store, SlowStore)
    async with showing(unlock_screen(unlocking(store))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await pilot.pause()
        assert "Deriving the key" in str(host.screen.query_one(Spinner).render())
        store.gate.set()
        await settle(host, pilot)


async def test_a_second_enter_while_the_key_is_derived_does_nothing() -> None:
    store = await filled(SlowStore())
    assert isinstance(store, SlowStore)
    async with showing(unlock_screen(unlocking(store))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter", "enter")
        store.gate.set()
        await settle(host, pilot)
        assert len(host.opened) == 1


async def test_markup_in_the_path_is_text() -> None:
    store = InMemoryVaultStore(Path("[red]my[/nope].vault"))
    async with showing(unlock_screen(unlocking(store))) as (host, _):
        assert "[red]my[/nope].vault" in shown(host)


async def failed(host: Host, pilot: Pilot[None], times: int) -> None:
    for _ in range(times):
        await type_text(pilot, "CANARY another one")
        await pilot.press("enter")
        await settle(host, pilot)


async def test_after_three_wrong_passphrases_the_pause_is_said_and_the_field_takes_nothing() -> None:
    clock = FakeClock()
    async with showing(unlock_screen(unlocking(await filled(InMemoryVaultStore()), clock), clock)) as (host, pilot):
        await failed(host, pilot, 3)
        assert "Try again in 1 second." in " ".join(shown(host).replace("│", " ").split())
        assert host.screen.query_one(SecretInput).disabled


async def test_when_the_pause_is_over_the_field_has_the_focus_again() -> None:
    clock = FakeClock()
    screen = unlock_screen(unlocking(await filled(InMemoryVaultStore()), clock), clock)
    async with showing(screen) as (host, pilot):
        await failed(host, pilot, 3)
        clock.advance(timedelta(seconds=1))
        screen._wait(screen._unlocking.left_to_wait())
        await settle(host, pilot)
        assert host.screen.query_one(SecretInput).has_focus


@pytest.mark.parametrize("problem", [VaultDamaged(), VaultEmpty()])
async def test_a_vault_that_cannot_be_opened_points_to_its_backups(problem: VaultError) -> None:
    async with showing(unlock_screen(unlocking(BrokenStore(problem)))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        assert "ctrl+r" in " ".join(shown(host).replace("│", " ").split()).split(problem.sentence)[1]


async def test_ctrl_r_opens_the_backups_and_only_a_damaged_vault_can_be_salvaged() -> None:
    async with showing(unlock_screen(unlocking(await filled(InMemoryVaultStore())))) as (host, pilot):
        await pilot.press("ctrl+r")
        await settle_softly(pilot)
        assert isinstance(host.screen, RecoveryScreen)
        assert not host.screen.query("#salvage")


async def test_a_damaged_vault_is_salvaged_from_its_backups_screen() -> None:
    store = DamagedStore()
    store.passphrase = PASSPHRASE
    store.salvaged = replace(store.salvaged, losses=Losses(pages=2))
    async with showing(unlock_screen(unlocking(store))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        await pilot.press("ctrl+r")
        await settle_softly(pilot)
        await pilot.press("s")
        await settle_softly(pilot)
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle_softly(pilot)
        words = " ".join(shown(host).split())
        assert "and 1 refresh token." in words
        assert "Damaged or missing, with every row there: 2 pages." in words


ALTERED = VaultAltered(["trigger CANARY was added"])


async def test_an_altered_vault_names_what_differs_and_offers_its_rows() -> None:
    async with showing(unlock_screen(unlocking(BrokenStore(ALTERED)))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        words = " ".join(shown(host).replace("│", " ").split())
        assert "trigger CANARY was added" in words
        assert "Press ctrl+t to recover only its rows, ctrl+r to restore a backup." in words
        assert host.screen.query_one("#rows", Button).display
        assert "Take the rows" in [command.title for command in commands(host.screen)]


async def test_no_other_vault_offers_its_rows() -> None:
    async with showing(unlock_screen(unlocking(BrokenStore(VaultDamaged())))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter", "ctrl+t")
        await settle(host, pilot)
        assert isinstance(host.screen, Unlock)
        assert not host.screen.query_one("#rows", Button).display
        assert "Take the rows" not in [command.title for command in commands(host.screen)]


async def test_ctrl_t_reads_the_rows_says_what_would_come_and_asks_for_them_after_a_yes() -> None:
    store = BrokenStore(ALTERED)
    store.passphrase = PASSPHRASE
    store.salvaged = replace(store.salvaged, losses=Losses(foreign=3))
    async with showing(unlock_screen(unlocking(store))) as (host, pilot):
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle(host, pilot)
        await pilot.press("ctrl+t")
        await settle_softly(pilot)
        await type_text(pilot, PASSPHRASE.reveal())
        await pilot.press("enter")
        await settle_softly(pilot)
        words = " ".join(shown(host).replace("│", " ").split())
        assert "1 authorization and 1 refresh token." in words
        assert "Left out because it belongs to no table of this program: 3 rows." in words
        assert host.restores == []
        await pilot.press("shift+tab", "enter")
        await settle(host, pilot)
        assert [(each.backup, each.rows_only) for each in host.restores] == [(store.path, True)]


async def test_a_passphrase_given_at_the_start_unlocks_without_a_key() -> None:
    store = await filled(InMemoryVaultStore())
    screen = Unlock(unlocking(store), FakeClock(), AppContext(), passphrase=PASSPHRASE)
    async with showing(screen) as (host, pilot):
        await settle(host, pilot)
        assert len(host.opened) == 1


class DamagedStore(InMemoryVaultStore):
    async def open(self, passphrase: Secret) -> InMemoryVault:
        raise VaultDamaged


async def settle_softly(pilot: Pilot[None]) -> None:
    """Let what waits for a dialog wait on."""
    for _ in range(8):
        await pilot.pause()


async def test_the_unlock_screen_names_the_key_for_help_even_in_a_low_window() -> None:
    async with showing(unlock_screen(unlocking()), LOW) as (host, _):
        assert "F1 help · ctrl+q quits" in shown(host)


async def test_a_key_for_the_keyring_does_no_harm_before_it_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Unlock, "_offer_ways", lambda *_, **__: None)
    async with showing(unlock_screen(unlocking(await filled(InMemoryVaultStore())))) as (host, pilot):
        await pilot.press("ctrl+g")
        await settle(host, pilot)
        assert isinstance(host.screen, Unlock)
        assert not host.opened
