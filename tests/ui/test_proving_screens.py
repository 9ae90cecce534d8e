"""The screens that prove and fix: what they say, and what their keys and buttons do."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Button, Input, SelectionList, Static

from spauth_tui.demo.replies import new_secret_notification
from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.diagnosis.explanation import Case
from spauth_tui.domain.errors.exchange import ExchangeRefused, Unreachable
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import Application, ApplicationId, Kind
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.grantless import NOTIFICATIONS
from spauth_tui.domain.model.proof import Participation, Proof
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.way import Way
from spauth_tui.ui.application.rotate import RotationGuide
from spauth_tui.ui.application.screen import ApplicationScreen
from spauth_tui.ui.authorization.merged_accounts import MergedAccountsScreen, members_of
from spauth_tui.ui.authorization.restricted import RestrictedForm, RestrictedScreen
from spauth_tui.ui.authorization.test_call import ProofDialog
from spauth_tui.ui.authorization.why_it_failed import WhyItFailed, explanation_of
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.messages import AnotherRequested
from spauth_tui.ui.dialogs.confirm import ConfirmTyped
from spauth_tui.ui.widgets.short_lived_pane import ShortLivedPane
from tests import builders
from tests.fakes import NOW
from tests.services.world import APP, AUTH, World
from tests.ui.host import Host, settle, showing, shown

DENIED = SellingPartnerApiError(status=403, code="Unauthorized", message="[red]denied[/nope]", request_id="request-9")
NEWER = "amzn1.oa2-cs.v1.CANARY-newer"


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


class Look:
    """One screen on a small app, and what a person sees and does there."""

    def __init__(self, host: Host, pilot: Pilot[None]) -> None:
        self.host, self.pilot = host, pilot

    @property
    def text(self) -> str:
        """Everything on the screen as one line, frames and breaks left out."""
        return " ".join(shown(self.host).replace("│", " ").replace("┃", " ").split())

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        # A dialog may be open now, and its worker waits for the person.
        for _ in range(4):
            await self.pilot.pause()

    async def click(self, identity: str) -> None:
        self.host.screen.query_one(f"#{identity}", Button).press()
        await settle(self.host, self.pilot)

    async def fill(self, identity: str, text: str) -> None:
        self.host.screen.query_one(f"#{identity}", Input).value = text
        await self.pilot.pause()


@asynccontextmanager
async def looking(screen: Screen[Any], size: tuple[int, int] = (120, 60)) -> AsyncIterator[Look]:
    async with showing(screen, size) as (host, pilot):
        await settle(host, pilot)
        yield Look(host, pilot)


async def why_it_failed(world: World) -> WhyItFailed:
    case = Case(await world.authorization(), await world.workspace.holdings(), world.clock.now())
    told = explanation_of(case, None)
    assert told is not None
    return WhyItFailed(world.workspace, case, told)


async def refuse(world: World, error: str = "invalid_grant") -> None:
    world.endpoint.answers = [ExchangeRefused(error, "[red]words[/nope]", "request-7")]
    with pytest.raises(ExchangeRefused):
        await world.workspace.tokens.refresh(AUTH)


async def test_an_explanation_shows_causes_remedy_and_amazons_words_as_text(world: World) -> None:
    await refuse(world)
    async with looking(await why_it_failed(world)) as look:
        for words in ("Amazon does not accept this refresh token", "Likely causes", "What to do", "request-7"):
            assert words in look.text
        assert "[red]words[/nope]" in look.text


async def test_an_explanations_button_leads_to_the_step_to_redo(world: World) -> None:
    await refuse(world)
    async with looking(await why_it_failed(world)) as look:
        await look.press("enter")
        assert look.host.ways == [Way.AUTHORIZE]


async def test_an_explanation_is_copied_for_support(world: World) -> None:
    await refuse(world)
    async with looking(await why_it_failed(world)) as look:
        await look.click("support")
        assert world.clipboard.text is not None
        assert "Request id: request-7" in world.clipboard.text.reveal()


@pytest.mark.parametrize("kind", ["dns", "tls-untrusted", "timeout"])
async def test_what_never_reached_amazon_is_explained_too(world: World, kind: str) -> None:
    case = Case(await world.authorization(), await world.workspace.holdings(), world.clock.now())
    told = explanation_of(case, Unreachable("No answer came.", "Check the network.", kind=kind))
    assert told is not None
    assert told.causes
    assert told.ways == (Way.REFRESH,)


def proof_dialog(world: World) -> Any:
    async def made() -> ProofDialog:
        return ProofDialog(world.workspace, await world.workspace.holdings(), AUTH)

    return made()


async def test_a_test_begins_when_it_is_opened_and_says_what_it_proved(world: World) -> None:
    async with looking(await proof_dialog(world)) as look:
        assert world.api.called == 1
        assert "SP-API accepted it at https://sellingpartnerapi-na.amazon.com" in look.text


async def test_a_refused_test_is_explained_in_its_place(world: World) -> None:
    world.api.answer = DENIED
    async with looking(await proof_dialog(world)) as look:
        assert "SP-API denies access and gives no reason" in look.text
        assert "[red]denied[/nope]" in look.text


async def test_the_region_is_found_from_the_test(world: World) -> None:
    world.api.answer = DENIED
    dialog = await proof_dialog(world)
    async with looking(dialog) as look:
        found = Proof(NOW, "https://sellingpartnerapi-eu.amazon.com", "r", ())
        world.api.by_region = {Region.EU: found}
        await world.change_account(kind=Kind.VENDOR)
        dialog._holdings = await world.workspace.holdings()
        await look.click("way-FIND_REGION")
        assert "this refresh token belongs to Europe (EU)" in look.text


async def test_the_region_that_was_found_is_set_by_its_button(world: World) -> None:
    world.api.answer = DENIED
    dialog = await proof_dialog(world)
    async with looking(dialog) as look:
        world.api.by_region = {Region.EU: Proof(NOW, "https://sellingpartnerapi-eu.amazon.com", "r", ())}
        await world.change_account(kind=Kind.VENDOR)
        dialog._holdings = await world.workspace.holdings()
        await look.click("way-FIND_REGION")
        await look.click("region-EU")
        assert (await world.account()).region is Region.EU
        assert "is now kept with region EU" in look.text


async def test_marketplaces_that_differ_are_shown_and_replaced_only_by_their_button(world: World) -> None:
    await world.change_account(marketplaces=("US", "CA"))
    mexico = Participation("A1AM78C64UM0Y8", "MX", "Store", is_participating=True, has_suspended_listings=False)
    world.api.answer = Proof(NOW, "https://sellingpartnerapi-na.amazon.com", "r", (mexico,))
    async with looking(await proof_dialog(world)) as look:
        assert "SP-API says MX; stored here: US CA." in look.text
        assert (await world.account()).marketplaces == ("US", "CA")
        await look.click("named")
        assert (await world.account()).marketplaces == ("MX",)


async def test_looking_for_the_region_can_be_what_it_begins_with(world: World) -> None:
    world.api.answer = DENIED
    holdings = await world.workspace.holdings()
    async with looking(ProofDialog(world.workspace, holdings, AUTH, find_region=True)) as look:
        assert world.api.asked_for == [Region.EU, Region.FE]
        assert "No other region accepts it either" in look.text


async def test_a_throttled_test_says_when_the_next_call_is_allowed(world: World) -> None:
    world.api.answer = SellingPartnerApiError("SP-API is limiting calls (429).", "Wait.", status=429)
    async with looking(await proof_dialog(world)) as look:
        assert "Next test call allowed in 01:03" in look.text


def application(world: World) -> ApplicationScreen:
    return ApplicationScreen(world.workspace, APP, AppContext())


async def test_an_application_shows_slots_and_secrets(world: World) -> None:
    async with looking(application(world)) as look:
        assert "1 of 10 slots" in look.text
        assert "end not known" in look.text


async def test_the_last_free_slot_is_warned_of(world: World) -> None:
    changed = replace(await world.application(), slots_elsewhere=8)
    await builders.change(world.vault, changed, builders.event())
    async with looking(application(world)) as look:
        assert "One slot is left" in look.text
        assert "8 of them are not kept in this vault" in look.text


async def test_a_full_application_offers_the_way_to_revoke(world: World) -> None:
    changed = replace(await world.application(), authorization_limit=1)
    await builders.change(world.vault, changed, builders.event())
    async with looking(application(world)) as look:
        assert "The limit is reached" in look.text
        await look.press("x")
        assert "Revoke which account?" in look.text
        await look.press("1")
        assert "Revoke at Amazon" in look.text


async def test_a_grantless_token_is_had_and_counts_down(world: World) -> None:
    async with looking(application(world)) as look:
        pane = next(each for each in look.host.screen.query(ShortLivedPane) if each.key == NOTIFICATIONS.key)
        pane.query_one(Button).press()
        await settle(look.host, look.pilot)
        assert "59:00" in look.text


async def test_a_grantless_token_is_copied_and_cleared_later(world: World) -> None:
    await world.workspace.grantless.obtain(await world.application(), NOTIFICATIONS)
    async with looking(application(world)) as look:
        pane = next(each for each in look.host.screen.query(ShortLivedPane) if each.key == NOTIFICATIONS.key)
        pane.query(Button).last().press()
        await settle(look.host, look.pilot)
        assert world.clipboard.text == Secret("Atc|CANARY-grantless")
        assert world.workspace.copying.clears_at == NOW + timedelta(seconds=45)


async def test_a_grantless_refusal_is_told_in_its_place(world: World) -> None:
    world.endpoint.answers = [ExchangeRefused("invalid_scope")]
    async with looking(application(world)) as look:
        look.host.screen.query(ShortLivedPane).first().query_one(Button).press()
        await settle(look.host, look.pilot)
        assert "Login with Amazon refused" in look.text


def rotation(world: World, **changes: Any) -> RotationGuide:
    return RotationGuide(world.workspace, APP, AppContext(**changes))


async def test_a_pasted_client_secret_is_stored_with_its_date(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", NEWER)
        await look.click("store")
        newest, before = (await world.application()).client_secrets
        assert newest.expires_at is not None
        assert before.expires_at is not None
        assert "The new client secret is stored" in look.text


async def test_pasted_json_gives_secret_and_dates(world: World) -> None:
    text = json.dumps(json.loads(new_secret_notification(builders.CLIENT_ID, "a", NEWER, NOW)), indent=2)
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", text.replace("\n", " "))
        await look.click("store")
        assert (await world.application()).client_secrets[0].expires_at == NOW + timedelta(days=180)


async def test_what_is_pasted_is_never_on_the_screen(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", new_secret_notification(builders.CLIENT_ID, "a", NEWER, NOW))
        assert "CANARY" not in look.text
        await look.click("store")
        assert "CANARY" not in look.text


async def test_the_field_is_empty_after_storing(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", NEWER)
        await look.click("store")
        assert look.host.screen.query_one("#client-secret", Input).value == ""


async def test_something_else_than_a_client_secret_is_refused_at_the_field(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", "Atzr|CANARY")
        await look.click("store")
        assert "That looks like a refresh token" in look.text
        assert len((await world.application()).client_secrets) == 1


async def test_proving_says_for_whom_it_was_accepted_and_that_the_old_one_can_go(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", NEWER)
        await look.click("store")
        await look.click("prove-it")
        assert "Login with Amazon accepts the newest one" in look.text
        assert "The old one can go" in look.text


async def test_a_new_client_secret_that_is_not_accepted_is_said_plainly(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", NEWER)
        await look.click("store")
        world.endpoint.answers = [ExchangeRefused("invalid_client")]
        await look.click("prove-it")
        assert "does not accept the new client secret" in look.text
        assert "the old one is used" in look.text


async def test_the_old_client_secret_is_removed_at_once(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", NEWER)
        await look.click("store")
        await look.click("prove-it")
        look.host.screen.query_one("#remove-old", Button).press()
        await settle(look.host, look.pilot)
        assert len((await world.application()).client_secrets) == 1


async def test_a_guarded_old_client_secret_is_removed_only_against_the_passphrase(world: World) -> None:
    async with looking(rotation(world)) as look:
        await look.fill("client-secret", NEWER)
        await look.click("store")
        await look.click("prove-it")
        await world.workspace.guarding.guard(await world.authorization())
        look.host.screen.query_one("#remove-old", Button).press()
        for _ in range(4):
            await look.pilot.pause()
        assert len((await world.application()).client_secrets) == 2
        look.host.screen.query_one("#passphrase", Input).value = builders.PASSPHRASE.reveal()
        await look.pilot.press("enter")
        await settle(look.host, look.pilot)
        assert len((await world.application()).client_secrets) == 1


async def ask_amazon(look: Look, word: str) -> None:
    look.host.screen.query_one("#api", Button).press()
    await look.pilot.pause()
    assert isinstance(look.host.screen, ConfirmTyped)
    await look.fill("typed", word)
    look.host.screen.query_one("#save", Button).press()
    for _ in range(4):
        await look.pilot.pause()


async def test_amazon_rotates_only_after_the_word_was_typed(world: World) -> None:
    async with looking(rotation(world)) as look:
        await ask_amazon(look, "yes")
        assert world.api.rotated == []
        await look.press("escape")


async def test_with_the_word_amazon_is_asked(world: World) -> None:
    async with looking(rotation(world)) as look:
        await ask_amazon(look, "rotate")
        await settle(look.host, look.pilot)
        assert len(world.api.rotated) == 1


async def test_the_demo_rotates_at_its_own_amazon(world: World) -> None:
    notification = new_secret_notification(builders.CLIENT_ID, "a", NEWER, NOW)
    async with looking(rotation(world, demo_rotation=lambda client_id: notification)) as look:
        await look.click("demo")
        assert len((await world.application()).client_secrets) == 2


async def test_another_applications_new_secret_in_the_same_paste_is_offered(world: World) -> None:
    other = Application(ApplicationId("other"), "Other", f"{builders.CLIENT_ID[:-5]}other", Kind.SELLER, NOW)
    await world.vault.add(other, builders.event())
    ids = {builders.CLIENT_ID: NEWER, other.client_id: f"{NEWER}-of-other"}
    both = json.dumps([new_secret_notification(client_id, "a", value, NOW) for client_id, value in ids.items()])
    async with looking(rotation(world, demo_rotation=lambda client_id: both)) as look:
        look.host.screen.query_one("#demo", Button).press()
        for _ in range(4):
            await look.pilot.pause()
        assert "Store the new client secret of Other too?" in look.text
        look.host.screen.query_one("#go", Button).press()
        await settle(look.host, look.pilot)
    assert len((await world.vault.application(other.id)).client_secrets) == 1


def restricted(world: World) -> RestrictedScreen:
    return RestrictedScreen(world.workspace, AUTH)


async def test_a_restricted_token_is_had_for_what_is_chosen(world: World) -> None:
    async with looking(restricted(world)) as look:
        await look.pilot.press("a")
        await look.pilot.pause()
        look.host.screen.query_one("#operations", SelectionList).select("GET /orders/v0/orders/{orderId}/address")
        look.host.screen.query_one("#save", Button).press()
        await settle(look.host, look.pilot)
        assert "getOrderAddress" in look.text
        assert "59:00" in look.text


async def test_who_asks_for_a_restricted_token_reads_that_the_newest_orders_api_needs_none(world: World) -> None:
    form = RestrictedForm(world.workspace, await world.authorization(), await world.account())
    assert FACTS["orders-2026"].text in " ".join(str(each.content) for each in form.body() if isinstance(each, Static))


async def test_choosing_nothing_is_told_at_the_list(world: World) -> None:
    async with looking(restricted(world)) as look:
        await look.pilot.press("a")
        await look.pilot.pause()
        look.host.screen.query_one("#save", Button).press()
        for _ in range(4):
            await look.pilot.pause()
        assert "You chose nothing" in look.text
        await look.press("escape")


async def test_a_restricted_token_is_gone_from_the_screen_when_its_time_is_over(world: World) -> None:
    from spauth_tui.domain.model.restricted import Resource

    resources = [Resource("GET", "/orders/v0/orders/1/address")]
    await world.workspace.restricting.obtain(await world.authorization(), await world.account(), resources)
    screen = restricted(world)
    async with looking(screen) as look:
        world.clock.advance(timedelta(hours=1))
        screen._tick()
        await settle(look.host, look.pilot)
        assert "None at present" in look.text


async def merged_accounts(world: World) -> MergedAccountsScreen:
    await world.change_account(merged_name="Acme Group")
    europe = builders.account("eu", "Acme Europe", region=Region.EU, merged_name="Acme Group")
    await world.vault.add(europe, builders.event())
    await world.vault.add(builders.authorization("eu", acc="eu"), builders.event())
    return MergedAccountsScreen(world.workspace, await world.workspace.holdings(), await world.authorization())


async def test_a_merged_accounts_regions_stand_side_by_side(world: World) -> None:
    async with looking(await merged_accounts(world)) as look:
        for words in ("North America", "Europe", "Far East", "not here yet", "Acme Europe"):
            assert words in look.text


@pytest.mark.parametrize(("region", "is_said"), [(Region.FE, True), (Region.NA, False)])
async def test_a_merged_account_with_the_far_east_names_the_reports_about_its_stores(
    world: World, region: Region, *, is_said: bool
) -> None:
    await world.change_account(region=region)
    screen = MergedAccountsScreen(world.workspace, await world.workspace.holdings(), await world.authorization())
    assert (FACTS["far-east"].text in screen._explained()) is is_said


async def test_the_missing_region_is_led_to(world: World) -> None:
    wanted: list[tuple[str, str | None]] = []

    class Noting(Host):
        def on_another_requested(self, event: AnotherRequested) -> None:
            wanted.append((event.application_id, event.merged_with))

    host = Noting()
    async with host.run_test(size=(120, 40)) as pilot:
        await host.ask(await merged_accounts(world))
        await pilot.pause()
        await pilot.press("a")
        await pilot.pause()
        await pilot.pause()
    assert wanted in ([("app", None)], [("app", "acc")])


async def test_vendor_groups_of_one_application_stand_side_by_side() -> None:
    world = World()
    await world.vault.add(builders.application(kind=Kind.VENDOR), builders.event())
    for identity, group in (("a", "Retail"), ("b", "Wholesale")):
        account = builders.account(identity, identity.upper(), Kind.VENDOR, vendor_group=group)
        await world.vault.add(account, builders.event())
        await world.vault.add(builders.authorization(identity, acc=identity), builders.event())
    holdings = await world.workspace.holdings()
    account = holdings.account_by_id[holdings.authorization_by_id[AuthorizationId("a")].account_id]
    members = members_of(holdings, holdings.applications[0], account)
    assert [each.title for each in members] == ["Retail", "Wholesale"]
