"""The dashboard of a large vault, between its first panes and everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual import events
from textual.pilot import Pilot

from spauth_tui.demo.sample import fill_sample
from spauth_tui.domain.errors import VaultBusy, VaultDamaged, VaultError
from spauth_tui.domain.holdings import Holdings
from spauth_tui.services.unlocking import Unlocking
from spauth_tui.ui.app import SpauthApp
from spauth_tui.ui.screens.dashboard import Dashboard
from spauth_tui.ui.screens.surroundings import Surroundings
from spauth_tui.ui.screens.unlock import Unlock
from spauth_tui.ui.widgets.board import Board
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests.builders import PASSPHRASE
from tests.fakes import FakeClock, InMemoryVault, InMemoryVaultStore
from tests.ui.host import outside, shown


class LargeVault(InMemoryVault):
    """Answers at once with its first application, and with everything when its gate is opened."""

    gate: asyncio.Event
    problem: VaultError | None = None

    async def glance(self, at_first: int) -> Holdings | None:
        whole = await super().holdings()
        first = whole.applications[0]
        return replace(whole, applications=(first,), authorizations=whole.of_application(first.id))

    async def holdings(self) -> Holdings:
        await self.gate.wait()
        if self.problem is not None:
            raise self.problem
        return await super().holdings()


class LargeStore(InMemoryVaultStore):
    """Keeps one large vault."""

    def __init__(self) -> None:
        super().__init__()
        self.large = LargeVault()
        self.large.gate = asyncio.Event()

    def exists(self) -> bool:
        return True

    async def open(self, passphrase: object, *, ahead: bool = False) -> LargeVault:
        return self.large


Opening = tuple[SpauthApp, Pilot[str], LargeVault]


@asynccontextmanager
async def opening(*, painted: bool = True) -> AsyncIterator[Opening]:
    """Unlock a large vault, and wait for its first panes."""
    store, clock = LargeStore(), FakeClock()
    await fill_sample(store.large, clock.now())
    app = SpauthApp(Unlocking(store, outside(clock)), clock, Surroundings(still=True))
    async with app.run_test(size=(120, 40)) as pilot:
        app.screen.query_one(SecretInput).value = PASSPHRASE.reveal()
        # No key and no pause of the pilot: it would wait for the app, which waits for the rest.
        app.post_message(events.Key("enter", None))
        for _ in range(100_000):
            dashboard = next((each for each in app.screen_stack if isinstance(each, Dashboard)), None)
            if dashboard is not None and (dashboard._is_painted.is_set() or not painted):
                break
            await asyncio.sleep(0)
        try:
            yield app, pilot, store.large
        finally:
            await _until_whole(pilot, store.large)


async def _until_whole(pilot: Pilot[str], vault: LargeVault) -> None:
    vault.gate.set()
    for _ in range(8):
        await pilot.pause()


def _labels(app: SpauthApp) -> set[str]:
    assert isinstance(app.screen, Dashboard)
    return {pane.shown.application.label for pane in app.screen.board.panes if pane.index >= 0}


async def test_the_first_panes_are_painted_before_the_rest_is_read() -> None:
    async with opening() as (app, _, _vault):
        assert len(_labels(app)) == 1
        assert "refreshed" in shown(app)


async def test_it_says_that_there_is_more_to_come() -> None:
    async with opening() as (app, _, _vault):
        assert "Reading the rest of the vault" in shown(app)


async def test_no_count_of_a_part_is_shown_as_if_it_were_all() -> None:
    async with opening() as (app, _, _vault):
        assert "live" not in shown(app).splitlines()[0]


async def test_then_everything_is_there() -> None:
    async with opening() as (app, pilot, vault):
        await _until_whole(pilot, vault)
        assert len(_labels(app)) > 1
        assert "live" in shown(app).splitlines()[0]


async def test_then_what_needs_attention_takes_the_place_of_the_words() -> None:
    async with opening() as (app, pilot, vault):
        await _until_whole(pilot, vault)
        assert "Reading the rest" not in shown(app)
        assert "Needs attention" in shown(app)


async def test_a_key_pressed_meanwhile_is_for_everything() -> None:
    async with opening() as (app, pilot, vault):
        assert isinstance(app.screen, Dashboard)
        first = app.screen.board.cursor
        app.post_message(events.Key("end", None))
        for _ in range(2_000):
            await asyncio.sleep(0)
        assert app.screen.board.cursor == first
        await _until_whole(pilot, vault)
        assert app.screen.board.cursor == app.screen.board.order[-1]
        assert len(app.screen.roster.holdings.applications) > 1


@pytest.mark.parametrize("problem", [VaultBusy(), VaultDamaged()])
async def test_if_the_rest_cannot_be_read_the_door_says_why(problem: VaultError) -> None:
    async with opening() as (app, pilot, vault):
        vault.problem = problem
        await _until_whole(pilot, vault)
        assert isinstance(app.screen, Unlock)
        assert problem.sentence in " ".join(shown(app).replace("│", " ").split())
        assert [type(each) for each in app.screen_stack].count(Unlock) == 1


async def test_the_program_can_be_left_while_the_rest_is_being_read() -> None:
    async with opening() as (app, _, _vault):
        app.post_message(events.Key("ctrl+q", None))
        for _ in range(100_000):
            if app._exit:
                break
            await asyncio.sleep(0)
        assert app._exit


async def test_what_is_shown_while_locked_is_never_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    async with opening() as (app, pilot, vault):
        assert app._preferences is not None
        app._preferences = replace(app._preferences, show_when_locked=True)
        vault.problem = VaultBusy()
        await _until_whole(pilot, vault)
        assert app._behind is None


async def test_panes_that_are_never_painted_do_not_keep_the_rest_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Board, "bind_panes", lambda _: None)
    async with opening(painted=False) as (app, _, vault):
        vault.gate.set()
        dashboard = next(screen for screen in app.screen_stack if isinstance(screen, Dashboard))
        async with asyncio.timeout(20):
            await dashboard.when_whole()
