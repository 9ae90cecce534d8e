"""Import, export and what brokers lent, as a person sees them."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Button, Input

from spauth_tui.domain.model.event import EventKind
from spauth_tui.formats.registry import FORMATS
from spauth_tui.services.import_export.import_line import Overrides
from spauth_tui.ui.vault.import_form import ImportForm, ImportPreview
from spauth_tui.ui.vault.loans import LoansScreen
from tests import builders
from tests.services.world import AUTH, World
from tests.ui.test_proving_screens import looking

ENV = (
    "LWA_APP_ID=amzn1.application-oa2-client.f0e1d2c3b4a5968778695a4b3c2d1e0f\nLWA_CLIENT_SECRET=amzn1.oa2-cs.v1.CANARY-secret\n"
    "SP_API_REFRESH_TOKEN_ACME_DE='Atzr|CANARY-acme'\n"
)


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


async def preview(world: World, text: str = ENV, given: Overrides | None = None) -> ImportPreview:
    made = await world.workspace.importing.preview(text, "[red].env[/nope]", given or Overrides())
    return ImportPreview(world.workspace, made)


async def test_the_form_leads_to_the_preview(world: World) -> None:
    world.files.written[Path(".env")] = ENV
    async with looking(ImportForm(world.workspace)) as look:
        look.host.screen.query_one("#file", Input).value = ".env"
        await look.click("save")
        assert look.host.answer.container == "lines"


async def test_a_file_that_is_not_there_is_said_in_the_form(world: World) -> None:
    async with looking(ImportForm(world.workspace)) as look:
        look.host.screen.query_one("#file", Input).value = "nowhere"
        await look.click("save")
        assert "There is no such file: nowhere." in look.text


async def test_the_preview_shows_what_is_new_and_what_is_assumed(world: World) -> None:
    async with looking(await preview(world)) as look:
        assert "1 new" in look.text
        assert "Application 1e0f/acme_de" in look.text
        assert "not in the file, assumed: " in look.text
        assert "CANARY" not in look.text
        assert "[red].env[/nope]" in look.text


async def test_the_preview_shows_where_each_value_is(world: World) -> None:
    async with looking(await preview(world)) as look:
        assert "client id: line 1; client secret: line 2" in look.text


async def test_the_preview_names_what_it_leaves_out_as_plain_text(world: World) -> None:
    text = f"{ENV}SP_API_REFRESH_TOKEN_OLD=Atzr|CANARY-earlier\n"
    async with looking(await preview(world, text)) as look:
        assert "left out" in look.text
        assert "line 4, SP_API_REFRESH_TOKEN_OLD: its name says" in look.text
        assert "CANARY" not in look.text


async def test_storing_stores_and_says_what_is_left_to_do(world: World) -> None:
    async with looking(await preview(world)) as look:
        await look.click("store")
        assert "still holds the secrets in plain text" in look.host.answer
    assert len((await world.workspace.holdings()).authorizations) == 2


async def test_what_is_refused_cannot_be_stored(world: World) -> None:
    async with looking(await preview(world, ENV, Overrides(application="x" * 200))) as look:
        assert "1 refused" in look.text
        assert not look.host.screen.query("#store")


async def test_what_is_there_already_needs_no_storing(world: World) -> None:
    text = f"LWA_CLIENT_ID={builders.CLIENT_ID}\nLWA_CLIENT_SECRET={builders.CLIENT_SECRET}\n"
    text += f"LWA_REFRESH_TOKEN='{builders.REFRESH_TOKEN}'\n"
    async with looking(await preview(world, text, Overrides(account="Acme"))) as look:
        assert "there is nothing to store" in look.text


async def lend(world: World) -> None:
    await world.workspace.brokering.give(await world.authorization(), "n", "http://127.0.0.1:7")


async def test_nothing_lent_says_how_to_lend(world: World) -> None:
    async with looking(LoansScreen(world.workspace)) as look:
        assert "spauth-tui broker NAME" in look.text


async def test_a_loan_shows_whose_it_is_and_where(world: World) -> None:
    await lend(world)
    async with looking(LoansScreen(world.workspace)) as look:
        assert "Inventory / Acme" in look.text
        assert "http://127.0.0.1:7" in look.text
        assert "0 access tokens handed out" in look.text


async def test_a_loan_is_ended_after_asking(world: World) -> None:
    await lend(world)
    async with looking(LoansScreen(world.workspace)) as look:
        await look.pilot.press("x")
        for _ in range(3):
            await look.pilot.pause()
        assert "End what is lent for Inventory / Acme?" in look.text
        look.host.screen.query_one("#go", Button).press()
        for _ in range(6):
            await look.pilot.pause()
        assert "Nothing is lent." in look.text
    assert (await world.workspace.holdings()).loans == ()
    assert EventKind.BROKER_ENDED in await world.kinds()


async def test_a_guarded_one_is_not_exported_without_the_passphrase(world: World) -> None:
    from spauth_tui.domain.errors.vault import PassphraseNeeded

    authorization = replace(await world.authorization(), guarded=True)
    await builders.change(world.vault, authorization, None)
    exporting, form = world.workspace.exporting, FORMATS["env"]
    with pytest.raises(PassphraseNeeded):
        await exporting.as_text(form, (authorization,), "to a file", None)
    assert await exporting.as_text(form, (authorization,), "to a file", builders.PASSPHRASE)
    assert authorization.id == AUTH


async def test_storing_what_looks_cut_is_not_the_first_button(world: World) -> None:
    text = ENV.replace("amzn1.oa2-cs.v1.CANARY-secret", f"amzn1.oa2-cs.v1.{'0c4a' * 8}")
    async with looking(await preview(world, text)) as look:
        assert "looks cut: client secret: its last part has 32 characters" in look.text
        assert "Store it as it is" in look.text
        assert look.host.focused is not None
        assert look.host.focused.id == "cancel"


async def test_typing_after_a_wrong_path_replaces_it(world: World) -> None:
    async with looking(ImportForm(world.workspace)) as look:
        field = look.host.screen.query_one("#file", Input)
        field.value = "nowhere"
        await look.press("enter")
        await look.press("x")
        assert field.value == "x"
