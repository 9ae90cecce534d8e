"""Every screen explains itself: help by a key, tooltips under the mouse, words below a form."""

import pkgutil
from importlib import import_module

import pytest
from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static

import spauth_tui.ui as package
from spauth_tui.ui.application.form import ApplicationForm
from spauth_tui.ui.base.own_screen import OwnModal, OwnScreen
from spauth_tui.ui.base.palette import EveryAction
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.dialogs.about import _ABOUT, about
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.dialogs.form import Form
from spauth_tui.ui.dialogs.help import Help
from tests.more import more_of
from tests.ui.host import showing, shown, workspace
from tests.ui.test_dashboard import ENOUGH, Stage, staged


def screens() -> set[str]:
    """Return the names of all classes of screens that are shown."""
    found: set[type] = set()
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        members = vars(import_module(module.name)).values()
        found |= {each for each in members if isinstance(each, type) and issubclass(each, Screen)}
    bases = {Dialog, Form, OwnScreen, OwnModal, EveryAction}  # the palette explains itself
    return {each.__name__ for each in found - bases if each.__module__.startswith(package.__name__)}


async def hover(stage: Stage, widget: Widget) -> None:
    """Move the mouse as a terminal tells it: through the app."""
    at = widget.region.offset
    await stage.app.on_event(
        events.MouseMove(
            None, at.x + 1, at.y, 1, 0, 0, shift=False, meta=False, ctrl=False, screen_x=at.x + 1, screen_y=at.y
        )
    )
    await stage.settle()


def test_every_screen_says_what_it_is() -> None:
    assert screens() == set(_ABOUT)


@pytest.mark.parametrize("name", sorted(_ABOUT))
def test_what_a_screen_says_is_whole_sentences(name: str) -> None:
    assert _ABOUT[name].endswith(".")


async def test_a_screen_made_from_another_says_what_that_says() -> None:
    class Sure(Confirm):
        """A question of a kind."""

    assert about(Sure("Sure?", "It is gone then.", "Remove")) == ("Remove", _ABOUT["Confirm"])


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_says_what_the_dashboard_is(key: str) -> None:
    async with staged(ENOUGH) as stage:
        await stage.press(key)
        assert isinstance(stage.app.screen, Help)
        assert "A pane for each authorization" in " ".join(shown(stage.app).replace("│", " ").split())


async def test_the_dashboards_keys_stand_under_headings() -> None:
    async with staged(size=(120, 100)) as stage:
        await stage.press("question_mark")
        text = shown(stage.app)
        assert text.index("This authorization") < text.index("Finding") < text.index("The vault")


async def test_f1_helps_where_a_field_has_the_focus() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("slash", "f1")
        assert isinstance(stage.app.screen, Help)
        assert "Filter: Narrow what is shown" in stage.words()


async def test_a_question_mark_is_typed_where_a_field_has_the_focus() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("slash", "question_mark")
        assert isinstance(stage.app.screen, Dashboard)
        assert stage.app.screen.query_one(Input).value == "?"


async def test_f1_helps_in_a_dialog() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("a")
        await stage.settle()
        await stage.press("f1")
        assert isinstance(stage.app.screen, Help)
        assert "Choose one by its number" in shown(stage.app)


async def test_f1_again_puts_the_help_away() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("f1")
        assert "A pane for each authorization" in stage.words()
        await stage.press("f1")
        assert stage.app.screen is stage.dashboard
        assert "A pane for each authorization" not in stage.words()


async def test_help_helps_at_the_door() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("L")
        await stage.settle()
        await stage.press("f1")
        await stage.settle()
        assert "The vault is locked" in shown(stage.app)


async def test_a_field_explains_its_words_while_it_has_the_focus() -> None:
    async with showing(ApplicationForm(await workspace(), None), (120, 40)) as (host, pilot):
        host.screen.query_one("#client-id").focus()
        await pilot.pause()
        assert "How Login with Amazon knows an application" in str(host.screen.query_one("#explained", Static).content)


async def test_words_under_the_mouse_are_explained() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("A")
        await stage.settle()
        button = next(each for each in stage.app.screen.query(Button) if "otate" in str(each.label))
        await hover(stage, button)
        assert "rotate: To replace the client secret" in str(button.tooltip)


async def test_a_tooltip_of_its_own_is_left_alone() -> None:
    async with staged(ENOUGH) as stage:
        await stage.press("A")
        await stage.settle()
        button = next(each for each in stage.app.screen.query(Button) if "otate" in str(each.label))
        button.tooltip = "Mine"
        await hover(stage, button)
        assert button.tooltip == "Mine"


@pytest.mark.parametrize("opened_by", ["s enter a", *more_of("x t A", "M D I", "C B H")])
async def test_both_keys_help_on_every_screen_and_the_focus_comes_back(opened_by: str) -> None:
    async with staged(ENOUGH) as stage:
        for one in opened_by.split():
            await stage.press(one)
            before, focused = stage.app.screen, stage.app.focused
            assert before is not stage.dashboard, one
            for key in ("question_mark", "f1"):
                await stage.press(key)
                assert isinstance(stage.app.screen, Help), (one, key)
                await stage.press("escape")
                assert (stage.app.screen, stage.app.focused) == (before, focused), (one, key)
            await stage.press("escape")
            assert stage.app.screen is stage.dashboard, one
