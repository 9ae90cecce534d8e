"""What another program on the same vault does while a screen above the dashboard is open."""

import asyncio

import pytest

from spauth_tui.domain.errors.vault import VaultBusy
from spauth_tui.ui.dashboard.details import Details
from tests.ui.test_dashboard import ENOUGH, Stage, staged


async def _removed_elsewhere(stage: Stage) -> None:
    workspace, chosen = stage.dashboard.workspace, stage.dashboard.board.cursor
    assert chosen is not None
    holdings = await workspace.holdings()
    removed = holdings.authorization_by_id[chosen]
    await workspace.authorizing.removing.remove([removed])


async def _busy() -> None:
    raise VaultBusy


@pytest.mark.parametrize("keys", [("enter", "r"), ("enter", "c"), ("enter", "g"), ("enter", "f"), ("s", "2", "enter")])
async def test_a_key_on_what_was_removed_elsewhere_does_not_end_the_program(keys: tuple[str, ...]) -> None:
    async with staged(ENOUGH) as stage:
        await stage.press(keys[0])
        await _removed_elsewhere(stage)
        await stage.press(*keys[1:])
        await stage.press("escape", "escape")
        assert stage.app.screen is stage.dashboard


async def test_a_screen_whose_authorization_was_removed_elsewhere_gives_way_to_the_dashboard_with_words() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("enter")
        await _removed_elsewhere(stage)
        await stage.press("r")
        assert stage.app.screen is stage.dashboard
        assert "That is no longer in the vault. It may have been removed in another window." in stage.toasts()


async def _failing_to_open(stage: Stage, action: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # No key and no pause of the pilot: it would wait for a screen that answers no more.
    monkeypatch.setattr(stage.dashboard.workspace, "holdings", _busy)
    stage.dashboard.action_do(action)
    for _ in range(100_000):
        if stage.toasts() and stage.app.screen is stage.dashboard:
            break
        await asyncio.sleep(0)
    monkeypatch.undo()
    await stage.settle()


@pytest.mark.parametrize("action", ["pane.details", "pane.steps", "pane.restricted", "application"])
async def test_a_screen_that_cannot_read_the_vault_gives_way_to_the_dashboard_with_words(
    action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with staged(ENOUGH) as stage:
        await _failing_to_open(stage, action, monkeypatch)
        assert stage.app.screen is stage.dashboard
        assert "The vault is busy in another window" in stage.toasts()


async def test_the_screen_opens_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged(ENOUGH) as stage:
        await _failing_to_open(stage, "pane.details", monkeypatch)
        await stage.press("enter")
        assert isinstance(stage.app.screen, Details)
        assert "Details Inventory Sync / Acme Europe" in stage.words()


@pytest.mark.parametrize("where", ["dashboard", "app"])
async def test_what_can_take_no_more_keys_ends_the_program_and_does_not_stand_still(where: str) -> None:
    with pytest.raises(VaultBusy):
        async with staged(ENOUGH) as stage:
            await stage.press("enter")
            (stage.dashboard if where == "dashboard" else stage.app).call_later(_busy)
            for _ in range(1_000):
                await asyncio.sleep(0)
