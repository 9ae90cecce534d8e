"""A list that has no room keeps the program running, whatever is pressed."""

import pytest
from textual.app import App, ComposeResult
from textual.command import CommandList
from textual.widgets import Input

from spauth_tui.ui.widgets.lists import List
from tests.ui.every_screen import on_screen


class ListApp(App[None]):
    """A list of three, as high as given."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self.list = List("one", "two", "three")
        self.list.styles.height = height
        self.list.styles.border = ("none", "transparent")

    def compose(self) -> ComposeResult:
        yield self.list


@pytest.mark.parametrize("key", ["pagedown", "pageup"])
async def test_a_page_in_a_list_without_room_moves_nothing(key: str) -> None:
    app = ListApp(0)
    async with app.run_test() as pilot:
        app.list.focus()
        app.list.highlighted = 1
        await pilot.press(key)
        assert app.list.highlighted == 1


async def test_a_page_in_a_list_with_room_moves() -> None:
    app = ListApp(3)
    async with app.run_test() as pilot:
        app.list.focus()
        app.list.highlighted = 0
        await pilot.press("pagedown")
        assert app.list.highlighted == 2


async def test_a_page_in_the_palettes_list_without_room_moves_nothing() -> None:
    async with on_screen("EveryAction") as stage:
        stage.app.screen.query_one(Input).value = "e"
        found = stage.app.screen.query_one(CommandList)
        await stage.until(lambda: found.option_count > 1)
        found.styles.height = found.styles.max_height = 0
        await stage.settle()
        found.highlighted = 0
        await stage.press("pagedown")
        assert found.highlighted == 0
