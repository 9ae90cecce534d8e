"""The walk for leaks and the storage practices, as a person sees them."""

from datetime import timedelta

import pytest
from textual.widgets import Button

from spauth_tui.domain.amazon.leak_steps import LeakAction
from spauth_tui.domain.model.leak import Leak, Leaked
from spauth_tui.ui.application.leak import LeakGuide
from spauth_tui.ui.base.messages import LeakActionRequested
from spauth_tui.ui.vault.storage_practices import StoragePracticesScreen
from tests import builders
from tests.services.world import AUTH, World
from tests.ui.host import Host, showing
from tests.ui.test_proving_screens import looking


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


async def leak(world: World, leaked: Leaked = Leaked.REFRESH_TOKEN) -> Leak:
    return await world.workspace.authorizing.leaks.open(leaked, await world.application(), await world.authorization())


async def test_the_first_undone_step_is_open(world: World) -> None:
    await world.change_account(label="[red]Acme[/nope]")
    made = await world.workspace.authorizing.leaks.tick(await leak(world), "revoke", done=True)
    async with looking(LeakGuide(world.workspace, made)) as look:
        assert "Do not authorize again in place of revoking" in look.text
        assert "1 of 6 steps done" in look.text
        assert "[red]Acme[/nope]" in look.text


async def test_space_ticks_and_goes_on(world: World) -> None:
    async with looking(LeakGuide(world.workspace, await leak(world))) as look:
        await look.press("space")
        (noted,) = (await world.workspace.holdings()).leaks
        assert noted.done == {"revoke"}
        assert "1 of 6 steps done" in look.text


async def test_a_leaked_access_token_counts_down_to_its_end(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    walk = LeakGuide(world.workspace, await leak(world, Leaked.ACCESS_TOKEN))
    async with looking(walk) as look:
        assert "lives 1:00:00 more" in look.text
        world.clock.advance(timedelta(hours=1))
        walk._show_power()
        await look.pilot.pause()
        assert "It has expired" in look.text


async def test_a_steps_deed_is_asked_for(world: World) -> None:
    wanted: list[LeakAction] = []

    class Noting(Host):
        def on_leak_action_requested(self, event: LeakActionRequested) -> None:
            wanted.append(event.action)

    host = Noting()
    async with host.run_test(size=(120, 40)) as pilot:
        await host.ask(LeakGuide(world.workspace, await leak(world)))
        await pilot.pause()
        await pilot.press("d")
        await pilot.pause()
    assert wanted == [LeakAction.REVOKE]


async def test_closing_with_steps_left_is_asked_about(world: World) -> None:
    async with looking(LeakGuide(world.workspace, await leak(world))) as look:
        await look.press("x")
        assert "not every step is done" in look.text
        look.host.screen.query_one("#go", Button).press()
        for _ in range(4):
            await look.pilot.pause()
        assert (await world.workspace.holdings()).leaks == ()


async def test_the_list_opens_at_what_is_not_met(world: World) -> None:
    async with looking(StoragePracticesScreen(world.workspace)) as look:
        assert "not met" in look.text
        assert "No backup was written yet" in look.text


async def test_enter_leads_to_where_it_is_fixed(world: World) -> None:
    async with showing(StoragePracticesScreen(world.workspace), (80, 24)) as (host, pilot):
        await host.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert host.answer == "backups"


async def test_space_notes_the_persons_part_and_takes_it_back(world: World) -> None:
    async with looking(StoragePracticesScreen(world.workspace)) as look:
        await look.press("home", "space", *"wiki", "enter")
        assert "1 of 6 met" in look.text
        assert ": wiki" in look.text
        await look.press("space")
        assert "0 of 6 met" in look.text


async def test_a_note_is_shown_as_it_is(world: World) -> None:
    await world.workspace.storage_practices.tick("database", "[red]x[/nope]")
    async with looking(StoragePracticesScreen(world.workspace)) as look:
        await look.press("home")
        assert "[red]x[/nope]" in look.text


async def test_the_inventory_is_written_where_it_is_asked_for(world: World) -> None:
    async with looking(StoragePracticesScreen(world.workspace)) as look:
        await look.press("x")
        look.host.screen.query_one("#save", Button).press()
        for _ in range(6):
            await look.pilot.pause()
        (path,) = world.files.written
        assert path.name.startswith("spauth-inventory-")
