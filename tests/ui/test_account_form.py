import pytest
from textual.widgets import Button, Input

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.account_form import AccountForm
from spauth_tui.ui.widgets.choice_row import ChoiceRow
from tests.builders import account as an_account
from tests.builders import event
from tests.ui.host import LOW, USUAL, Host, in_sight, settle, showing, shown, workspace


def fill(host: Host, **fields: str) -> None:
    for name, text in fields.items():
        host.screen.query_one(f"#{name.replace('_', '-')}", Input).value = text


async def stored(at: Workspace, *accounts: Account) -> Holdings:
    for each in accounts:
        await at._vault.add(each, event())
    return await at.holdings()


async def test_enter_stores_what_the_fields_hold() -> None:
    at = await workspace()
    async with showing(AccountForm(at, Holdings(), None)) as (host, pilot):
        fill(host, label="Acme [red]DE", marketplaces="gb, de", merged_name="Acme")
        for row in ("region", "environment"):
            host.screen.query_one(f"#{row}").focus()
            await pilot.press("right")
        await pilot.press("enter")
        await settle(host, pilot)
        saved = (await at.holdings()).accounts[0]
        assert host.answer == saved
        assert (saved.label, saved.region, saved.environment) == ("Acme [red]DE", Region.EU, Environment.SANDBOX)
        assert (saved.marketplaces, saved.merged_name) == (("UK", "DE"), "Acme")


async def test_a_seller_is_asked_for_the_merged_account_and_not_for_a_vendor_group() -> None:
    async with showing(AccountForm(await workspace(), Holdings(), None)) as (host, _):
        assert host.screen.query_one("#merged-name-field").display
        assert not host.screen.query_one("#vendor-group-field").display


async def test_choosing_vendor_asks_for_the_vendor_group_instead() -> None:
    async with showing(AccountForm(await workspace(), Holdings(), None)) as (host, pilot):
        host.screen.query_one("#kind").focus()
        await pilot.press("right")
        await pilot.pause()
        assert host.screen.query_one("#vendor-group-field").display
        assert not host.screen.query_one("#merged-name-field").display


async def test_a_marketplace_of_another_region_is_refused_at_its_field() -> None:
    async with showing(AccountForm(await workspace(), Holdings(), None), LOW) as (host, pilot):
        fill(host, label="Acme", marketplaces="DE")
        await pilot.press("enter")
        await settle(host, pilot)
        assert host.focused is host.screen.query_one("#marketplaces")
        assert "belongs to Europe" in shown(host)


async def test_a_merged_account_begins_in_the_next_region_with_what_they_share() -> None:
    at = await workspace()
    first = an_account(merged_name="Acme group")
    holdings = await stored(at, first, an_account("eu", "Acme EU", region=Region.EU, merged_name="Acme group"))
    async with showing(AccountForm(at, holdings, None, merged_with=first)) as (host, _):
        assert list(Region)[host.screen.query_one("#region", ChoiceRow).chosen] is Region.FE
        assert host.screen.query_one("#merged-name", Input).value == "Acme group"
        assert host.screen.query_one("#label", Input).value == ""


async def test_the_account_that_one_was_begun_from_joins_the_merged_account() -> None:
    at = await workspace()
    first = an_account()
    holdings = await stored(at, first)
    async with showing(AccountForm(at, holdings, None, merged_with=first)) as (host, pilot):
        fill(host, label="Acme EU")
        await pilot.press("enter")
        await settle(host, pilot)
        accounts = (await at.holdings()).accounts
        assert {each.merged_name for each in accounts} == {"Acme"}


async def test_editing_begins_with_what_is_stored_and_changes_nothing_by_itself() -> None:
    at = await workspace()
    known = an_account("v", "[b]Vend[/nope]", Kind.VENDOR, Region.FE, Environment.SANDBOX, vendor_group="G", notes="n")
    holdings = await stored(at, known)
    async with showing(AccountForm(at, holdings, known)) as (host, pilot):
        assert "[b]Vend[/nope]" in shown(host)
        await pilot.press("enter")
        await settle(host, pilot)
        assert host.answer == known


async def test_a_second_enter_does_not_store_it_twice() -> None:
    at = await workspace()
    async with showing(AccountForm(at, Holdings(), None)) as (host, pilot):
        fill(host, label="Acme")
        screen = host.screen
        assert isinstance(screen, AccountForm)
        screen.action_submit()
        screen.action_submit()
        await settle(host, pilot)
        assert len((await at.holdings()).accounts) == 1


async def test_a_click_chooses_the_region() -> None:
    async with showing(AccountForm(await workspace(), Holdings(), None)) as (host, pilot):
        row = host.screen.query_one("#region", ChoiceRow)
        await pilot.click(row.children[2])
        await pilot.pause()
        assert row.chosen == 2


@pytest.mark.parametrize("size", [LOW, USUAL])
async def test_the_buttons_are_always_in_sight(size: tuple[int, int]) -> None:
    async with showing(AccountForm(await workspace(), Holdings(), None), size) as (host, _):
        assert all(in_sight(host, each) for each in host.screen.query(Button))


@pytest.mark.parametrize("size", [LOW, USUAL, (120, 40)])
async def test_it_opens_at_its_top(size: tuple[int, int]) -> None:
    async with showing(AccountForm(await workspace(), Holdings(), None), size) as (host, pilot):
        await settle(host, pilot)
        assert host.screen.query_one("#body").scroll_offset.y == 0
        assert host.focused is host.screen.query_one("#label")
