"""Who types faster than a screen opens loses no key, and starts nothing they did not mean."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from spauth_tui.bootstrap.demo import _demo_app, _StillClock
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.authorization.checklist import Checklist
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.own_app import OwnApp
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase
from spauth_tui.ui.vault.import_form import ImportForm
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests.builders import PASSPHRASE
from tests.fakes import FakeClock, InMemoryVault, InMemoryVaultStore
from tests.more import more_of
from tests.ui.host import outside
from tests.ui.test_dashboard import Stage, staged


def _type(app: Any, keys: str) -> None:
    """Post keys as a terminal does that hands over all of them at once."""
    for key in keys:
        app.post_message(events.Key({"/": "slash"}.get(key, key), key))


async def _settle(pilot: Pilot[str]) -> None:
    for _ in range(12):
        await pilot.pause()


async def test_keys_typed_ahead_go_into_the_form_that_the_first_one_opens(tmp_path: Path) -> None:
    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        _type(app, "i/x/file")
        await _settle(pilot)
        assert isinstance(app.screen, ImportForm)
        assert app.screen.query_one("#file", Input).value == "/x/file"


async def test_a_second_key_opens_nothing_on_the_screen_that_is_covered(tmp_path: Path) -> None:
    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        _type(app, "si")
        await _settle(pilot)
        assert isinstance(app.screen, Checklist)
        assert len(app.screen_stack) == 3


@pytest.mark.parametrize("turns", [0, 3, *more_of(2, 5, 13)])
@pytest.mark.parametrize("pieces", [("/acm", "e us"), ("/ac", events.Paste("me"), " us")], ids=["typed", "pasted"])
async def test_what_is_meant_for_the_filter_is_in_it_however_it_comes(
    tmp_path: Path, pieces: tuple[str | events.Paste, ...], turns: int
) -> None:
    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        for piece in pieces:
            if isinstance(piece, str):
                _type(app, piece)
            else:
                app.post_message(events.Paste(piece.text))
            # A terminal hands over some of it now and some a little later.
            for _ in range(turns):
                await asyncio.sleep(0)
        await _settle(pilot)
        assert app.screen.query_one(FilterBox).value == "acme us"


class _TypedAtOnce(SpauthApp):
    """Has keys come before there is any screen, and more while the door is being opened."""

    async def on_mount(self) -> None:
        # Textual calls the app's own as well.
        _type(self, "ab")

    async def _show_unlock_screen(self, problem: SpauthError | None = None) -> None:
        _type(self, "cd")
        await super()._show_unlock_screen(problem)


async def _at_a_door(kind: type[SpauthApp]) -> SpauthApp:
    store = InMemoryVaultStore()
    await (await store.create(PASSPHRASE)).close()
    return kind(Unlocking(store, outside()), FakeClock(), AppContext(still=True))


async def test_what_is_typed_while_the_program_starts_comes_to_the_door_in_its_order() -> None:
    app = await _at_a_door(_TypedAtOnce)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        assert app.screen.query_one(SecretInput).value == "abcd"


async def test_what_was_held_back_comes_before_what_is_typed_then() -> None:
    app = await _at_a_door(SpauthApp)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        app.typing.hold_back()
        _type(app, "ab")
        app.call_later(app.typing.hand_on)
        _type(app, "cd")
        await _settle(pilot)
        assert app.screen.query_one(SecretInput).value == "abcd"


@pytest.mark.parametrize("keys", ["y11", "V44444444", *more_of("V44", "V10", "y1234567890")])
async def test_two_quick_keys_in_a_choice_list_choose_once(tmp_path: Path, keys: str) -> None:
    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        _type(app, keys[:1])
        await _settle(pilot)
        _type(app, keys[1:])
        await _settle(pilot)
        assert app.is_running
        assert isinstance(app.screen_stack[1], Dashboard)


class _WithoutScreens(OwnApp):
    """An app that has not begun, or is ending."""


@pytest.mark.parametrize("event", [events.Key("x", "x"), events.Paste("CANARY")], ids=["a key", "a paste"])
async def test_what_comes_when_the_last_screen_is_gone_goes_nowhere(event: events.Event) -> None:
    app = _WithoutScreens()
    await app.on_event(event)
    assert app.screen_stack == []


async def _slow_to_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guard the first authorization, and have reading it take many turns of the loop, as on a slow disk."""
    chosen = stage.dashboard.context.chosen()
    assert chosen is not None
    await stage.dashboard.workspace.guarding.guard(chosen)
    await stage.dashboard.context.reload(chosen.id)
    read = InMemoryVault.authorization

    async def slowly(vault: InMemoryVault, sought: AuthorizationId) -> Authorization:
        for _ in range(60):
            await asyncio.sleep(0)
        return await read(vault, sought)

    monkeypatch.setattr(InMemoryVault, "authorization", slowly)


async def test_a_passphrase_typed_behind_c_waits_for_the_question(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged() as stage:
        await _slow_to_read(stage, monkeypatch)
        _type(stage.app, "cxab")
        await _settle(stage.pilot)
        assert isinstance(stage.app.screen, AskPassphrase)
        assert stage.app.screen.query_one(SecretInput).value == "xab"


async def test_what_is_typed_waits_while_another_action_may_still_ask(tmp_path: Path) -> None:
    app = await _at_a_door(SpauthApp)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        app.typing.hold_back_for("one")
        app.typing.hold_back_for("two")
        _type(app, "ab")
        await app.typing.hand_on_after("one")
        await _settle(pilot)
        assert app.screen.query_one(SecretInput).value == ""
        await app.typing.hand_on_after("two")
        await _settle(pilot)
        assert app.screen.query_one(SecretInput).value == "ab"


async def test_an_action_that_ends_hands_nothing_on_that_a_lock_holds_back() -> None:
    app = await _at_a_door(SpauthApp)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        app.typing.hold_back_for("one")
        app.typing.hold_back()
        _type(app, "ab")
        await app.typing.hand_on_after("one")
        await _settle(pilot)
        assert app.screen.query_one(SecretInput).value == ""


async def test_what_is_typed_behind_a_copy_that_fails_acts_on_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged() as stage:
        await _slow_to_read(stage, monkeypatch)
        stage.clock.advance(timedelta(days=1))
        _type(stage.app, "cxab")
        await _settle(stage.pilot)
        assert stage.app.screen is stage.dashboard
        assert "expired" in stage.toasts()
