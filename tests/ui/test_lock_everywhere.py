"""The vault is locked from every screen and dialog, and what is typed then is only for the unlock screen."""

import asyncio

import pytest
from textual import events
from textual.widgets import Input

from spauth_tui.domain.model.event import EventKind
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.palette import commands
from spauth_tui.ui.dashboard.details import Details
from spauth_tui.ui.dialogs.too_small import TooSmall
from spauth_tui.ui.vault.unlock import Unlock
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests.more import more_of, some_of
from tests.ui.every_screen import WAYS, EveryStage, on_screen
from tests.ui.test_dashboard import ENOUGH

WITH_A_VAULT = [each for each in WAYS if each not in {"FirstRun", "Unlock"}]


TYPED = "rwxtIDRV"


def at_the_door(stage: EveryStage, typed: str = "") -> bool:
    """Say whether the vault is locked, and the unlock screen has what was typed."""
    fields = list(stage.app.screen.query(SecretInput))
    alone = [type(each) for each in stage.app.screen_stack[1:] if not isinstance(each, TooSmall)] == [Unlock]
    return alone and stage.app._workspace is None and [each.value for each in fields] == [typed]


def type_in_one_piece(stage: EveryStage, *keys: str) -> None:
    for key in keys:
        stage.app.post_message(events.Key(key, key if len(key) == 1 else None))


class HeldApp(SpauthApp):
    """Counts how often it is asked to lock, and does so only once it may."""

    asked = 0
    may_lock = False

    async def action_lock(self) -> None:
        self.asked += 1
        if self.may_lock:
            await super().action_lock()


class HeldStage(EveryStage):
    """Such an app on doubles."""

    kind = HeldApp


@pytest.mark.parametrize("name", some_of(WITH_A_VAULT))
async def test_capital_l_the_palette_and_ctrl_l_lock_and_nothing_typed_behind_acts(name: str) -> None:
    async with on_screen(name, stage=HeldStage(ENOUGH)) as stage:
        app, focused = stage.app, stage.app.focused
        assert isinstance(app, HeldApp)
        assert name == "EveryAction" or "Lock" in [each.title for each in commands(app.screen)]
        if isinstance(focused, Input):
            app.screen.set_focus(None)
        await stage.press("L")
        assert app.asked == 1
        app.screen.set_focus(focused)

        app.may_lock = True
        sent, written = stage.sent, len(stage.store.events)
        type_in_one_piece(stage, "ctrl+l", *TYPED)
        await stage.until(lambda: at_the_door(stage, TYPED))
        assert stage.sent == sent
        assert [each.kind for each in stage.store.events[written:]] == [EventKind.LOCKED]


async def test_a_capital_l_alone_locks() -> None:
    async with on_screen("Details") as stage:
        await stage.press("L")
        await stage.until(lambda: at_the_door(stage))


async def test_a_capital_l_is_typed_into_a_field() -> None:
    async with on_screen("ViewForm") as stage:
        await stage.press("L")
        assert stage.name == "ViewForm"


@pytest.mark.parametrize("name", ["FirstRun", "Unlock"])
async def test_where_nothing_is_open_there_is_nothing_to_lock(name: str) -> None:
    async with on_screen(name) as stage:
        await stage.press("ctrl+l")
        assert stage.name == name
        assert "Lock" not in [each.title for each in commands(stage.app.screen)]


async def test_what_was_on_its_way_to_a_screen_when_the_vault_was_locked_goes_nowhere() -> None:
    async with on_screen("Details") as stage:
        assert isinstance(stage.app.screen, Details)
        type_in_one_piece(stage, "w", "ctrl+l", "a", "b")
        await stage.until(lambda: at_the_door(stage, "ab"))
        assert at_the_door(stage, "ab")


@pytest.mark.parametrize("turns", [1, *more_of(0, 3, 8)])
@pytest.mark.parametrize("way", [("V", "end"), ("ctrl+p", "l", "o", "c", "k", "down")], ids=["menu", "palette"])
async def test_behind_lock_in_a_list_nothing_acts_and_only_the_unlock_screen_has_what_comes_late(
    way: tuple[str, ...], turns: int
) -> None:
    async with on_screen("Dashboard") as stage:
        await stage.press(*way)
        sent, written = stage.sent, len(stage.store.events)
        for each in ("enter", *TYPED):
            type_in_one_piece(stage, each)
            for _ in range(turns):
                await asyncio.sleep(0)
        await stage.until(lambda: isinstance(stage.app.screen, Unlock))
        assert TYPED.endswith(stage.app.screen.query_one(SecretInput).value)
        assert at_the_door(stage, stage.app.screen.query_one(SecretInput).value)
        assert stage.sent == sent
        assert [each.kind for each in stage.store.events[written:]] == [EventKind.LOCKED]


async def test_a_letter_behind_enter_does_not_choose_before_it() -> None:
    async with on_screen("Choose") as stage:
        type_in_one_piece(stage, "end", "enter", "i")
        await stage.until(lambda: at_the_door(stage))
        assert at_the_door(stage)


async def test_what_was_chosen_in_the_palette_before_the_lock_opens_nothing_behind_it() -> None:
    async with on_screen("Dashboard") as stage:
        chosen = {each.title: each.callback for each in commands(stage.app.screen)}
        await stage.press("ctrl+l")
        await stage.until(lambda: at_the_door(stage))
        await chosen["Application"]()
        await stage.settle()
        assert at_the_door(stage)
