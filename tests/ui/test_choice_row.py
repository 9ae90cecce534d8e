"""The row of choices says by a sign which one holds."""

from textual.app import ComposeResult
from textual.screen import Screen

from spauth_tui.ui.widgets.choice_row import ChoiceRow
from tests.ui.host import showing, shown


class Asking(Screen[None]):
    def compose(self) -> ComposeResult:
        yield ChoiceRow(("seller", "vendor"), 0, name="kind")


async def test_the_choice_that_holds_has_a_sign_of_its_own() -> None:
    async with showing(Asking()) as (host, pilot):
        await pilot.pause()
        assert "(●) seller" in shown(host)
        assert "( ) vendor" in shown(host)


async def test_the_sign_moves_with_the_choice() -> None:
    async with showing(Asking()) as (host, pilot):
        host.screen.query_one(ChoiceRow).focus()
        await pilot.press("right")
        await pilot.pause()
        assert "( ) seller" in shown(host)
        assert "(●) vendor" in shown(host)


async def test_a_choice_that_is_made_for_the_person_holds_at_once() -> None:
    async with showing(Asking()) as (host, _):
        row = host.screen.query_one(ChoiceRow)
        row.choose(1)
        assert row.chosen == 1
