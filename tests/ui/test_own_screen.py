"""A screen is left once: neither a second answer nor what was on its way to it reaches what is below."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Button

from spauth_tui.ui.base.palette import EveryAction
from spauth_tui.ui.dialogs import dialog
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.help import Help
from tests.ui.host import NOTHING_YET, Host, showing

ONE_OF = [("First", 1), ("Second", 2)]


@asynccontextmanager
async def two_screens() -> AsyncIterator[tuple[Host, Pilot[None], Choose[int]]]:
    above = Choose("Above", ONE_OF)
    async with showing(Choose("Below", ONE_OF)) as (host, pilot):
        await host.ask(above)
        await pilot.pause()
        yield host, pilot, above


async def test_the_second_dismissal_does_nothing() -> None:
    async with two_screens() as (host, pilot, above):
        above.dismiss(1)
        above.dismiss(2)
        await pilot.pause()
        assert host.answer == 1
        assert len(host.screen_stack) == 2


async def test_a_dismissal_long_after_the_first_does_nothing() -> None:
    async with two_screens() as (host, pilot, above):
        await host.screen.dismiss(1)
        await pilot.pause()
        await above.dismiss(2)
        assert host.answer == 1
        assert len(host.screen_stack) == 2


async def test_what_covers_a_screen_stays_when_that_is_dismissed() -> None:
    async with showing(Choose("Below", ONE_OF)) as (host, pilot):
        below = host.screen
        await host.push_screen(Help(below))
        below.dismiss(1)
        await pilot.pause()
        assert isinstance(host.screen, Help)
        assert host.answer is NOTHING_YET


async def test_a_screen_that_was_dismissed_while_covered_goes_with_its_first_answer_once_it_is_not() -> None:
    async with showing(Choose("Below", ONE_OF)) as (host, pilot):
        below = host.screen
        await host.push_screen(Help(below))
        below.dismiss(1)
        below.dismiss(2)
        await pilot.press("escape")
        await pilot.pause()
        assert host.answer == 1
        assert below not in host.screen_stack


async def test_a_button_that_was_pressed_before_its_screen_went_does_nothing_any_more() -> None:
    pressed: list[str] = []

    class Noting(Confirm):
        CSS_PATH = str(Path(dialog.__file__).with_suffix(".tcss"))

        def pressed(self, button_id: str) -> None:
            pressed.append(button_id)
            super().pressed(button_id)

    async with showing(Noting("Sure?", "It goes.", "Do it")) as (host, pilot):
        button = host.screen.query_one("#go", Button)
        button.post_message(Button.Pressed(button))
        button.post_message(Button.Pressed(button))
        await pilot.pause()
        assert pressed == ["go"]
        assert host.answer is True


def test_the_palette_says_that_no_key_moves_in_a_list_that_it_does_not_have() -> None:
    assert EveryAction().check_action("command_list", ("cursor_down",)) is False
