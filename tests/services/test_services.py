"""What a person can do, on an in-memory vault and with time that a test moves."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.exchange import ExchangeRefused, NothingToCopy, Unreachable
from spauth_tui.domain.errors.input import DuplicateAuthorization, InputRefused, LimitReached, PassphraseRefused
from spauth_tui.domain.errors.vault import WrongPassphrase
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import (
    CLIENT_SECRET_LIFETIME,
    Application,
    ApplicationId,
    ClientSecretRecord,
    Kind,
)
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.authorizing.accounts import AccountDraft
from spauth_tui.services.authorizing.applications import ApplicationDraft
from spauth_tui.services.authorizing.pasted import UnusualShape, accept_refresh_token
from spauth_tui.services.ports.amazon import Grant
from spauth_tui.services.tokens.copying import CLEARED_AFTER, Copying
from spauth_tui.services.tokens.token_forms import TokenForm, call_of, written
from spauth_tui.services.vault_care.unlocking import Unlocking
from tests import builders
from tests.fakes import (
    NOW,
    InMemoryVaultStore,
)
from tests.services.world import AUTH, World


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


def draft(**changes: Any) -> ApplicationDraft:
    usual = ApplicationDraft("Orders", builders.CLIENT_ID, Secret(builders.CLIENT_SECRET), Kind.SELLER)
    return replace(usual, **changes)


async def test_an_application_is_added_with_its_client_secret(world: World) -> None:
    added = await world.workspace.authorizing.applications.add(draft())
    assert (await world.workspace.holdings()).application_by_id[added.id].client_secret is not None


async def test_the_deadline_follows_from_the_date_the_secret_was_made(world: World) -> None:
    added = await world.workspace.authorizing.applications.add(draft(rotated_at=NOW))
    assert added.client_secret is not None
    assert added.client_secret.expires_at == NOW + CLIENT_SECRET_LIFETIME


async def test_without_a_date_no_deadline_is_guessed(world: World) -> None:
    added = await world.workspace.authorizing.applications.add(draft())
    assert added.client_secret is not None
    assert added.client_secret.expires_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": "  "}, "label"),
        ({"label": "inventory"}, "label"),
        ({"label": "x" * 61}, "label"),
        ({"client_id": ""}, "client_id"),
        ({"client_id": "amzn1.sp.solution.0000"}, "client_id"),
        ({"client_secret": Secret("Atzr|CANARY")}, "client_secret"),
        ({"client_secret": Secret('{"payload": "CANARY"}')}, "client_secret"),
        ({"client_secret": Secret("CANARY ünusual")}, "client_secret"),
        ({"authorization_limit": "0"}, "authorization_limit"),
        ({"authorization_limit": "ten"}, "authorization_limit"),
    ],
)
async def test_a_bad_field_of_an_application_is_named(world: World, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InputRefused) as caught:
        await world.workspace.authorizing.applications.add(draft(**changes))
    assert caught.value.field == field


async def test_an_empty_client_secret_keeps_the_one_stored(world: World) -> None:
    holdings = await world.workspace.holdings()
    await world.workspace.authorizing.applications.edit(holdings.applications[0], draft(client_secret=Secret("")))
    assert (await world.vault.credentials(AUTH)).client.client_secret == Secret(builders.CLIENT_SECRET)


async def test_markup_and_escapes_in_a_label_become_harmless_text(world: World) -> None:
    added = await world.workspace.authorizing.applications.add(draft(label="[red]\x1b[31m"))
    assert added.label == "[red]\ufffd[31m"


async def test_an_account_takes_marketplaces_of_its_region(world: World) -> None:
    account = await world.workspace.authorizing.accounts.add(
        AccountDraft("DE", Kind.SELLER, Region.EU, marketplaces="de, gb")
    )
    assert account.marketplaces == ("DE", "UK")


@pytest.mark.parametrize("marketplaces", ["US", "Atlantis"])
async def test_a_marketplace_of_another_region_is_refused(world: World, marketplaces: str) -> None:
    with pytest.raises(InputRefused) as caught:
        await world.workspace.authorizing.accounts.add(
            AccountDraft("DE", Kind.SELLER, Region.EU, marketplaces=marketplaces)
        )
    assert caught.value.field == "marketplaces"


async def test_a_duplicate_authorization_is_refused(world: World) -> None:
    holdings = await world.workspace.holdings()
    with pytest.raises(DuplicateAuthorization):
        await world.workspace.authorizing.authorizations.add(holdings.applications[0].id, holdings.accounts[0].id)


async def test_a_seller_application_is_not_authorized_for_a_vendor(world: World) -> None:
    await world.vault.add(builders.account("v", "Vendor", Kind.VENDOR), builders.event())
    holdings = await world.workspace.holdings()
    vendor = next(each for each in holdings.accounts if each.kind is Kind.VENDOR)
    with pytest.raises(InputRefused, match="seller application"):
        await world.workspace.authorizing.authorizations.add(holdings.applications[0].id, vendor.id)


async def test_the_eleventh_authorization_is_refused(world: World) -> None:
    application: Application = (await world.workspace.holdings()).applications[0]
    for number in range(9):
        account: Account = builders.account(str(number), f"Acme {number}")
        await world.vault.add(account, builders.event())
        await world.workspace.authorizing.authorizations.add(application.id, account.id)
    last = builders.account("last", "One too many")
    await world.vault.add(last, builders.event())
    with pytest.raises(LimitReached):
        await world.workspace.authorizing.authorizations.add(application.id, last.id)


async def test_a_stored_refresh_token_is_current_and_the_earlier_one_kept(world: World) -> None:
    world.clock.advance(timedelta(days=1))
    after = await world.workspace.authorizing.authorizations.store_refresh_token(
        await world.authorization(), Secret("Atzr|CANARY-2")
    )
    assert len(after.refresh_tokens) == 2
    assert (await world.vault.credentials(AUTH)).refresh_token == Secret("Atzr|CANARY-2")


async def test_the_same_refresh_token_is_not_stored_twice(world: World) -> None:
    with pytest.raises(InputRefused, match="already stored"):
        await world.workspace.authorizing.authorizations.store_refresh_token(
            await world.authorization(), Secret(builders.REFRESH_TOKEN)
        )


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "Nothing"),
        ("Atza|CANARY", "an access token"),
        ("amzn1.sp.solution.CANARY", "an application id"),
        (builders.CLIENT_ID, "a client id"),
        ("Atzr|CANARY\x01", "plain characters"),
    ],
)
def test_what_is_no_refresh_token_is_named(pasted: str, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        accept_refresh_token(Secret(pasted), Holdings())


def test_an_unusual_shape_is_asked_about_once() -> None:
    with pytest.raises(UnusualShape):
        accept_refresh_token(Secret("CANARY-opaque"), Holdings())
    assert accept_refresh_token(Secret("CANARY-opaque"), Holdings(), keep_unusual=True) == Secret("CANARY-opaque")


async def test_a_refresh_counts_from_when_it_was_asked(world: World) -> None:
    refreshed = await world.workspace.tokens.refresh(AUTH)
    assert refreshed.access_token is not None
    assert refreshed.access_token.expires_at == NOW + timedelta(hours=1)


async def test_a_refusal_is_recorded_and_the_old_access_token_stays(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    world.endpoint.answers = [ExchangeRefused("invalid_grant", "words", "request-9")]
    with pytest.raises(ExchangeRefused):
        await world.workspace.tokens.refresh(AUTH)
    after = await world.authorization()
    assert after.refusal is not None
    assert after.refusal.request_id == "request-9"
    assert after.access_token is not None


async def test_a_network_problem_changes_nothing(world: World) -> None:
    before = await world.authorization()
    world.endpoint.answers = [Unreachable()]
    with pytest.raises(Unreachable):
        await world.workspace.tokens.refresh(AUTH)
    assert await world.authorization() == before


async def test_two_refreshes_at_once_are_one_exchange(world: World) -> None:
    world.endpoint.gate = asyncio.Event()
    both = [asyncio.create_task(world.workspace.tokens.refresh(AUTH)) for _ in range(2)]
    await asyncio.sleep(0)
    world.endpoint.gate.set()
    await asyncio.gather(*both)
    assert len(world.endpoint.asked) == 1


async def many(world: World, count: int) -> list[AuthorizationId]:
    made = []
    for number in range(count):
        await world.vault.add(builders.account(f"a{number}", f"A{number}"), builders.event())
        await world.vault.add(builders.authorization(f"z{number}", "app", f"a{number}"), None)
        identity = AuthorizationId(f"z{number}")
        token = builders.refresh_token(f"t{number}", f"Atzr|CANARY-{number}")
        await world.vault.keep(identity, token, builders.event())
        made.append(identity)
    return made


async def test_refresh_all_has_four_in_flight_at_most(world: World) -> None:
    outcomes = [each async for each in world.workspace.tokens.refresh_many(await many(world, 20))]
    assert len(outcomes) == 20
    assert world.endpoint.most_in_flight == 4


async def test_one_failure_stops_no_other(world: World) -> None:
    world.endpoint.answers = [ExchangeRefused("invalid_grant")]
    outcomes = [each async for each in world.workspace.tokens.refresh_many(await many(world, 6))]
    assert sum(each.problem is None for each in outcomes) == 5


async def test_a_live_access_token_is_copied_and_noted(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    copied = await world.workspace.copying.copy_access_token(AUTH, builders.account())
    assert world.clipboard.text == Secret("Atza|CANARY-access-1")
    assert copied.left == timedelta(minutes=59)
    assert EventKind.COPIED in await world.kinds()


async def test_a_curl_command_goes_where_the_endpoint_is_reached(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    copying = Copying(
        world.vault, world.clipboard, world.clock, world.workspace.guarding, lambda _: "http://127.0.0.1:1"
    )
    await copying.copy_access_token(AUTH, builders.account(), TokenForm.CURL)
    assert world.clipboard.text is not None
    assert "http://127.0.0.1:1/sellers" in world.clipboard.text.reveal()


async def test_the_clipboard_is_to_be_cleared_after_its_time(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    await world.workspace.copying.copy_access_token(AUTH, builders.account())
    assert world.workspace.copying.clears_at == NOW + CLEARED_AFTER


async def test_a_plain_text_by_the_same_way_takes_the_tokens_place(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    await world.workspace.copying.copy_access_token(AUTH, builders.account())
    await world.workspace.copying.copy_plain("an address")
    assert world.workspace.copying.clears_at is None


async def test_a_plain_text_by_another_way_leaves_the_token_to_be_cleared(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    world.clipboard.way = "terminal, OSC 52"
    await world.workspace.copying.copy_access_token(AUTH, builders.account())
    world.clipboard.way = "xclip"
    await world.workspace.copying.copy_plain("an address")
    assert world.workspace.copying.clears_at == NOW + CLEARED_AFTER


async def test_an_expired_access_token_is_not_copied(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    world.clock.advance(timedelta(hours=1))
    with pytest.raises(NothingToCopy):
        await world.workspace.copying.copy_access_token(AUTH, builders.account())


@pytest.mark.parametrize("form", TokenForm)
def test_every_form_holds_the_access_token(form: TokenForm) -> None:
    assert "Atza|CANARY" in written(builders.access_token(), call_of(builders.account(), str), form).reveal()


def test_the_curl_form_uses_the_accounts_own_endpoint() -> None:
    account = builders.account(region=Region.EU, environment=Environment.SANDBOX)
    text = written(builders.access_token(), call_of(account, str), TokenForm.CURL).reveal()
    assert "https://sandbox.sellingpartnerapi-eu.amazon.com/" in text


async def test_closing_clears_the_clipboard(world: World) -> None:
    await world.workspace.tokens.refresh(AUTH)
    await world.workspace.copying.copy_access_token(AUTH, builders.account())
    await world.workspace.close()
    assert world.clipboard.text is None


async def test_closing_forgets_what_was_sent(world: World) -> None:
    world.outside.sent.append("CANARY-sent")
    await world.workspace.close()
    assert world.outside.sent == []


async def test_unlocking_needs_the_same_passphrase() -> None:
    unlocking = Unlocking(InMemoryVaultStore(), World().outside)
    await (await unlocking.create(builders.PASSPHRASE, builders.PASSPHRASE)).close()
    with pytest.raises(WrongPassphrase):
        await unlocking.unlock(Secret("CANARY another one"))


async def test_two_different_passphrases_create_nothing() -> None:
    unlocking = Unlocking(InMemoryVaultStore(), World().outside)
    with pytest.raises(PassphraseRefused):
        await unlocking.create(builders.PASSPHRASE, Secret("CANARY something else"))
    assert not unlocking.has_vault


async def test_a_grant_that_ends_early_counts_down_from_its_own_lifetime(world: World) -> None:
    world.endpoint.answers = [Grant(Secret("Atza|CANARY"), timedelta(minutes=10))]
    refreshed = await world.workspace.tokens.refresh(AUTH)
    assert refreshed.access_token is not None
    assert refreshed.access_token.remaining(NOW) == timedelta(minutes=9)


def refused(error: str = "invalid_client") -> ExchangeRefused:
    return ExchangeRefused(error, "Client authentication failed", "request-1", status=401)


async def rotated(world: World) -> None:
    """A newer client secret beside the one that works."""
    newer = builders.client_secret("newer", value="CANARY-newer")
    await world.vault.keep(ApplicationId("app"), newer, builders.event())


async def secrets_of(world: World) -> dict[str, ClientSecretRecord]:
    return {each.id: each for each in (await world.vault.application(ApplicationId("app"))).client_secrets}


async def test_when_the_new_client_secret_is_refused_the_old_one_is_used(world: World) -> None:
    await rotated(world)
    world.endpoint.answers = [refused()]
    await world.workspace.tokens.refresh(AUTH)
    assert [each.client_secret for each in world.endpoint.clients] == [
        Secret("CANARY-newer"),
        Secret(builders.CLIENT_SECRET),
    ]
    assert (await secrets_of(world))["newer"].refused_at == NOW
    assert EventKind.CLIENT_SECRET_REFUSED in await world.kinds()


async def test_the_new_client_secret_is_used_again_once_it_is_accepted(world: World) -> None:
    await rotated(world)
    world.endpoint.answers = [refused()]
    await world.workspace.tokens.refresh(AUTH)
    world.clock.advance(timedelta(minutes=11))
    await world.workspace.tokens.refresh(AUTH)
    assert world.endpoint.clients[-1].client_secret == Secret("CANARY-newer")
    assert (await secrets_of(world))["newer"].refused_at is None


async def test_when_every_client_secret_is_refused_none_is_blamed(world: World) -> None:
    await rotated(world)
    world.endpoint.answers = [refused(), refused()]
    with pytest.raises(ExchangeRefused):
        await world.workspace.tokens.refresh(AUTH)
    assert all(each.refused_at is None for each in (await secrets_of(world)).values())
    assert (await world.authorization()).refusal is not None


async def test_another_refusal_does_not_try_the_old_client_secret(world: World) -> None:
    await rotated(world)
    world.endpoint.answers = [refused("invalid_grant")]
    with pytest.raises(ExchangeRefused):
        await world.workspace.tokens.refresh(AUTH)
    assert len(world.endpoint.clients) == 1


async def test_after_stopping_amazon_is_asked_for_nothing_more(world: World) -> None:
    world.endpoint.gate = asyncio.Event()
    outcomes = world.workspace.tokens.refresh_many(await many(world, 20))
    assert isinstance(outcomes, AsyncGenerator)
    first = asyncio.ensure_future(anext(outcomes))
    while world.endpoint.in_flight < 4:  # noqa: ASYNC110 - the double has no event for it
        await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await outcomes.aclose()
    world.endpoint.gate.set()
    while world.workspace.tokens._under_way:  # noqa: ASYNC110 - it ends when they do
        await asyncio.sleep(0)
    assert len(world.endpoint.asked) == 4


async def _stopped(world: World, *, joined: bool) -> tuple[asyncio.Task[Authorization] | None, AuthorizationId]:
    """Stop "refresh all" of 20 with 4 under way; return who joined the first, if so, and its id or that of the last."""
    world.endpoint.gate = asyncio.Event()
    ids = await many(world, 20)
    outcomes = world.workspace.tokens.refresh_many(ids)
    assert isinstance(outcomes, AsyncGenerator)
    first = asyncio.ensure_future(anext(outcomes))
    while world.endpoint.in_flight < 4:  # noqa: ASYNC110 - the double has no event for it
        await asyncio.sleep(0)
    chosen = ids[0 if joined else -1]
    joining = asyncio.create_task(world.workspace.tokens.refresh(chosen)) if joined else None
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await outcomes.aclose()
    return joining, chosen


async def _settled(world: World) -> None:
    assert world.endpoint.gate is not None
    world.endpoint.gate.set()
    while world.workspace.tokens._under_way:  # noqa: ASYNC110 - it ends when they do
        await asyncio.sleep(0)


async def test_stopping_refresh_all_cancels_nobody_who_had_joined_one_of_its_exchanges(world: World) -> None:
    joining, first = await _stopped(world, joined=True)
    await _settled(world)
    assert joining is not None
    assert (await joining).id == first
    assert len(world.endpoint.asked) == 4


async def test_whoever_asks_after_all_have_stopped_gets_an_exchange_of_their_own(world: World) -> None:
    _, last = await _stopped(world, joined=False)
    asking = asyncio.create_task(world.workspace.tokens.refresh(last))
    await _settled(world)
    assert (await asking).id == last
    assert len(world.endpoint.asked) == 5


async def test_an_exchange_that_amazon_was_asked_for_is_kept_though_nobody_waits_any_more(world: World) -> None:
    world.endpoint.gate = asyncio.Event()
    asking = asyncio.create_task(world.workspace.tokens.refresh(AUTH))
    while world.endpoint.in_flight < 1:  # noqa: ASYNC110 - the double has no event for it
        await asyncio.sleep(0)
    asking.cancel()
    await _settled(world)
    assert await world.vault.access_token(AUTH) is not None
