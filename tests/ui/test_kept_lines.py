"""Lines that are not made again as long as nothing changes, and are made again when something does."""

from datetime import timedelta

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from spauth_tui.ui.dashboard.application_heading import ApplicationHeading
from spauth_tui.ui.dashboard.pane import AuthorizationPane
from spauth_tui.ui.dashboard.pane_button import PaneButton
from spauth_tui.ui.widgets.kept_lines import KeptLines
from tests.ui.test_dashboard import Stage, staged


def shown(widget: Widget) -> list[Strip]:
    return widget.render_lines(Region(0, 0, *widget.region.size))


def made_anew(widget: Widget) -> list[Strip]:
    widget._styles_cache.clear()
    return Widget.render_lines(widget, Region(0, 0, *widget.region.size))


async def a_second_goes_by(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> list[Widget]:
    """Return the widgets whose lines were made meanwhile."""
    made: list[Widget] = []
    make = Widget.render_lines

    def noted(widget: Widget, crop: Region) -> list[Strip]:
        made.append(widget)
        return make(widget, crop)

    stage.clock.advance(timedelta(seconds=1))
    monkeypatch.setattr(Widget, "render_lines", noted)
    stage.dashboard.tick()
    await stage.settle()
    monkeypatch.undo()
    return made


async def test_in_a_second_no_button_and_no_heading_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async with staged() as stage:
        made = await a_second_goes_by(stage, monkeypatch)
        assert not [each for each in made if isinstance(each, PaneButton | ApplicationHeading)]


async def test_in_a_second_every_pane_that_counts_down_is_made_again_and_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with staged() as stage:
        made = await a_second_goes_by(stage, monkeypatch)
        screen = stage.app.size.region
        counting = {
            pane
            for pane in stage.dashboard.board.panes
            if pane.index >= 0 and pane.region.overlaps(screen) and pane._face.clock.strip("0:")
        }
        assert {each for each in made if isinstance(each, AuthorizationPane)} == counting


@pytest.mark.parametrize("keys", [("right",), ("space",), ("slash", "e", "u"), ("z",), ("z", "z"), ("end",), ("r",)])
async def test_what_is_shown_is_what_would_be_made_anew(keys: tuple[str, ...]) -> None:
    async with staged() as stage:
        await stage.press(*keys)
        stage.clock.advance(timedelta(minutes=5))
        stage.dashboard.tick()
        await stage.settle()
        kept = [each for each in stage.dashboard.query(KeptLines) if each.region]
        assert len(kept) > 5
        assert [shown(each) for each in kept] == [made_anew(each) for each in kept]


async def test_another_theme_is_seen_on_every_line() -> None:
    async with staged() as stage:
        button = stage.dashboard.query(PaneButton).first()
        before = shown(button)
        stage.app.theme = "textual-light"
        await stage.settle()
        assert shown(button) != before
        kept = [each for each in stage.dashboard.query(KeptLines) if each.region]
        assert [shown(each) for each in kept] == [made_anew(each) for each in kept]


async def test_a_button_under_the_mouse_is_seen_to_be() -> None:
    async with staged() as stage:
        button = stage.dashboard.query(PaneButton).first()
        before = shown(button)
        await stage.pilot.hover(button)
        await stage.settle()
        assert shown(button) != before
