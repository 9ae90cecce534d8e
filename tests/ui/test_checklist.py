"""The checklist, driven by keys and mouse on doubles."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from textual.widgets import Button, RadioButton

from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.checklist import Checklist
from spauth_tui.ui.authorization.progress import Progress
from spauth_tui.ui.authorization.step_list import StepList
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests import builders
from tests.fakes import (
    FakeBrowser,
    FakeClipboard,
    FakeClock,
    FakeFiles,
    FakeSellingPartnerApi,
    FakeTokenEndpoint,
    InMemoryVaultStore,
)
from tests.outside import Outside
from tests.ui.host import Host, shown

AUTH = AuthorizationId("auth")


async def leaving_step_3(way: str, walk: "Walk") -> None:
    if way == "click":
        walk.host.screen.query_one(StepList).post_message(StepList.Chosen("limits"))
        await walk.settle()
    else:
        await walk.press(way)


class Walk:
    """A checklist before an in-memory vault."""

    def __init__(self) -> None:
        self.vault = InMemoryVaultStore(passphrase=builders.PASSPHRASE).vault()
        self.endpoint, self.api = FakeTokenEndpoint(), FakeSellingPartnerApi()
        self.clipboard, self.browser = FakeClipboard(), FakeBrowser()
        outside = Outside(FakeClock(), self.endpoint, self.api, self.clipboard, self.browser, FakeFiles())
        self.workspace = Workspace(self.vault, outside, InMemoryVaultStore())
        self.host = Host()
        self.pilot: Any = None

    async def settle(self) -> None:
        for _ in range(4):
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def click(self, identity: str) -> None:
        self.host.screen.query_one(f"#{identity}", Button).press()
        await self.settle()

    async def paste(self, text: str) -> None:
        field = self.host.screen.query_one("#refresh-token", SecretInput)
        field.value = text
        await self.settle()

    def problem(self) -> str:
        return str(self.host.screen.query_one(ProblemLine).render())

    def seen(self) -> str:
        return " ".join(str(each.render()) for each in self.host.screen.query("#panel Static"))


@asynccontextmanager
async def walking(
    *, refresh: bool = False, limit: int = 10, size: tuple[int, int] = (120, 40), step: str | None = None
) -> AsyncIterator[Walk]:
    walk = Walk()
    await builders.furnish(walk.vault, refresh=refresh)
    if limit != 10:
        present = await walk.vault.application(ApplicationId("app"))
        await walk.vault.change(present, replace(present, authorization_limit=limit), builders.event())
    async with walk.host.run_test(size=size) as pilot:
        walk.pilot = pilot
        await walk.host.ask(Checklist(walk.workspace, AUTH, step))
        await walk.settle()
        yield walk


async def test_it_opens_at_the_first_step_that_is_not_done() -> None:
    async with walking() as walk:
        assert "Step 1 of 5" in shown(walk.host)


async def test_a_tick_is_stored_and_leads_on() -> None:
    async with walking() as walk:
        await walk.press("enter")
        assert "Step 2 of 5" in shown(walk.host)
        assert (await walk.vault.authorization(AUTH)).ticks == {"limits"}


async def test_it_resumes_where_it_was_left() -> None:
    async with walking() as walk:
        await walk.press("enter", "enter", "escape")
        await walk.host.ask(Checklist(walk.workspace, AUTH))
        await walk.settle()
        assert "Step 3 of 5" in shown(walk.host)


async def test_the_slots_are_counted_and_the_console_is_authoritative() -> None:
    async with walking() as walk:
        assert "0 of 10 slots" in walk.seen()
        assert "the console is authoritative" in walk.seen()


async def test_at_the_limit_it_stops_and_shows_the_way_to_revoke() -> None:
    async with walking(refresh=True, limit=1) as walk:
        await walk.vault.add(builders.account("b", "Second"), builders.event())
        await walk.vault.add(builders.authorization("auth-b", "app", "b"), builders.event())
        await walk.host.ask(Checklist(walk.workspace, AuthorizationId("auth-b")))
        await walk.settle()
        assert "The limit is reached" in walk.seen()
        assert "Revoke" in walk.seen()
        assert not walk.host.screen.query("#tick")


async def test_the_portal_has_a_click_path_and_an_address() -> None:
    async with walking(step="portal") as walk:
        assert "Develop Apps" in walk.seen()
        assert "https://solutionproviderportal.amazon.com/sellingpartner/developerconsole" in walk.seen()


async def test_o_opens_the_portal_in_the_browser() -> None:
    async with walking(step="portal") as walk:
        await walk.press("o")
        assert walk.browser.opened == ["https://solutionproviderportal.amazon.com/sellingpartner/developerconsole"]


async def test_without_a_browser_it_says_what_to_do() -> None:
    async with walking(step="portal") as walk:
        walk.browser.works = False
        await walk.press("o")
        assert "Copy the address" in walk.problem()


async def test_y_copies_the_address() -> None:
    async with walking(step="portal") as walk:
        await walk.press("y")
        assert walk.clipboard.text is not None


async def test_the_chosen_portal_is_remembered() -> None:
    async with walking(step="portal") as walk:
        buttons = list(walk.host.screen.query("#portal RadioButton").results(RadioButton))
        buttons[1].toggle()
        await walk.settle()
        assert (await walk.vault.authorization(AUTH)).portal == "seller-central"


async def test_a_pasted_token_is_described_before_it_is_stored() -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("Atzr|CANARY-" + "x" * 40 + "Ab12")
        assert "ends in Ab12 · looks like a refresh token" in walk.seen()


async def test_a_pasted_token_is_never_shown() -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("Atzr|CANARY-" + "x" * 40)
        assert "CANARY" not in shown(walk.host)


async def test_storing_leads_to_the_proof() -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("Atzr|CANARY-token")
        await walk.click("store")
        assert "read back and compared" in walk.seen()
        assert len((await walk.vault.authorization(AUTH)).refresh_tokens) == 1


async def test_a_mistake_in_the_paste_is_named_in_its_place() -> None:
    async with walking(step="authorize") as walk:
        for pasted, words in (
            ("", "Nothing was pasted"),
            ("Atza|CANARY", "That looks like an access token"),
            ("amzn1.sp.solution.CANARY", "That looks like an application id"),
            ("amzn1.oa2-cs.v1.CANARY", "That looks like a client secret"),
        ):
            await walk.paste(pasted)
            await walk.click("store")
            assert words in walk.problem()
            assert (await walk.vault.authorization(AUTH)).refresh_tokens == ()


async def test_an_unusual_token_is_asked_about_and_then_kept() -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("CANARY-opaque")
        await walk.click("store")
        assert "Store it again to keep it as it is" in walk.problem()
        await walk.click("store")
        assert len((await walk.vault.authorization(AUTH)).refresh_tokens) == 1


async def test_the_exchange_proves_the_token() -> None:
    async with walking(refresh=True) as walk:
        await walk.click("exchange")
        assert "All five steps are done" in walk.seen()


async def test_a_refusal_is_explained_with_causes_and_amazons_words() -> None:
    async with walking(refresh=True) as walk:
        walk.endpoint.answers = [ExchangeRefused("invalid_grant", "[red]words[/nope]", "request-7")]
        await walk.click("exchange")
        assert "Likely causes" in walk.seen()
        assert "[red]words[/nope]" in walk.seen()
        assert "request-7" in walk.seen()


async def test_a_refusal_leads_to_the_step_to_redo() -> None:
    async with walking(refresh=True) as walk:
        walk.endpoint.answers = [ExchangeRefused("invalid_grant")]
        await walk.click("exchange")
        await walk.click("to-authorize")
        assert "Step 3 of 5" in shown(walk.host)


async def test_a_refusal_is_copied_for_support() -> None:
    async with walking(refresh=True) as walk:
        walk.endpoint.answers = [ExchangeRefused("invalid_grant", "words", "request-7")]
        await walk.click("exchange")
        await walk.click("support")
        assert walk.clipboard.text is not None
        assert "Request id: request-7" in walk.clipboard.text.reveal()


async def test_a_test_at_sp_api_shows_the_endpoint() -> None:
    async with walking(refresh=True) as walk:
        await walk.click("exchange")
        await walk.click("verify")
        assert "SP-API accepted it at https://sellingpartnerapi-na.amazon.com" in walk.seen()


async def test_a_failed_test_at_sp_api_is_told_in_its_place() -> None:
    async with walking(refresh=True) as walk:
        await walk.click("exchange")
        walk.api.answer = SellingPartnerApiError("SP-API refused the access token (403).", "Check the region.")
        await walk.click("verify")
        assert "SP-API refused" in walk.problem()


async def test_keys_choose_a_step() -> None:
    async with walking() as walk:
        for keys, number in (("down", "up"), 1), ("n", 2), (("5", "p"), 4), ("3", 3):
            await walk.press(*keys)
            assert f"Step {number} of 5" in shown(walk.host)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (240, 70)])
async def test_the_main_button_is_in_sight(size: tuple[int, int]) -> None:
    async with walking(size=size) as walk:
        await walk.settle()  # the button is scrolled to once the panel is laid out
        assert "I have done this" in shown(walk.host)


async def test_at_the_limit_a_button_leads_to_revoking_one() -> None:
    async with walking(refresh=True, limit=1) as walk:
        account = builders.account("two", "Two")
        await walk.vault.add(account, builders.event())
        await walk.vault.add(builders.authorization("two", acc="two"), builders.event())
        checklist = walk.host.screen
        assert isinstance(checklist, Checklist)
        checklist._progress = Progress(walk.workspace, AuthorizationId("two"))
        await checklist._progress.read()
        await walk.press("1")
        await walk.click("revoke-one")
        assert "Revoke which account?" in shown(walk.host)


async def test_what_was_pasted_and_not_stored_is_asked_about_before_another_step_opens() -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("Atzr|CANARY")
        for way in ("up", "down", "escape", "click"):
            await leaving_step_3(way, walk)
            assert isinstance(walk.host.screen, Confirm)
            await walk.press("escape")
            assert walk.host.screen.query_one(SecretInput).value == "Atzr|CANARY"


@pytest.mark.parametrize(("way", "step"), [("up", 2), ("down", 4), ("click", 1)])
async def test_after_the_question_the_step_opens(way: str, step: int) -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("Atzr|CANARY")
        await leaving_step_3(way, walk)
        await walk.click("go")
        assert f"Step {step} of 5" in walk.seen()
