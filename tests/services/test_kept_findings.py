"""What a test, a search and a failed exchange found is kept, and replaces nothing unasked."""

from datetime import timedelta

import pytest

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors.exchange import NothingToExchange, Unreachable
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.errors.vault import ChangedMeanwhile
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.proof import Proof
from spauth_tui.services.workspace import Workspace
from tests import builders
from tests.fakes import NOW
from tests.services.test_proving import DENIED, accepted, find, verify
from tests.services.world import AUTH, World


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


async def test_a_test_replaces_no_marketplaces(world: World) -> None:
    await world.change_account(marketplaces=("US", "CA"))
    world.api.answer = accepted("MX", "US")
    verified = await verify(world)
    assert (await world.account()).marketplaces == ("US", "CA")
    assert (verified.named, verified.differs) == (("MX", "US"), True)


async def test_the_same_marketplaces_in_another_order_do_not_differ(world: World) -> None:
    await world.change_account(marketplaces=("US", "CA"))
    world.api.answer = accepted("CA", "US")
    assert not (await verify(world)).differs


async def test_a_seller_for_whom_sp_api_names_no_marketplace_is_not_proven(world: World) -> None:
    world.api.answer = Proof(NOW, "https://sellingpartnerapi-na.amazon.com", "request-1")
    with pytest.raises(SellingPartnerApiError, match="proves nothing"):
        await verify(world)
    authorization = await world.authorization()
    assert (authorization.proof, authorization.api_refusal) == (None, None)


async def test_what_sp_api_told_is_kept_when_that_is_wanted(world: World) -> None:
    await world.change_account(marketplaces=("US", "CA"))
    await world.workspace.authorizing.accounts.set_marketplaces(await world.account(), ("MX",))
    assert (await world.account()).marketplaces == ("MX",)
    assert (await world.vault.events())[0].detail == "marketplaces: MX"


async def test_marketplaces_that_another_window_changed_since_are_not_replaced(world: World) -> None:
    seen = await world.change_account(marketplaces=("US", "CA"))
    await world.change_account(marketplaces=("US",))
    with pytest.raises(ChangedMeanwhile):
        await world.workspace.authorizing.accounts.set_marketplaces(seen, ("MX",))


async def found(world: World) -> Region | None:
    return await world.workspace.testing.verifying.found_region(await world.authorization(), await world.account())


async def test_a_region_that_was_found_is_there_later(world: World) -> None:
    world.api.answer, world.api.by_region = DENIED, {Region.FE: accepted("JP")}
    await find(world)
    again = Workspace(world.vault, world.outside, world.store)
    assert await again.testing.verifying.found_region(await world.authorization(), await world.account()) is Region.FE


async def test_a_region_that_was_found_counts_no_more_once_it_is_set(world: World) -> None:
    world.api.answer, world.api.by_region = DENIED, {Region.FE: accepted("JP")}
    await find(world)
    await world.change_account(marketplaces=("US",))
    await world.workspace.authorizing.accounts.set_region(await world.account(), Region.FE)
    account = await world.account()
    assert (account.region, account.marketplaces) == (Region.FE, ())
    assert await found(world) is None


async def test_a_region_that_was_found_says_nothing_of_a_newer_refresh_token(world: World) -> None:
    world.api.answer, world.api.by_region = DENIED, {Region.FE: accepted("JP")}
    await find(world)
    later = (await world.authorization()).created_at + timedelta(days=1)
    await world.vault.keep(AUTH, builders.refresh_token("two", "Atzr|CANARY-2", later), builders.event())
    assert await found(world) is None


async def test_an_exchange_that_came_to_nothing_is_in_the_log(world: World) -> None:
    world.endpoint.answers = [Unreachable("Login with Amazon could not be found.", kind="dns")]
    with pytest.raises(Unreachable):
        await world.workspace.tokens.refresh(AUTH)
    event = (await world.vault.events(AUTH))[0]
    assert (event.kind, event.detail) == (EventKind.EXCHANGE_FAILED, "Login with Amazon could not be found.")


async def test_why_it_came_to_nothing_is_known_after_a_new_start(world: World) -> None:
    world.endpoint.answers = [Unreachable("Login with Amazon could not be found.", kind="dns")]
    with pytest.raises(Unreachable):
        await world.workspace.tokens.refresh(AUTH)
    again = Workspace(world.vault, world.outside, world.store)
    problem = await again.tokens.last_failure(AUTH)
    assert problem is not None
    assert problem.sentence == "Login with Amazon could not be found."


async def test_a_success_ends_what_was_known_of_the_failure(world: World) -> None:
    world.endpoint.answers = [Unreachable(kind="dns")]
    with pytest.raises(Unreachable):
        await world.workspace.tokens.refresh(AUTH)
    world.clock.advance(timedelta(seconds=1))
    await world.workspace.tokens.refresh(AUTH)
    assert world.workspace.tokens.failed == {}
    assert await world.workspace.tokens.last_failure(AUTH) is None


async def test_where_there_is_nothing_to_exchange_nothing_has_failed(world: World) -> None:
    authorization = await world.authorization()
    await world.vault.mark_revoked(authorization.refresh_tokens[0].id, authorization.created_at, builders.event())
    with pytest.raises(NothingToExchange):
        await world.workspace.tokens.refresh(AUTH)
    assert EventKind.EXCHANGE_FAILED not in await world.kinds()
