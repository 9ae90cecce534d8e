"""The last line of a screen."""

import pytest
from textual import events
from textual.widget import Widget
from textual.widgets._footer import FooterKey

from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.dashboard.pane import AuthorizationPane
from spauth_tui.ui.widgets.page import KeyLine
from tests.ui.test_dashboard import ENOUGH, Stage, staged


def _keys(stage: Stage) -> list[FooterKey]:
    return list(stage.app.screen.query_one(KeyLine).query(FooterKey))


@pytest.mark.parametrize("keys", [("down", "right"), ("r",), ("pagedown",)])
async def test_it_is_left_alone_while_the_same_keys_are_to_be_shown(keys: tuple[str, ...]) -> None:
    async with staged(ENOUGH) as stage:
        before = _keys(stage)
        await stage.press(*keys)
        assert before
        assert _keys(stage) == before


async def test_where_other_keys_do_something_it_shows_those() -> None:
    async with staged(ENOUGH) as stage:
        before = _keys(stage)
        await stage.press("slash")
        inside = [each.description for each in _keys(stage)]
        await stage.press("escape")
        assert inside != [each.description for each in before]
        assert [each.description for each in _keys(stage)] == [each.description for each in before]


class FollowedApp(SpauthApp):
    """Notes where the focus went."""

    went: list[type[Widget]]

    def on_load(self) -> None:
        self.went = []
        super().on_load()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.went.append(type(event.widget))


async def test_a_board_opens_with_the_keys_of_its_pane_and_no_others_before() -> None:
    class FollowedStage(Stage):
        kind = FollowedApp

    stage = FollowedStage(ENOUGH)
    async with stage.app.run_test() as stage.pilot:
        await stage.settle()
        assert isinstance(stage.app, FollowedApp)
        assert set(stage.app.went) == {AuthorizationPane}
