"""The tour: five keys, one after another, in nobody's way."""

from pathlib import Path

from spauth_tui.adapters.system.clock import SystemClock
from spauth_tui.bootstrap.demo import _demo_app
from spauth_tui.ui.authorization.checklist import Checklist
from spauth_tui.ui.dashboard.tour_strip import STOPS, TourStrip
from tests.ui.host import USUAL, shown
from tests.ui.test_dashboard import ENOUGH, Stage, staged


def tour(stage: Stage) -> str:
    return next((line for line in shown(stage.app).splitlines() if "Tour " in line), "")


async def test_the_tour_begins_with_its_first_key() -> None:
    async with staged(size=(80, 24)) as stage:
        await stage.press("f3")
        assert "Tour 1 of 5   r   gets a new access token" in tour(stage)


async def test_the_named_key_does_what_it_does_and_leads_on() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("f3", "r")
        await stage.settle()
        assert "Tour 2 of 5" in tour(stage)
        assert "59:00" in stage.text("Acme Europe")


async def test_another_key_does_not_lead_on() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("f3", "right")
        assert "Tour 1 of 5" in tour(stage)


async def test_escape_ends_the_tour() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("f3", "escape")
        assert tour(stage) == ""


async def test_the_tour_goes_on_behind_the_screen_that_a_key_opens() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("f3", "r", "c", "s")
        await stage.settle()
        assert isinstance(stage.app.screen, Checklist)
        await stage.press("escape")
        await stage.settle()
        assert "Tour 4 of 5" in tour(stage)


async def test_no_line_of_the_tour_is_cut_off_in_a_usual_window() -> None:
    async with staged(size=USUAL) as stage:
        await stage.press("f3")
        ends = []
        for _ in STOPS:
            ends.append(tour(stage).rstrip().endswith("esc ends"))
            stage.dashboard.query_one(TourStrip).go_on()
            await stage.settle()
        assert ends == [True] * len(STOPS)


async def test_a_narrow_window_shows_how_the_tour_ends() -> None:
    async with staged(size=(44, 12)) as stage:
        await stage.press("f3")
        assert "Tour 1 of 5 · esc ends" in tour(stage)


async def test_the_tour_ends_with_its_fifth_key() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("f3")
        for _ in range(5):
            for strip in stage.dashboard.query(TourStrip):
                strip.go_on()
            await stage.settle()
        assert tour(stage) == ""
        assert "That was the tour" in stage.toasts()


async def test_a_vault_of_ones_own_is_not_toured_unasked() -> None:
    async with staged(ENOUGH) as stage:
        assert tour(stage) == ""


async def test_the_demo_begins_with_the_tour(tmp_path: Path) -> None:
    app = _demo_app(tmp_path, None, SystemClock())
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(200):
            await pilot.pause()
            if "Tour 1 of 5" in shown(app):
                break
        assert "here · esc ends" in shown(app)
