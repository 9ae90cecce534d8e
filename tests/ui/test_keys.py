"""Keys: each has an id and stands in the plain list; a keymap reaches footer, help, palette and lists."""

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widgets import Footer, OptionList, Static
from textual.widgets._footer import FooterKey

import spauth_tui.ui
from spauth_tui.domain.errors.exchange import NothingToExchange
from spauth_tui.domain.keyboard.keys import PLACES, WITH_LISTS, Key
from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.domain.model.way import Way
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.own_screen import OwnScreen
from spauth_tui.ui.base.palette import EveryAction
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.strips import AttentionStrip
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.help import Help, key_rows
from spauth_tui.ui.vault.event_log import EventLogScreen
from spauth_tui.ui.widgets.problem_line import ProblemLine
from tests.ui.test_dashboard import Stage, staged

VIM = Appearance(keymap="vim")


def modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(spauth_tui.ui.__path__, "spauth_tui.ui."):
        yield importlib.import_module(module.name)


def classes() -> dict[str, type[DOMNode]]:
    named = (pair for module in modules() for pair in vars(module).items())
    return {"SpauthApp": SpauthApp} | {
        name: each
        for name, each in named
        if isinstance(each, type) and issubclass(each, DOMNode) and each.__module__.startswith("spauth_tui.ui")
    }


def bindings(of: type[DOMNode]) -> list[Binding]:
    """Return the bindings that are ours, with those of the classes above but what every screen has."""
    ours = [
        each
        for each in of.__mro__
        if each.__module__.startswith("spauth_tui.ui") and (each is of or each is not OwnScreen)
    ]
    declared = [each for one in ours for each in one.__dict__.get("BINDINGS", [])]
    assert all(isinstance(each, Binding) for each in declared)
    return declared


@pytest.mark.parametrize("name", classes())
def test_every_key_has_an_id(name: str) -> None:
    assert [each for each in bindings(classes()[name]) if not each.id] == []


@pytest.mark.parametrize("name", [name for name, each in classes().items() if bindings(each)])
def test_every_key_stands_in_the_plain_list_as_it_is(name: str) -> None:
    held = {
        Key(each.id or "", each.key, each.description, each.tooltip, each.show) for each in bindings(classes()[name])
    }
    places = [place for place, keys in PLACES.items() if held == set(keys)]
    lists = set(PLACES["lists"])
    assert places or held == {key for key in lists if key.id != "list.choose"}, sorted(held)


def test_the_plain_list_names_nothing_that_is_not_there() -> None:
    there = {each.id for one in classes().values() for each in bindings(one)}
    assert {key.id for keys in PLACES.values() for key in keys} <= there


def test_every_screen_with_a_list_is_known_to_have_one() -> None:
    for module in modules():
        source = Path(module.__file__ or "").read_text()
        assert "yield OptionList(" not in source
        if "widgets.lists import" not in source:
            continue
        for each in vars(module).values():
            if isinstance(each, type) and each.__module__ == module.__name__ and issubclass(each, DOMNode):
                held = {(key.id or "", key.key) for key in bindings(each)}
                places = [place for place, keys in PLACES.items() if held == {(key.id, key.keys) for key in keys}]
                assert not held or set(places) & set(WITH_LISTS), each


@asynccontextmanager
async def wearing(appearance: Appearance, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Stage]:
    stage = Stage(app_context=AppContext(still=True, appearance=appearance))
    async with stage.app.run_test(size=size) as pilot:
        stage.pilot = pilot
        await stage.settle()
        yield stage


def footer(stage: Stage) -> dict[str, str]:
    return {key.description: key.key_display for key in stage.app.screen.query_one(Footer).query(FooterKey)}


def help_texts(stage: Stage) -> dict[str, str]:
    return {each.title: each.help for each in stage.app.get_system_commands(stage.app.screen)}


async def test_by_default_the_keys_are_those_of_the_list() -> None:
    async with staged() as stage:
        assert footer(stage)["Copy"] == "c"


async def test_footer_help_and_palette_show_the_keys_of_a_preset() -> None:
    async with wearing(VIM) as stage:
        assert footer(stage)["Copy"] == "y"
        assert ("y c", "Copy the access token") in [row[:2] for row in key_rows(stage.app.screen)]
        assert help_texts(stage)["Copy"].endswith("· y c")


async def test_own_keys_stand_over_the_preset_everywhere() -> None:
    async with wearing(replace(VIM, keys={"pane.copy": "plus"})) as stage:
        assert footer(stage)["Copy"] == "+"
        assert ("+", "Copy the access token") in [row[:2] for row in key_rows(stage.app.screen)]
        assert help_texts(stage)["Copy"].endswith("· +")
        await stage.press("plus")
        assert stage.clipboard.text is not None


async def test_a_key_that_was_taken_away_does_nothing_any_more() -> None:
    async with wearing(Appearance(keys={"vault": "f9"})) as stage:
        await stage.press("V")
        assert stage.app.screen is stage.dashboard
        await stage.press("f9")
        assert isinstance(stage.app.screen, Choose)
        assert stage.app.screen.title_words == "The vault"


async def test_vims_keys_move_in_lists() -> None:
    async with wearing(VIM) as stage:
        await stage.press("V")
        for key, at in (("j", 1), ("j", 2), ("G", 13), ("g", 0)):
            await stage.press(key)
            assert stage.app.screen.query_one(OptionList).highlighted == at, key


async def test_vims_keys_scroll_the_help() -> None:
    async with wearing(VIM) as stage:
        await stage.press("question_mark", "G")
        assert isinstance(stage.app.screen, Help)
        await stage.settle()
        assert stage.app.screen.query_one("#sheet").scroll_offset.y > 0


async def test_a_key_of_the_preset_is_typed_into_a_field() -> None:
    async with wearing(VIM) as stage:
        await stage.press("slash", "colon", "y", "d")
        assert stage.dashboard.query_one(FilterBox).value == ":yd"


async def test_colon_opens_the_palette() -> None:
    async with wearing(VIM) as stage:
        await stage.press("colon")
        assert isinstance(stage.app.screen, EveryAction)
        assert "Add an authorization, application or account" in stage.words()


async def test_the_help_names_the_keys_of_the_palette_as_they_are() -> None:
    async with wearing(Appearance(keys={"palette": "f8"})) as stage:
        await stage.press("question_mark")
        await stage.settle()
        assert any("f8" in str(each.content) for each in stage.app.screen.query(Static).results(Static))


async def test_wrong_keys_are_told_and_the_others_hold() -> None:
    async with wearing(Appearance(keys={"pane.copy": "r", "add": "plus"})) as stage:
        assert "r is already pane.refresh (Refresh)" in stage.toasts()
        assert footer(stage)["Add"] == "+"
        assert footer(stage)["Copy"] == "c"


async def test_the_words_about_a_wrong_key_stay() -> None:
    async with wearing(Appearance(keys={"nothing": "r"})) as stage:
        assert next(iter(stage.app._notifications)).timeout >= 60 * 60


async def test_the_event_log_moves_by_vims_keys_too() -> None:
    async with wearing(VIM) as stage:
        await stage.press("r", "E")
        assert isinstance(stage.app.screen, EventLogScreen)
        for key, at in (("j", 1), ("k", 0)):
            await stage.press(key)
            assert stage.app.screen.query_one(OptionList).highlighted == at


async def test_a_notice_names_the_key_that_the_person_gave() -> None:
    async with wearing(Appearance(keys={"pane.test": "f6"})) as stage:
        await stage.press("r", "f")
        assert "Press f6 to test it." in stage.toasts()


async def test_a_problem_names_the_key_that_the_person_gave() -> None:
    async with wearing(Appearance(keys={"edit": "f6"})) as stage:
        line = ProblemLine()
        await stage.dashboard.mount(line)
        line.show(NothingToExchange("It has no client secret yet.", ways=(Way.EDIT_APPLICATION,)))
        assert "Press f6 to edit the application." in str(line.render())


async def test_what_is_painted_names_the_persons_own_keys() -> None:
    keys = {"pane.why": "f7", "attention": "f8", "edit": "f9"}
    async with wearing(Appearance(keys=keys), (260, 60)) as stage:
        said = " ".join(stage.text("Contoso Kitchen").split())
        assert "Press f9 to edit the application, f7 to see why." in said
        assert "Press f8 to sort by it." in str(stage.dashboard.query_one(AttentionStrip).render())
