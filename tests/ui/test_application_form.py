from datetime import UTC, datetime, timedelta

import pytest
from textual.widgets import Button, Input

from spauth_tui.domain.model.application import Application, Kind
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.application.form import ApplicationForm
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests.builders import CLIENT_ID, CLIENT_SECRET, event
from tests.builders import application as an_application
from tests.ui.host import LARGE, LOW, USUAL, Host, in_sight, settle, showing, shown, workspace


def fill(host: Host, **fields: str) -> None:
    for name, text in fields.items():
        host.screen.query_one(f"#{name.replace('_', '-')}", Input).value = text


def problem_at(host: Host, field: str) -> str:
    problem = host.screen.query_one(f"#{field}-problem", ProblemLine)
    return str(problem.content) if problem.size.height else ""


async def stored(at: Workspace, application: Application) -> Holdings:
    await at._vault.add(application, event())
    return await at.holdings()


async def test_enter_stores_what_the_fields_hold() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, label="Sync [b]", client_id=CLIENT_ID, client_secret=CLIENT_SECRET, rotated_at="2026-02-01")
        await pilot.press("enter")
        await settle(host, pilot)
        saved = (await at.holdings()).applications[0]
        assert host.answer == saved
        assert (saved.label, saved.client_id, saved.kind) == ("Sync [b]", CLIENT_ID, Kind.SELLER)
        assert saved.client_secret is not None
        assert saved.client_secret.expires_at == datetime(2026, 2, 1, tzinfo=UTC) + timedelta(days=180)


async def test_a_second_enter_does_not_store_it_twice() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, label="Sync", client_id=CLIENT_ID)
        screen = host.screen
        assert isinstance(screen, ApplicationForm)
        screen.action_submit()
        screen.action_submit()
        await settle(host, pilot)
        assert len((await at.holdings()).applications) == 1


async def test_moving_in_the_row_of_kinds_chooses() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, label="Orders", client_id=CLIENT_ID)
        host.screen.query_one("#kind").focus()
        await pilot.press("right", "enter")
        await settle(host, pilot)
        assert host.answer.kind is Kind.VENDOR


async def test_escape_stores_nothing() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, label="Sync", client_id=CLIENT_ID)
        await pilot.press("escape")
        host.screen.query_one("#go", Button).press()
        await pilot.pause()
        assert host.answer is None
        assert not (await at.holdings()).applications


REFUSED = (
    ({"label": ""}, "label", "A label is missing"),
    ({"client_id": "amzn1.sp.solution.CANARY"}, "client-id", "an application id"),
    ({"client_secret": "Atzr|CANARY"}, "client-secret", "a refresh token"),
    ({"authorization_limit": "many"}, "authorization-limit", "whole number"),
    ({"rotated_at": "1.2.2026"}, "rotated-at", "no date"),
    ({"rotated_at": "2027-01-01"}, "rotated-at", "not come yet"),
    ({"rotated_at": "2026-01-01", "client_secret": ""}, "rotated-at", "belongs to a client secret"),
)


@pytest.mark.parametrize("size", [LOW, USUAL])
async def test_what_is_refused_is_said_under_its_field(size: tuple[int, int]) -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None), size) as (host, pilot):
        for wrong, field, words in REFUSED:
            await host.ask(ApplicationForm(at, None))
            await pilot.pause()
            fill(host, **({"label": "Sync", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET} | wrong))
            await pilot.press("enter")
            await settle(host, pilot)
            line = host.screen.query_one(f"#{field}-problem", ProblemLine)
            assert words in problem_at(host, field)
            assert host.focused is not None
            assert host.focused.id == field
            assert host.screen.query_one("#body").region.contains_region(line.region)


async def test_a_refused_form_keeps_the_pasted_secret_for_the_next_try() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        await pilot.press("enter")
        await settle(host, pilot)
        fill(host, label="Sync")
        await pilot.press("enter")
        await settle(host, pilot)
        assert host.answer.client_secret is not None


async def test_a_client_secret_that_looks_cut_is_stored_the_second_time() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, label="Sync", client_id=CLIENT_ID, client_secret=f"amzn1.oa2-cs.v1.{'0c4a' * 8}")
        await pilot.press("enter")
        await settle(host, pilot)
        assert "looks cut" in problem_at(host, "client-secret")
        await pilot.press("enter")
        await settle(host, pilot)
        assert host.answer.client_secret is not None


async def test_editing_with_an_empty_secret_keeps_the_stored_one() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, label="Sync", client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        await pilot.press("enter")
        await settle(host, pilot)
        first = host.answer
        await host.ask(ApplicationForm(at, first))
        await pilot.pause()
        fill(host, label="Sync again")
        await pilot.press("enter")
        await settle(host, pilot)
        assert host.answer.label == "Sync again"
        assert (await at.holdings()).applications[0].client_secrets == first.client_secrets


async def test_editing_begins_with_what_is_stored() -> None:
    at = await workspace()
    known = an_application(label="[red]Orders[/nope]", kind=Kind.VENDOR, limit=7)
    await stored(at, known)
    async with showing(ApplicationForm(at, known)) as (host, _):
        assert host.screen.query_one("#label", Input).value == "[red]Orders[/nope]"
        assert host.screen.query_one("#authorization-limit", Input).value == "7"
        assert "[red]Orders[/nope]" in shown(host)


async def test_the_secret_is_described_and_never_shown() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        fill(host, client_secret="amzn1.oa2-cs.v1.CANARY[/b]")
        await settle(host, pilot)
        assert f"{len('amzn1.oa2-cs.v1.CANARY[/b]')} characters, ends in [/b]" in shown(host)
        assert "CANARY" not in shown(host)


async def test_the_secret_field_is_empty_after_saving() -> None:
    at = await workspace()
    form = ApplicationForm(at, None)
    async with showing(form) as (host, pilot):
        fill(host, label="Sync", client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        field = form.query_one(SecretInput)
        await pilot.press("enter")
        await settle(host, pilot)
        assert field.value == ""


@pytest.mark.parametrize("size", [LOW, USUAL, LARGE])
async def test_the_buttons_are_always_in_sight(size: tuple[int, int]) -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None), size) as (host, _):
        assert all(in_sight(host, each) for each in host.screen.query(Button))


async def test_tab_goes_through_the_fields_in_the_order_they_are_read() -> None:
    at = await workspace()
    async with showing(ApplicationForm(at, None)) as (host, pilot):
        order = []
        for _ in range(9):
            order.append(host.focused.id if host.focused else None)
            await pilot.press("tab")
        fields = ["label", "client-id", "client-secret", "kind", "rotated-at", "authorization-limit"]
        fields.append("slots-elsewhere")
        assert order == [*fields, "save", "cancel"]


@pytest.mark.parametrize("size", [LOW, USUAL, (120, 40)])
async def test_it_opens_at_its_top(size: tuple[int, int]) -> None:
    async with showing(ApplicationForm(await workspace(), None), size) as (host, pilot):
        await settle(host, pilot)
        assert host.screen.query_one("#body").scroll_offset.y == 0
        assert host.focused is host.screen.query_one("#label")
