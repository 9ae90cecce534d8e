"""The details of one authorization, driven on doubles."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, OptionList

from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.tokens.copying import SHOWN_FOR
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dashboard.details import Details
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.widgets import revealed_token
from spauth_tui.ui.widgets.problem_line import ProblemLine
from spauth_tui.ui.widgets.revealed_token import RevealedToken
from tests import builders
from tests.fakes import (
    FakeClipboard,
    FakeClock,
    FakeTokenEndpoint,
    InMemoryVaultStore,
)
from tests.ui.host import Host, outside, shown

AUTH = AuthorizationId("auth")


class Look:
    """Details before an in-memory vault with two refresh tokens and an access token."""

    def __init__(self) -> None:
        self.store = InMemoryVaultStore(passphrase=builders.PASSPHRASE)
        self.vault, self.clock, self.clipboard = self.store.vault(), FakeClock(), FakeClipboard()
        self.endpoint = FakeTokenEndpoint()
        self.outside = replace(outside(self.clock, self.clipboard), endpoint=self.endpoint)
        self.workspace = Workspace(self.vault, self.outside, self.store)
        self.details = Details(self.workspace, AUTH)
        self.host = Host()
        self.pilot: Pilot[None]

    async def settle(self) -> None:
        for _ in range(4):
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def confirm(self) -> None:
        assert isinstance(self.host.screen, Confirm)
        self.host.screen.query_one("#go", Button).press()
        await self.settle()

    async def type_passphrase(self, text: str) -> None:
        self.host.screen.query_one("#passphrase", Input).value = text
        await self.press("enter")
        await self.settle()

    def revealed(self) -> str:
        return str(self.details.query_one(RevealedToken).render())


@asynccontextmanager
async def looking(*, access: bool = True, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Look]:
    look = Look()
    await builders.furnish(look.vault)
    later = look.clock.now() + timedelta(seconds=1)
    second = builders.refresh_token("second", "Atzr|CANARY-second", later)
    await look.vault.keep(AUTH, second, builders.event())
    if access:
        token = builders.access_token(refresh_token_id="second")
        await look.vault.keep(AUTH, token, builders.event(EventKind.REFRESHED, "auth"))
    async with look.host.run_test(size=size) as pilot:
        look.pilot = pilot
        await look.host.ask(look.details)
        await look.settle()
        yield look


async def test_the_lineage_is_shown_without_any_value() -> None:
    async with looking() as look:
        text = shown(look.host)
        assert "current" in text
        assert "superseded, still valid at Amazon" in text
        assert "CANARY" not in text


async def test_the_history_is_shown() -> None:
    async with looking() as look:
        assert "access token refreshed" in shown(look.host)


async def test_rolling_back_makes_the_chosen_refresh_token_current() -> None:
    async with looking() as look:
        look.clock.advance(timedelta(minutes=1))
        look.details.query_one("#refresh-tokens", OptionList).highlighted = 1
        await look.press("b")
        await look.confirm()
        current = (await look.vault.authorization(AUTH)).current_refresh_token
        assert current is not None
        assert current.id == "token"


async def test_marking_revoked_leaves_the_other_one_current() -> None:
    async with looking() as look:
        await look.press("m")
        await look.confirm()
        current = (await look.vault.authorization(AUTH)).current_refresh_token
        assert current is not None
        assert current.id == "token"


async def test_saying_no_changes_nothing() -> None:
    async with looking() as look:
        await look.press("m", "escape")
        assert all(each.revoked_at is None for each in (await look.vault.authorization(AUTH)).refresh_tokens)


async def test_the_access_token_is_shown_only_after_a_yes() -> None:
    async with looking() as look:
        await look.press("v")
        assert look.revealed() == ""
        await look.confirm()
        assert look.revealed() == "Atza|CANARY-access-token"


async def test_a_shown_token_is_hidden_though_the_clock_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revealed_token, "SHOWN_FOR", timedelta(seconds=0.01))
    async with looking() as look:
        token = look.details.query_one(RevealedToken)
        token.show(Secret("Atza|CANARY-shown"), look.clock.now() + timedelta(hours=1))
        async with asyncio.timeout(20):
            while look.revealed():
                await look.pilot.pause()
        assert look.revealed() == ""


async def test_the_access_token_vanishes_after_its_seconds() -> None:
    async with looking() as look:
        await look.press("v")
        await look.confirm()
        look.clock.advance(SHOWN_FOR)
        look.details.tick()
        await look.settle()
        assert look.revealed() == ""
        assert "CANARY" not in shown(look.host)


async def test_showing_it_is_noted() -> None:
    async with looking() as look:
        await look.press("v")
        await look.confirm()
        assert EventKind.REVEALED in [each.kind for each in await look.vault.events(AUTH)]


async def test_without_an_access_token_it_says_what_to_do() -> None:
    async with looking(access=False) as look:
        await look.press("v")
        await look.confirm()
        assert "Press r to refresh." in str(look.details.query_one(ProblemLine).render())


async def test_c_copies_it() -> None:
    async with looking() as look:
        await look.press("c")
        assert look.clipboard.text == Secret("Atza|CANARY-access-token")


async def test_r_refreshes_it() -> None:
    async with looking() as look:
        look.clock.advance(timedelta(minutes=30))
        await look.press("r")
        assert "59:00 left" in shown(look.host)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (240, 70)])
async def test_it_shows_its_state_at_every_size(size: tuple[int, int]) -> None:
    async with looking(size=size) as look:
        assert "live" in shown(look.host)


async def test_g_guards_and_only_the_passphrase_takes_the_guard_away() -> None:
    async with looking() as look:
        await look.press("g")
        assert (await look.vault.authorization(AUTH)).guarded
        await look.press("g")
        await look.type_passphrase("CANARY wrong one")
        assert (await look.vault.authorization(AUTH)).guarded
        await look.type_passphrase(builders.PASSPHRASE.reveal())
        assert not (await look.vault.authorization(AUTH)).guarded


async def test_a_guarded_token_is_shown_only_against_the_passphrase() -> None:
    async with looking() as look:
        await look.press("g", "v")
        await look.confirm()
        assert look.revealed() == ""
        await look.type_passphrase(builders.PASSPHRASE.reveal())
        assert look.revealed() == "Atza|CANARY-access-token"


async def test_x_removes_an_earlier_refresh_token_after_a_yes() -> None:
    async with looking() as look:
        look.details.query_one("#refresh-tokens", OptionList).highlighted = 1
        await look.press("x")
        await look.confirm()
        assert [each.id for each in (await look.vault.authorization(AUTH)).refresh_tokens] == ["second"]


async def test_a_guarded_refresh_token_is_removed_only_against_the_passphrase() -> None:
    async with looking() as look:
        await look.press("g")
        look.details.query_one("#refresh-tokens", OptionList).highlighted = 1
        await look.press("x")
        await look.confirm()
        assert len((await look.vault.authorization(AUTH)).refresh_tokens) == 2
        await look.type_passphrase(builders.PASSPHRASE.reveal())
        assert [each.id for each in (await look.vault.authorization(AUTH)).refresh_tokens] == ["second"]


async def test_the_one_in_use_is_not_removed_and_the_sheet_says_why() -> None:
    async with looking() as look:
        await look.press("x")
        await look.confirm()
        assert "in use" in str(look.details.query_one(ProblemLine).render())


async def test_the_walk_for_revoking_ends_in_a_proof() -> None:
    async with looking() as look:
        look.endpoint.answers.append(ExchangeRefused("invalid_grant", "The request has an invalid grant parameter"))
        await look.press("w")
        assert "Self-Authorizations" in shown(look.host)
        look.host.screen.query_one("#prove", Button).press()
        await look.settle()
        await look.settle()
        assert "Proven: Login with Amazon refuses it." in " ".join(shown(look.host).split())
        assert (await look.vault.authorization(AUTH)).current_refresh_token is None


async def test_the_walk_says_when_it_is_not_revoked_yet() -> None:
    async with looking() as look:
        await look.press("w")
        look.host.screen.query_one("#prove", Button).press()
        await look.settle()
        await look.settle()
        assert "Not revoked" in shown(look.host)
