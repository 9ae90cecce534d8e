"""The last line of a screen."""

import pytest
from textual.widgets._footer import FooterKey

from spauth_tui.ui.widgets.key_line import KeyLine
from tests.ui.test_dashboard import Stage, staged


def _keys(stage: Stage) -> list[FooterKey]:
    return list(stage.app.screen.query_one(KeyLine).query(FooterKey))


@pytest.mark.parametrize("keys", [("down", "right"), ("r",), ("pagedown",)])
async def test_it_is_left_alone_while_the_same_keys_are_to_be_shown(keys: tuple[str, ...]) -> None:
    async with staged() as stage:
        before = _keys(stage)
        await stage.press(*keys)
        assert before
        assert _keys(stage) == before


async def test_where_other_keys_do_something_it_shows_those() -> None:
    async with staged() as stage:
        before = _keys(stage)
        await stage.press("slash")
        inside = [each.description for each in _keys(stage)]
        await stage.press("escape")
        assert inside != [each.description for each in before]
        assert [each.description for each in _keys(stage)] == [each.description for each in before]
