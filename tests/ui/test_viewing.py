"""Kept views: a filter, an order and a style of panes under a name."""

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.preferences import View
from spauth_tui.domain.views.order import Order
from spauth_tui.ui.dashboard.filter_box import FilterBox
from tests.ui.host import shown, type_text
from tests.ui.test_dashboard import ENOUGH, Stage, staged


async def keep(stage: Stage, name: str, *, choice: str = "1") -> None:
    """Keep what is shown as a view; `choice` is the number of that in the menu."""
    stage.dashboard.query_one(FilterBox).value = "eu"
    await stage.settle()
    await stage.press("o", "z")
    await stage.press("apostrophe", choice)
    await stage.settle()
    await type_text(stage.pilot, name)
    await stage.press("enter")
    await stage.settle()


async def test_a_view_is_kept_in_the_vault() -> None:
    async with staged(ENOUGH) as stage:
        await keep(stage, "Europe")
        kept = (await stage.store.vault().preferences()).views
        assert kept == (View("Europe", "eu", Order.EXPIRY, PaneStyle.COMPACT),)


async def test_a_kept_view_is_shown_by_two_keys() -> None:
    async with staged(ENOUGH) as stage:
        await keep(stage, "Europe")
        await stage.press("escape", "z", "o", "apostrophe", "1")
        await stage.settle()
        dashboard = stage.dashboard
        assert (dashboard.context.sought, dashboard.context.order, dashboard.board.pane_style) == (
            "eu",
            Order.EXPIRY,
            PaneStyle.COMPACT,
        )
        assert dashboard.query_one(FilterBox).value == "eu"


async def test_a_view_of_the_same_name_takes_its_place() -> None:
    async with staged(ENOUGH) as stage:
        await keep(stage, "Europe")
        await stage.press("apostrophe", "2")
        await stage.settle()
        await type_text(stage.pilot, "europe")
        await stage.press("enter")
        await stage.settle()
        assert [each.name for each in (await stage.store.vault().preferences()).views] == ["europe"]


async def test_a_view_can_be_removed() -> None:
    async with staged(ENOUGH) as stage:
        await keep(stage, "Europe")
        await stage.press("apostrophe", "4")
        await stage.settle()
        await stage.press("1")
        await stage.settle()
        assert (await stage.store.vault().preferences()).views == ()


async def test_a_view_can_be_renamed_and_keeps_its_place() -> None:
    async with staged(ENOUGH) as stage:
        await keep(stage, "Europe")
        await stage.press("escape")
        await keep(stage, "Second", choice="2")
        await stage.press("apostrophe", "4", "1")
        await stage.settle()
        await type_text(stage.pilot, "Soon")
        await stage.press("enter")
        await stage.settle()
        kept = (await stage.store.vault().preferences()).views
        assert [each.name for each in kept] == ["Soon", "Second"]


async def test_a_view_without_a_name_is_refused_with_words() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("apostrophe", "1")
        await stage.settle()
        await stage.press("enter")
        await stage.settle()
        assert "Keep this view" in shown(stage.app)
        assert (await stage.store.vault().preferences()).views == ()
