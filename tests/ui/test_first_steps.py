"""From nothing into the first checklist, as a person goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Static

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.model.application import Kind
from spauth_tui.ui.application.form import ApplicationForm
from spauth_tui.ui.authorization.account_form import AccountForm
from spauth_tui.ui.authorization.authorize_form import AuthorizeForm
from spauth_tui.ui.authorization.checklist import Checklist
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.vault.first_run import FirstRun
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from tests.builders import CLIENT_ID, PASSPHRASE
from tests.ui.test_dashboard import Stage

LARGE = (120, 40)


@asynccontextmanager
async def at_the_start(size: tuple[int, int] = LARGE) -> AsyncIterator[tuple[App[str], Pilot[str]]]:
    """The whole program where there is no vault yet."""
    stage = Stage(empty=True)
    stage.begin = _nothing  # type: ignore[method-assign]
    async with stage.app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(stage.app.screen, FirstRun)
        yield stage.app, pilot


async def _nothing() -> None:
    return None


async def fill(pilot: Pilot[str], **fields: str) -> None:
    for name, value in fields.items():
        pilot.app.screen.query_one(f"#{name.replace('_', '-')}", Input).value = value
    await pilot.press("ctrl+s")
    await calm(pilot)


async def calm(pilot: Pilot[str]) -> None:
    for _ in range(6):
        await pilot.pause()


async def create_the_vault(pilot: Pilot[str]) -> None:
    passphrase = PASSPHRASE.reveal()
    pilot.app.screen.query_one("#passphrase", Input).value = passphrase
    pilot.app.screen.query_one("#again", Input).value = passphrase
    await pilot.click("#create")
    await calm(pilot)


async def test_it_leads_from_the_passphrase_to_the_first_open_step_and_each_says_where_one_is() -> None:
    async with at_the_start() as (app, pilot):
        places = [app.screen.query_one("#first-run-box").border_title]
        await create_the_vault(pilot)
        places.append(app.screen.query_one("#box").border_title)
        await fill(pilot, label="Inventory Sync", client_id=CLIENT_ID)
        places.append(app.screen.query_one("#box").border_title)
        await fill(pilot, label="Acme")
        places += [each.message for each in app._notifications]
        assert [f"{number} of 4" in str(place) for number, place in enumerate(places, 1)] == [True] * 4
        assert isinstance(app.screen, Checklist)
        assert "Step 1 of 5" in str(app.screen.query_one(".title", Static).content)


async def test_going_back_to_the_application_finds_it_as_it_was_stored_and_adds_nothing_twice() -> None:
    async with at_the_start() as (app, pilot):
        await create_the_vault(pilot)
        await fill(pilot, label="Inventory Sync", client_id=CLIENT_ID)
        await pilot.click("#back")
        await calm(pilot)
        assert isinstance(app.screen, ApplicationForm)
        assert app.screen.query_one("#client-id", Input).value == CLIENT_ID
        await fill(pilot, label="Orders")
        assert isinstance(app.screen, AccountForm)
        assert [each.label for each in (await dashboard_of(app).workspace.holdings()).applications] == ["Orders"]


async def test_what_was_entered_for_the_account_is_there_again_after_going_back_and_on() -> None:
    async with at_the_start() as (app, pilot):
        await create_the_vault(pilot)
        await fill(pilot, label="Inventory Sync", client_id=CLIENT_ID)
        app.screen.query_one("#label", Input).value = "Acme Europe"
        app.screen.query_one("#region", ChoiceRow).choose(1)
        await pilot.click("#back")
        await calm(pilot)
        await pilot.press("escape")
        await calm(pilot)
        assert isinstance(app.screen, AccountForm)
        assert app.screen.query_one("#label", Input).value == "Acme Europe"
        assert app.screen.chosen("region") == 1
        await pilot.press("enter")
        await calm(pilot)
        (account,) = (await dashboard_of(app).workspace.holdings()).accounts
        assert (account.label, account.region) == ("Acme Europe", Region.EU)


async def test_the_accounts_kind_follows_an_application_that_was_changed_on_the_way_back() -> None:
    async with at_the_start() as (app, pilot):
        await create_the_vault(pilot)
        await fill(pilot, label="Inventory Sync", client_id=CLIENT_ID)
        await pilot.click("#back")
        await calm(pilot)
        app.screen.query_one("#kind", ChoiceRow).choose(1)
        await fill(pilot)
        form = app.screen
        assert isinstance(form, AccountForm)
        assert tuple(Kind)[form.chosen("kind")] is Kind.VENDOR


def dashboard_of(app: App[str]) -> Dashboard:
    return next(screen for screen in app.screen_stack if isinstance(screen, Dashboard))


async def test_left_in_the_middle_it_goes_on_where_it_was_left() -> None:
    async with at_the_start() as (app, pilot):
        await create_the_vault(pilot)
        await fill(pilot, label="Inventory Sync", client_id=CLIENT_ID)
        await pilot.press("escape")
        await calm(pilot)
        assert isinstance(app.screen, Dashboard)
        await pilot.press("a")
        await calm(pilot)
        assert isinstance(app.screen, AccountForm)
        assert app.screen.title_words.startswith("3 of 4")


async def test_left_in_the_middle_the_board_says_how_to_go_on_and_nothing_covers_it() -> None:
    async with at_the_start((80, 24)) as (app, pilot):
        await create_the_vault(pilot)
        await fill(pilot, label="Inventory Sync", client_id=CLIENT_ID)
        await pilot.press("escape")
        await calm(pilot)
        strips = app.screen._compositor.render_strips()
        text = "\n".join("".join(segment.text for segment in line) for line in strips)
        assert "No account is authorized yet. Press a: an account, then its checklist." in text
        assert not list(app._notifications)


async def test_left_at_once_the_empty_board_says_how_to_go_on() -> None:
    async with at_the_start() as (app, pilot):
        await create_the_vault(pilot)
        await pilot.press("escape")
        await calm(pilot)
        assert "Press a" in str(app.screen.query_one("#empty-words", Static).content)
        await pilot.press("a")
        await calm(pilot)
        assert isinstance(app.screen, ApplicationForm)


@pytest.mark.parametrize("size", [(80, 24), LARGE])
async def test_an_account_that_is_added_later_leads_on_to_its_authorization(size: tuple[int, int]) -> None:
    stage = Stage()
    async with stage.app.run_test(size=size) as pilot:
        await calm(pilot)
        await pilot.press("a", "3")
        await calm(pilot)
        await fill(pilot, label="Quite new")
        assert isinstance(stage.app.screen, AuthorizeForm)
        assert stage.app.focused is stage.app.screen.query_one("#go")
        await pilot.press("enter")
        await calm(pilot)
        assert isinstance(stage.app.screen, Checklist)
