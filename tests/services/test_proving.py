"""Testing an authorization, rotating a client secret, grantless and restricted tokens: on doubles, with moved time."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from spauth_tui.demo.replies import new_secret_notification
from spauth_tui.domain.amazon.marketplace import marketplace
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.exchange import ExchangeRefused, NothingToCopy, NothingToExchange
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.application import OVERLAP, ClientSecretId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.domain.model.grantless import NOTIFICATIONS, ROTATION
from spauth_tui.domain.model.proof import Participation, Proof
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.testing.verifying import Verified
from spauth_tui.services.tokens.restricting import accept_resources, read_paths
from tests import builders
from tests.fakes import NOW
from tests.services.world import APP, World

DENIED = SellingPartnerApiError(status=403, code="Unauthorized", message="denied", request_id="request-9")
NEWER = "amzn1.oa2-cs.v1.CANARY-newer"


@pytest.fixture
async def world() -> World:
    made = World()
    await builders.furnish(made.vault)
    return made


async def verify(world: World) -> Verified:
    return await world.workspace.testing.verifying.verify(await world.authorization(), await world.account())


def takes_part(code: str) -> Participation:
    known = marketplace(code)
    assert known is not None
    return Participation(known.id, code, "Store", is_participating=True, has_suspended_listings=False)


def accepted(*codes: str) -> Proof:
    return Proof(NOW, "https://sellingpartnerapi-na.amazon.com", "request-1", tuple(map(takes_part, codes)))


async def test_a_test_exchanges_and_then_calls_once(world: World) -> None:
    await verify(world)
    assert (len(world.endpoint.asked), world.api.called) == (1, 1)


async def test_what_was_proven_is_remembered(world: World) -> None:
    world.api.answer = accepted("US")
    await verify(world)
    proof = (await world.authorization()).proof
    assert proof is not None
    assert (proof.proven_at, proof.participations) == (NOW, (takes_part("US"),))


async def test_marketplaces_of_another_region_are_named(world: World) -> None:
    world.api.answer = accepted("DE", "FR")
    assert (await verify(world)).foreign == (Region.EU,)


async def test_a_refusal_is_kept_with_amazons_words(world: World) -> None:
    world.api.answer = DENIED
    with pytest.raises(SellingPartnerApiError):
        await verify(world)
    refusal = (await world.authorization()).api_refusal
    assert refusal is not None
    assert (refusal.status, refusal.request_id) == (403, "request-9")


async def test_the_next_accepted_test_clears_the_refusal(world: World) -> None:
    world.api.answer = DENIED
    with pytest.raises(SellingPartnerApiError):
        await verify(world)
    world.api.answer = accepted("US")
    await verify(world)
    assert (await world.authorization()).api_refusal is None


async def test_being_throttled_is_no_refusal_of_the_authorization(world: World) -> None:
    world.api.answer = SellingPartnerApiError(status=429)
    with pytest.raises(SellingPartnerApiError):
        await verify(world)
    assert (await world.authorization()).api_refusal is None


async def test_after_being_throttled_nothing_is_sent_until_the_rate_allows_it(world: World) -> None:
    world.api.answer = SellingPartnerApiError(status=429)
    for _ in range(2):
        with pytest.raises(SellingPartnerApiError):
            await verify(world)
    assert world.api.called == 1
    world.clock.advance(timedelta(seconds=63))
    world.api.answer = accepted("US")
    await verify(world)
    assert world.api.called == 2


async def test_the_burst_of_the_sellers_call_is_not_exceeded(world: World) -> None:
    for _ in range(15):
        await verify(world)
    with pytest.raises(SellingPartnerApiError) as caught:
        await verify(world)
    assert caught.value.wait == timedelta(seconds=62.5)
    assert world.api.called == 15


async def find(world: World) -> Region | None:
    return await world.workspace.testing.verifying.find_region(await world.authorization(), await world.account())


async def test_the_region_that_accepts_the_token_is_found(world: World) -> None:
    world.api.answer = DENIED
    world.api.by_region = {Region.FE: accepted("JP")}
    assert await find(world) is Region.FE
    assert EventKind.REGION_FOUND in await world.kinds()


async def test_the_chosen_region_is_not_asked_again(world: World) -> None:
    world.api.answer = DENIED
    await find(world)
    assert world.api.asked_for == [Region.EU, Region.FE]


async def test_where_no_region_accepts_it_none_is_named(world: World) -> None:
    world.api.answer = DENIED
    assert await find(world) is None


async def test_an_empty_list_of_marketplaces_proves_no_region(world: World) -> None:
    world.api.answer = accepted()
    assert await find(world) is None


async def test_the_sandbox_is_not_asked_for_the_region(world: World) -> None:
    await world.change_account(environment=Environment.SANDBOX)
    with pytest.raises(SellingPartnerApiError):
        await find(world)
    assert world.api.called == 0


async def take(world: World, text: str = NEWER, *, rotated: bool = True) -> str:
    taken = await world.workspace.testing.rotating.take(
        await world.application(), Secret(text), NOW if rotated else None
    )
    return taken.words


async def ends(world: World) -> list[timedelta | None]:
    secrets = (await world.application()).client_secrets
    return [each.expires_at - NOW if each.expires_at else None for each in secrets]


async def test_a_new_client_secret_gets_180_days_and_the_old_one_seven(world: World) -> None:
    await take(world)
    assert await ends(world) == [timedelta(days=180), OVERLAP]


async def test_without_a_date_no_deadline_is_guessed(world: World) -> None:
    await take(world, rotated=False)
    assert await ends(world) == [None, None]


async def test_an_old_client_secret_that_ends_sooner_keeps_its_end(world: World) -> None:
    (record,) = (await world.application()).client_secrets
    await builders.change(world.vault, replace(record, expires_at=NOW + timedelta(days=2)), None)
    await take(world)
    assert await ends(world) == [timedelta(days=180), timedelta(days=2)]


async def test_a_notification_gives_secret_and_exact_deadlines(world: World) -> None:
    text = new_secret_notification(builders.CLIENT_ID, "amzn1.sp.solution.demo", NEWER, NOW - timedelta(hours=5))
    await take(world, text)
    assert await ends(world) == [timedelta(days=180, hours=-5), timedelta(days=7, hours=-5)]
    newest = (await world.application()).client_secrets[0]
    assert (await world.vault.client(APP, newest.id)).client_secret == Secret(NEWER)


async def test_a_deadline_notification_dates_the_present_secret(world: World) -> None:
    text = builders.expiry_notification(NOW + timedelta(days=9))
    assert "no new client secret" in await take(world, text)
    assert await ends(world) == [timedelta(days=9)]


async def test_another_applications_notification_is_refused(world: World) -> None:
    text = new_secret_notification("amzn1.application-oa2-client.other", "a", NEWER, NOW)
    with pytest.raises(InputRefused):
        await take(world, text)
    assert len(await ends(world)) == 1


async def test_the_same_client_secret_is_not_stored_twice(world: World) -> None:
    with pytest.raises(InputRefused):
        await take(world, builders.CLIENT_SECRET)


async def prove(world: World) -> str:
    return await world.workspace.testing.rotating.prove(await world.application(), await world.workspace.holdings())


async def test_proving_asks_with_the_newest_client_secret_alone(world: World) -> None:
    await take(world)
    assert await prove(world) == "Acme"
    assert [each.client_secret for each in world.endpoint.clients] == [Secret(NEWER)]
    assert (await world.application()).client_secrets[0].proven_at == NOW


async def test_a_refused_new_client_secret_is_noted_and_not_hidden_by_the_old_one(world: World) -> None:
    await take(world)
    world.endpoint.answers = [ExchangeRefused("invalid_client")]
    with pytest.raises(ExchangeRefused):
        await prove(world)
    assert (await world.application()).client_secrets[0].refused_at == NOW


async def test_without_a_refresh_token_nothing_can_be_proven(world: World) -> None:
    token = (await world.authorization()).refresh_tokens[0]
    await world.vault.mark_revoked(token.id, NOW, builders.event())
    with pytest.raises(NothingToExchange):
        await prove(world)


async def test_the_old_client_secret_goes_only_after_the_new_one_is_proven(world: World) -> None:
    await take(world)
    application = await world.application()
    with pytest.raises(InputRefused):
        await world.workspace.authorizing.removing.remove_old_secrets(application, [application.client_secrets[1]])
    await prove(world)
    application = await world.application()
    left = await world.workspace.authorizing.removing.remove_old_secrets(application, [application.client_secrets[1]])
    assert [each.id for each in left.client_secrets] == [application.client_secrets[0].id]


async def test_amazon_is_asked_to_rotate_with_a_grantless_token_of_that_scope(world: World) -> None:
    await world.workspace.testing.rotating.ask_amazon(await world.application(), Region.EU)
    assert world.endpoint.scopes == [ROTATION.text]
    assert world.api.rotated == [Secret("Atc|CANARY-grantless")]


async def test_a_new_label_opens_no_way_to_a_second_rotation(world: World) -> None:
    application = await world.application()
    await world.workspace.testing.rotating.ask_amazon(application, Region.EU)
    shown = await world.vault.application(application.id)
    renamed = replace(shown, label="Renamed")
    await world.vault.change(shown, renamed, builders.event())
    with pytest.raises(SellingPartnerApiError):
        await world.workspace.testing.rotating.ask_amazon(renamed, Region.EU)
    assert len(world.api.rotated) == 1


async def test_many_events_since_open_no_way_to_a_second_rotation(world: World) -> None:
    application = await world.application()
    await world.workspace.testing.rotating.ask_amazon(application, Region.EU)
    for _ in range(1000):
        await world.vault.record(builders.event())
    with pytest.raises(SellingPartnerApiError):
        await world.workspace.testing.rotating.ask_amazon(application, Region.EU)


async def test_two_windows_that_ask_at_once_rotate_once(world: World) -> None:
    application = await world.application()
    asked = (world.workspace.testing.rotating.ask_amazon(application, Region.EU) for _ in range(2))
    ended = await asyncio.gather(*asked, return_exceptions=True)
    assert [isinstance(each, SellingPartnerApiError) for each in ended].count(True) == 1


async def test_amazon_is_asked_to_rotate_once_a_minute(world: World) -> None:
    application = await world.application()
    await world.workspace.testing.rotating.ask_amazon(application, Region.EU)
    with pytest.raises(SellingPartnerApiError):
        await world.workspace.testing.rotating.ask_amazon(application, Region.EU)
    assert len(world.api.rotated) == 1


async def test_a_grantless_token_lives_in_the_vault_with_its_time(world: World) -> None:
    application = await world.workspace.grantless.obtain(await world.application(), NOTIFICATIONS)
    (life,) = application.grantless
    assert life.remaining(NOW) == timedelta(minutes=59)
    assert await world.workspace.grantless.lend(application, NOTIFICATIONS) == Secret("Atc|CANARY-grantless")


async def test_an_expired_grantless_token_is_not_lent(world: World) -> None:
    application = await world.workspace.grantless.obtain(await world.application(), NOTIFICATIONS)
    world.clock.advance(timedelta(hours=1))
    with pytest.raises(NothingToCopy):
        await world.workspace.grantless.lend(application, NOTIFICATIONS)


async def test_grantless_tokens_fall_back_to_the_old_client_secret_too(world: World) -> None:
    await take(world)
    world.endpoint.answers = [ExchangeRefused("invalid_client")]
    await world.workspace.grantless.obtain(await world.application(), NOTIFICATIONS)
    assert world.endpoint.clients[-1].client_secret == Secret(builders.CLIENT_SECRET)


ADDRESS = Resource("GET", "/orders/v0/orders/{orderId}/address")


async def lend(world: World, *resources: Resource) -> None:
    await world.workspace.restricting.obtain(
        await world.authorization(), await world.account(), resources or (ADDRESS,)
    )


async def test_a_restricted_token_is_had_for_the_chosen_paths(world: World) -> None:
    await lend(world)
    assert world.api.lent == [(ADDRESS,)]
    (life,) = (await world.authorization()).restricted_tokens
    assert life.resources == (ADDRESS,)


async def test_a_restricted_token_is_gone_when_its_time_is_over(world: World) -> None:
    await lend(world)
    world.clock.advance(timedelta(hours=1))
    await world.workspace.restricting.forget_expired()
    assert (await world.authorization()).restricted_tokens == ()


async def test_unlocking_forgets_expired_restricted_tokens(world: World) -> None:
    await lend(world)
    world.clock.advance(timedelta(hours=1))
    assert await world.workspace.note_unlocked(())
    assert (await world.authorization()).restricted_tokens == ()


async def test_locking_forgets_expired_restricted_tokens(world: World) -> None:
    await lend(world)
    world.clock.advance(timedelta(hours=1))
    await world.workspace.close()
    (left,) = (await world.store.vault().holdings()).authorizations
    assert left.restricted_tokens == ()


async def test_a_guarded_authorization_lends_no_restricted_token_without_the_passphrase(world: World) -> None:
    await lend(world)
    guarded = await world.workspace.guarding.guard(await world.authorization())
    with pytest.raises(PassphraseNeeded):
        await world.workspace.restricting.lend(guarded, guarded.restricted_tokens[0].id)


async def test_a_sandbox_account_is_told_that_production_gives_restricted_tokens(world: World) -> None:
    await world.change_account(environment=Environment.SANDBOX)
    with pytest.raises(InputRefused) as caught:
        await lend(world)
    assert "production" in caught.value.sentence


@pytest.mark.parametrize(
    "resources",
    [
        (),
        tuple(Resource("GET", f"/orders/v0/orders/{number}") for number in range(51)),
        (Resource("GET", "/reports/2021-06-30/documents/{reportDocumentId}"),),
        (Resource("GET", "/orders/v0/orders/1/address", ("buyerInfo",)),),
    ],
    ids=["none", "too many", "generic report", "elements for another operation"],
)
def test_what_amazons_model_does_not_allow_is_refused_before_it_is_sent(resources: tuple[Resource, ...]) -> None:
    with pytest.raises(InputRefused):
        accept_resources(resources)


def test_typed_paths_have_methods_and_elements_where_they_belong() -> None:
    found = read_paths(
        "/orders/v0/orders/1, GET /orders/v0/orders/1/address put /mfn/v0/shipments/2/cancel", ("buyerInfo",)
    )
    assert found == (
        Resource("GET", "/orders/v0/orders/1", ("buyerInfo",)),
        Resource("GET", "/orders/v0/orders/1/address"),
        Resource("PUT", "/mfn/v0/shipments/2/cancel"),
    )


@pytest.mark.parametrize("text", ["https://example.invalid/x", "orders", "GET"])
def test_what_is_no_path_is_refused_or_left_out(text: str) -> None:
    if text == "GET":
        assert read_paths(text, ()) == ()
        return
    with pytest.raises(InputRefused):
        read_paths(text, ())


async def test_slots_kept_elsewhere_count_against_the_limit(world: World) -> None:
    application = replace(await world.application(), authorization_limit=3, slots_elsewhere=2)
    await builders.change(world.vault, application, builders.event())
    holdings = await world.workspace.holdings()
    assert holdings.slots_used(APP) == 3


async def test_a_client_secret_that_is_gone_cannot_be_asked_with(world: World) -> None:
    from spauth_tui.domain.errors.vault import NoSuchRecord

    with pytest.raises(NoSuchRecord):
        await world.vault.client(APP, ClientSecretId("gone"))
