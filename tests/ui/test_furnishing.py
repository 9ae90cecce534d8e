"""Panes are painted before their buttons are there."""

import pytest

from spauth_tui.ui.widgets.authorization_pane import AuthorizationPane
from spauth_tui.ui.widgets.pane_button import PaneButton
from tests.ui.host import shown
from tests.ui.test_dashboard import staged


async def _unfurnished(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> str:
    with monkeypatch.context() as patched:
        patched.setattr(AuthorizationPane, "furnish", lambda _: None)
        async with staged(size=size) as stage:
            assert not stage.app.screen.query(PaneButton)
            return shown(stage.app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_painted_buttons_stand_where_the_real_ones_come(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await _unfurnished(monkeypatch, size)
    async with staged(size=size) as stage:
        assert len(stage.app.screen.query(PaneButton)) == 3 * len(stage.dashboard.board.panes)
        assert shown(stage.app) == before


async def test_panes_that_come_into_view_get_buttons_too() -> None:
    async with staged(size=(80, 24)) as stage:
        await stage.pilot.resize_terminal(120, 40)
        await stage.settle()
        assert len(stage.app.screen.query(PaneButton)) == 3 * len(stage.dashboard.board.panes)


async def test_a_pane_that_is_taken_away_meanwhile_takes_no_buttons_in() -> None:
    async with staged() as stage:
        (pane, *_) = stage.dashboard.board.panes
        pane._is_furnished = False
        await pane.remove()
        pane.furnish()
        assert not pane._is_furnished
