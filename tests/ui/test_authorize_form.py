from dataclasses import replace

import pytest
from textual.widgets import Button, Input, Select

from spauth_tui.domain.model.application import ApplicationId, Kind
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.account_form import AccountForm
from spauth_tui.ui.authorization.authorize_form import AuthorizeForm
from spauth_tui.ui.widgets.slot_meter import SlotMeter, slot_words
from tests.builders import account, application, authorization, event, furnish, record
from tests.ui.host import LOW, USUAL, Host, in_sight, settle, showing, shown, workspace


def offered(host: Host) -> list[str]:
    return [str(prompt) for prompt, value in host.screen.query_one("#account", Select)._options if value != Select.NULL]


async def limit_to_one(at: Workspace) -> None:
    present = await at._vault.application(ApplicationId("app"))
    await at._vault.change(present, replace(present, authorization_limit=1), event())


async def furnished() -> tuple[Workspace, Holdings]:
    at = await workspace()
    await furnish(at._vault)
    for each in (account("new", "New [red]DE[/nope]"), account("second", "Second"), account("v", "V", Kind.VENDOR)):
        await at._vault.add(each, event())
    return at, await at.holdings()


async def test_only_accounts_of_the_same_kind_that_are_not_authorized_are_offered() -> None:
    at, holdings = await furnished()
    async with showing(AuthorizeForm(at, holdings, holdings.applications[0])) as (host, _):
        assert offered(host) == ["New [red]DE[/nope] · NA", "Second · NA"]


async def test_it_starts_the_authorization_of_the_chosen_account() -> None:
    at, holdings = await furnished()
    async with showing(AuthorizeForm(at, holdings, holdings.applications[0])) as (host, pilot):
        host.screen.query_one("#account", Select).value = "second"
        await pilot.press("ctrl+s")
        await settle(host, pilot)
        assert host.answer in (await at.holdings()).authorizations
        assert host.answer.account_id == "second"


async def test_it_works_by_keys_alone() -> None:
    at, holdings = await furnished()
    async with showing(AuthorizeForm(at, holdings, holdings.applications[0])) as (host, pilot):
        await pilot.press("enter", "down", "enter", "tab", "enter")
        await settle(host, pilot)
        assert host.answer.account_id in {"new", "second"}


async def test_without_a_choice_it_says_so_at_the_account() -> None:
    at, holdings = await furnished()
    async with showing(AuthorizeForm(at, holdings, holdings.applications[0]), LOW) as (host, pilot):
        await pilot.press("ctrl+s")
        await settle(host, pilot)
        assert "No account is chosen." in shown(host)
        assert host.focused is host.screen.query_one("#account")


async def test_a_single_account_is_chosen_already() -> None:
    at = await workspace()
    for each in (account("only", "Only"),):
        await at._vault.add(each, event())
    await at._vault.add(application(), event())
    holdings = await at.holdings()
    async with showing(AuthorizeForm(at, holdings, None)) as (host, pilot):
        await pilot.press("ctrl+s")
        await settle(host, pilot)
        assert host.answer.account_id == "only"


async def test_an_account_can_be_added_right_there() -> None:
    at = await workspace()
    await at._vault.add(application(kind=Kind.VENDOR), event())
    async with showing(AuthorizeForm(at, await at.holdings(), None)) as (host, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(host.screen, AccountForm)
        host.screen.query_one("#label", Input).value = "Fresh"
        await pilot.press("enter")
        await settle(host, pilot)
        await pilot.press("enter")
        await settle(host, pilot)
        fresh = (await at.holdings()).accounts[0]
        assert (host.answer.account_id, fresh.kind) == (fresh.id, Kind.VENDOR)


async def test_the_limit_is_said_at_the_account() -> None:
    at = await workspace()
    await furnish(at._vault)
    await limit_to_one(at)
    await at._vault.add(account("new", "New"), event())
    holdings = await at.holdings()
    async with showing(AuthorizeForm(at, holdings, holdings.applications[0])) as (host, pilot):
        await pilot.press("ctrl+s")
        await settle(host, pilot)
        assert "already uses 1 of its 1 slots" in shown(host)


async def test_labels_are_shown_as_text() -> None:
    at = await workspace()
    await at._vault.add(application(label="[red]App[/nope]"), event())
    async with showing(AuthorizeForm(at, await at.holdings(), None)) as (host, _):
        assert "[red]App[/nope]" in shown(host)


@pytest.mark.parametrize("size", [LOW, USUAL])
async def test_the_buttons_are_always_in_sight(size: tuple[int, int]) -> None:
    at, holdings = await furnished()
    async with showing(AuthorizeForm(at, holdings, None), size) as (host, _):
        assert all(in_sight(host, each) for each in host.screen.query(Button) if each.display)


def test_the_meter_counts_authorizations_with_a_refresh_token_and_says_whose_count_it_is() -> None:
    held = Holdings(
        (application(),), (), (authorization("a", refresh_tokens=(record(),)), authorization("b", acc="other"))
    )
    words = str(slot_words(application(), held))
    assert words.startswith("■□□□□□□□□□")
    assert "1 of 10 slots, 1 more begun (our count; the console is authoritative)" in words


def test_the_meter_has_no_boxes_for_a_limit_that_would_fill_the_line() -> None:
    assert str(slot_words(application(limit=500), Holdings())).startswith("0 of 500")


async def test_before_the_last_slot_it_says_so() -> None:
    at = await workspace()
    await at._vault.add(application(limit=1), event())
    async with showing(AuthorizeForm(at, await at.holdings(), None)) as (host, _):
        assert "This takes the last one" in str(host.screen.query_one(SlotMeter).content)


async def test_at_the_limit_it_leads_to_revoking_one() -> None:
    at = await workspace()
    await furnish(at._vault)
    await limit_to_one(at)
    async with showing(AuthorizeForm(at, await at.holdings(), None)) as (host, pilot):
        host.screen.query_one("#revoke-one", Button).press()
        for _ in range(4):
            await pilot.pause()
        assert "Revoke which account?" in shown(host)


async def test_below_the_limit_there_is_nothing_to_revoke() -> None:
    at = await workspace()
    await furnish(at._vault)
    async with showing(AuthorizeForm(at, await at.holdings(), None)) as (host, _):
        assert not host.screen.query_one("#revoke-one").display
