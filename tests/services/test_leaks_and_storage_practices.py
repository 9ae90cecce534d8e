"""Leaks are logged step by step; the list of practices is drawn from the vault; the inventory holds no secret."""

from datetime import timedelta
from pathlib import Path

import pytest

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.leak import Leak, Leaked
from spauth_tui.domain.vault.backup import BackupReason
from tests import builders
from tests.fakes import NOW
from tests.services.world import AUTH, World


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


async def leak(world: World, leaked: Leaked = Leaked.REFRESH_TOKEN) -> Leak:
    return await world.workspace.authorizing.leaks.open(leaked, await world.application(), await world.authorization())


async def test_a_leak_is_noted_and_logged(world: World) -> None:
    made = await leak(world)
    assert (await world.workspace.holdings()).leaks == (made,)
    assert EventKind.LEAK_OPENED in await world.kinds()


async def test_the_same_leak_is_gone_on_with(world: World) -> None:
    assert (await leak(world)).id == (await leak(world)).id


async def test_a_leaked_client_secret_belongs_to_the_application(world: World) -> None:
    made = await leak(world, Leaked.CLIENT_SECRET)
    assert (made.authorization_id, made.subject) == (None, "Inventory")


async def test_each_step_is_logged(world: World) -> None:
    await world.workspace.authorizing.leaks.tick(await leak(world), "revoke", done=True)
    (event,) = [each for each in await world.vault.events(AUTH) if each.kind is EventKind.LEAK_STEP]
    assert event.detail == "Revoke the authorization in the portal"


async def test_a_leak_is_not_closed_while_steps_are_left(world: World) -> None:
    with pytest.raises(InputRefused):
        await world.workspace.authorizing.leaks.close(await leak(world))


async def test_a_leak_can_be_closed_all_the_same(world: World) -> None:
    await world.workspace.authorizing.leaks.close(await leak(world), anyway=True)
    assert (await world.workspace.holdings()).leaks == ()


async def met(world: World) -> list[str]:
    return [each.title for each in await world.workspace.storage_practices.practices() if each.is_shown]


async def ticks(world: World) -> dict[str, str]:
    return {each.key: each.tick.note for each in await world.workspace.storage_practices.practices() if each.tick}


async def test_a_tick_is_kept_with_its_note_and_can_be_taken_back(world: World) -> None:
    service = world.workspace.storage_practices
    await service.tick("urls", "reviewed by Kim")
    await service.tick("rotation", "the wiki")
    await service.tick("urls", "reviewed again")
    assert await ticks(world) == {"urls": "reviewed again", "rotation": "the wiki"}
    await service.untick("urls")
    assert await ticks(world) == {"rotation": "the wiki"}


async def test_a_tick_has_its_date(world: World) -> None:
    await world.workspace.storage_practices.tick("urls", "reviewed")
    world.clock.advance(timedelta(days=3))
    (tick,) = [each.tick for each in await world.workspace.storage_practices.practices() if each.tick]
    assert tick.at == NOW


@pytest.mark.parametrize("note", ["", "  ", "x" * 201, "it is Atzr|CANARY", "amzn1.oa2-cs.v1.CANARY"])
async def test_a_note_that_says_nothing_or_too_much_or_holds_a_secret_is_refused(world: World, note: str) -> None:
    with pytest.raises(InputRefused) as caught:
        await world.workspace.storage_practices.tick("urls", note)
    assert "CANARY" not in str(caught.value)
    assert await ticks(world) == {}


async def test_a_backup_and_a_drill_meet_the_practice_of_recovery(world: World) -> None:
    assert "Backup and recovery" not in await met(world)
    await world.vault.back_up(BackupReason.BY_HAND, NOW)
    await world.vault.record(Event(NOW, EventKind.DRILLED, "vault"))
    assert "Backup and recovery" in await met(world)


@pytest.mark.parametrize("suffix", [".md", ".csv", ".json"])
async def test_the_inventory_is_written_without_any_secret(world: World, suffix: str, tmp_path: Path) -> None:
    path = await world.workspace.storage_practices.export(str(tmp_path / f"inventory{suffix}"))
    text = world.files.written[path]
    assert "Inventory" in text
    assert "CANARY" not in text


async def test_the_inventory_is_logged(world: World, tmp_path: Path) -> None:
    await world.workspace.storage_practices.export(str(tmp_path / "i.md"))
    assert EventKind.EXPORTED in await world.kinds()


async def test_another_form_is_refused_at_its_field(world: World, tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as caught:
        await world.workspace.storage_practices.export(str(tmp_path / "i.xlsx"))
    assert caught.value.field == "target"
