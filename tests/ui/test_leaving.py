"""What was typed into a form is not thrown away unasked."""

from typing import Any

import pytest
from textual.widgets import Button, Input

from spauth_tui.ui.application.form import ApplicationForm
from spauth_tui.ui.authorization.account_form import AccountForm
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from tests.rules.test_screens import screens
from tests.ui.every_screen import on_screen
from tests.ui.host import NOTHING_YET, showing, shown, workspace


async def form() -> AccountForm:
    at = await workspace()
    return AccountForm(at, await at.holdings(), None)


async def test_where_nothing_was_typed_escape_leaves_at_once() -> None:
    async with showing(await form()) as (host, pilot):
        await pilot.press("escape")
        assert host.answer is None


async def test_where_something_was_typed_escape_asks_and_a_second_one_goes_on_editing() -> None:
    async with showing(await form()) as (host, pilot):
        editing = host.screen
        await pilot.press("A", "c", "escape")
        await pilot.pause()
        assert isinstance(host.screen, Confirm)
        assert "What you typed here is not kept." in shown(host)
        await pilot.press("escape")
        await pilot.pause()
        assert host.screen is editing
        assert editing.query_one("#label", Input).value == "Ac"
        assert host.answer is NOTHING_YET


async def test_the_question_has_the_focus_on_going_on() -> None:
    async with showing(await form()) as (host, pilot):
        editing = host.screen
        await pilot.press("A", "escape")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert host.screen is editing


@pytest.mark.parametrize("first", ["escape", "cancel"])
async def test_leaving_after_the_question_leaves(first: str) -> None:
    async with showing(await form()) as (host, pilot):
        await pilot.press("A")
        if first == "escape":
            await pilot.press("escape")
        else:
            host.screen.query_one("#cancel", Button).press()
        await pilot.pause()
        await pilot.pause()
        assert isinstance(host.screen, Confirm)
        host.screen.query_one("#go", Button).press()
        await pilot.pause()
        await pilot.pause()
        assert host.answer is None


async def test_a_choice_that_was_made_is_asked_about_too_and_none_once_it_is_taken_back() -> None:
    async with showing(await form()) as (host, _pilot):
        screen: Any = host.screen
        screen.query_one("#region", ChoiceRow).choose(1)
        assert screen.is_touched
        screen.query_one("#region", ChoiceRow).choose(0)
        assert not screen.is_touched


async def test_of_a_secret_only_that_there_is_one_is_remembered() -> None:
    async with showing(ApplicationForm(await workspace(), None)) as (host, _pilot):
        screen: Any = host.screen
        screen.query_one("#client-secret", Input).value = "CANARY"
        assert screen.is_touched
        screen.note_as_opened()
        assert "CANARY" not in repr(screen._as_opened)


async def test_leaving_an_application_form_keeps_no_secret() -> None:
    async with showing(ApplicationForm(await workspace(), None)) as (host, _pilot):
        screen: Any = host.screen
        screen.query_one("#client-secret", Input).value = "CANARY"
        screen.leave()
        assert "CANARY" not in repr(screen.left_with)


@pytest.mark.parametrize("name", ["AccountForm", "Checklist"])
async def test_quitting_asks_where_something_was_typed_and_a_second_time_quits(name: str) -> None:
    async with on_screen(name) as stage:
        editing = stage.app.screen
        if name == "Checklist":
            await stage.press("3")
        editing.query(Input).first().value = "CANARY"
        await stage.press("ctrl+q")
        assert "Leave this without saving?" in stage.words()
        await stage.press("escape")
        assert stage.app.screen is editing
        assert stage.app._workspace is not None
        await stage.press("ctrl+q", "ctrl+q")
        assert stage.app._workspace is None


async def test_quitting_does_not_ask_where_nothing_was_typed() -> None:
    async with on_screen("AccountForm") as stage:
        await stage.press("ctrl+q")
        assert stage.app._workspace is None


async def test_after_the_question_leave_quits() -> None:
    async with on_screen("AccountForm") as stage:
        stage.app.screen.query_one("#notes", Input).value = "CANARY"
        await stage.press("ctrl+q")
        stage.app.screen.query_one("#go", Button).press()
        await stage.until(lambda: stage.app._workspace is None)


async def test_a_lock_says_that_what_was_pasted_into_the_checklist_was_not_saved() -> None:
    async with on_screen("Checklist") as stage:
        await stage.press("3")
        stage.app.screen.query_one("#refresh-token", Input).value = "Atzr|CANARY"
        await stage.press("ctrl+l")
        assert "What was typed in the checklist was not saved." in stage.toasts()


def test_no_dialog_leaves_by_a_way_of_its_own_that_does_not_ask() -> None:
    own = {each.__name__ for each in screens() if issubclass(each, Dialog) and "action_leave" in vars(each)}
    assert own == {"Dialog", "Form"}
