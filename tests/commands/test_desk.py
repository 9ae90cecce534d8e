"""What a verb is lent, and when: nothing before the vault's pages are found sound and the unlock is in its log."""

import asyncio
import gc
import io
import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Never

import pytest

from spauth_tui.commands.runtime.console import Console
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.errors.vault import VaultDamaged
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from tests import builders
from tests.fakes import FakeClock
from tests.services.world import World


class SlowDoor(Unlocking):
    """A door whose check of the pages takes some turns of the loop."""

    noted = False
    finds: Exception | None = None

    async def note(self, workspace: Workspace) -> None:
        for _ in range(50):
            await asyncio.sleep(0)
        self.noted = True
        if self.finds is not None:
            raise self.finds


@pytest.fixture
async def door() -> SlowDoor:
    world = World()
    await builders.furnish(world.vault)
    return SlowDoor(world.store, world.outside)


def desk(door: Unlocking, stdout: io.StringIO | None = None) -> Desk:
    def unused(*_: object) -> Never:
        raise AssertionError

    return Desk(
        Console(io.StringIO(), stdout or io.StringIO(), io.StringIO()),
        FakeClock(),
        Path("memory.vault"),
        Path("config.toml"),
        config_problem=None,
        find_vault=lambda: door,
        given_passphrase=lambda: builders.PASSPHRASE,
        passphrase_source=unused,
        passphrase_of=unused,
        strength=unused,
        programs=unused,
        doctoring=unused,
        listener=unused,
        files=unused,
        believed=unused,
        simulating=unused,
        hang_up=unused,
    )


async def lent(door: SlowDoor, wants: Callable[[Workspace], object] = lambda _: None) -> str:
    async with desk(door).unlocked_for("acme", wants) as (opened, authorization):
        assert door.noted
        return opened.holdings.subject(authorization)


async def test_one_authorization_is_lent_once_the_pages_are_found_sound(door: SlowDoor) -> None:
    assert await lent(door) == "Inventory / Acme"


async def test_of_a_damaged_vault_nothing_is_lent(door: SlowDoor) -> None:
    door.finds = VaultDamaged()
    with pytest.raises(VaultDamaged):
        await lent(door)


async def test_the_check_is_waited_for_where_the_service_cannot_be_made(door: SlowDoor) -> None:
    def broken(_: Workspace) -> Never:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await lent(door, broken)
    assert door.noted


class Watched(Secret):
    """One that says when it is gone."""

    __slots__ = ("__weakref__",)


async def test_what_opened_the_vault_is_not_kept_while_a_verb_runs(door: SlowDoor) -> None:
    given = [Watched(builders.PASSPHRASE.reveal())]
    watched = weakref.ref(given[0])
    async with replace(desk(door), given_passphrase=given.pop).unlocked() as opened:
        gc.collect()
        assert watched() is None
        assert opened.is_proven
