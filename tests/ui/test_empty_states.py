"""Where there is nothing, it says what would be there and how to get it."""

from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.vault.event_log import EventLogScreen
from spauth_tui.ui.vault.loans import LoansScreen
from tests.ui.host import settle, showing, shown, workspace
from tests.ui.test_dashboard import Stage


def board_of(app: SpauthApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in line) for line in strips)


async def test_a_filter_without_hits_says_what_the_filter_knows_and_how_to_clear_it() -> None:
    stage = Stage()
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("slash", *"zzzz")
        await pilot.pause()
        text = board_of(stage.app)
        for words in ("Nothing matches “zzzz”", "eu", "vendor", "expired", "Press escape"):
            assert words in text


async def test_attention_where_nothing_needs_any_says_so() -> None:
    stage = Stage(empty=True)
    async with stage.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("exclamation_mark")
        await pilot.pause()
        assert [each.message for each in stage.app._notifications] == [
            "Nothing needs attention: nothing is refused, no secret is about to end, no checklist is open."
        ]


async def test_a_search_of_the_log_without_hits_says_how_to_clear_it() -> None:
    async with showing(EventLogScreen(await workspace())) as (host, pilot):
        await pilot.press("slash", *"zebra")
        await settle(host, pilot)
        assert "Nothing in the log holds “zebra”. Escape clears the search." in shown(host)


async def test_no_loans_says_what_a_broker_is_and_how_to_start_one() -> None:
    async with showing(LoansScreen(await workspace())) as (host, pilot):
        await settle(host, pilot)
        assert "spauth-tui broker NAME" in shown(host)
