from textual.app import ComposeResult

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.ui.widgets.problem_line import ProblemLine
from tests.ui.host import Themed


class Line(Themed):
    def compose(self) -> ComposeResult:
        yield ProblemLine()


async def test_it_takes_no_room_while_nothing_is_wrong() -> None:
    async with Line().run_test() as pilot:
        assert pilot.app.query_one(ProblemLine).size.height == 0


async def test_it_says_what_happened_and_then_what_to_do() -> None:
    async with Line().run_test() as pilot:
        line = pilot.app.query_one(ProblemLine)
        line.show(InputRefused("It [red]broke[/nope].", "Fix it."))
        await pilot.pause()
        assert "It [red]broke[/nope]. Fix it." in "".join(each.text for each in line.render_line(0))


async def test_it_is_gone_once_cleared() -> None:
    async with Line().run_test() as pilot:
        line = pilot.app.query_one(ProblemLine)
        line.show(InputRefused("It broke.", "Fix it."))
        line.clear()
        await pilot.pause()
        assert line.size.height == 0
