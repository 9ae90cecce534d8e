"""What every vault promises, held against the real one and the in-memory one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.records.rows import preferences
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.diagnosis.cut_short import hex_digits
from spauth_tui.domain.errors.exchange import NothingToExchange
from spauth_tui.domain.errors.input import DuplicateAuthorization
from spauth_tui.domain.errors.vault import NoSuchRecord, VaultLocked
from spauth_tui.domain.model.account import AccountId
from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.application import ApplicationId, ClientSecretId
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import GrantlessLife, GrantlessToken
from spauth_tui.domain.model.leak import Leak, Leaked, LeakId
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences, View
from spauth_tui.domain.model.proof import ApiRefusal, Participation, Proof
from spauth_tui.domain.model.restricted import Resource, RestrictedLife, RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.views.naming import Named, name_of
from spauth_tui.domain.views.order import Order
from spauth_tui.services.ports.vault import Vault
from tests import builders
from tests.fakes import NOW, InMemoryVault

AUTH, APP, ACC = AuthorizationId("auth"), ApplicationId("app"), AccountId("acc")


@pytest.fixture(params=["sqlcipher", "memory"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Vault]:
    made: Vault
    if request.param == "memory":
        made = InMemoryVault()
    else:
        made = await SqlcipherVaultStore(tmp_path / "v.vault").create(builders.PASSPHRASE)
    yield made
    await made.close()


async def test_a_new_vault_is_empty(vault: Vault) -> None:
    assert (await vault.holdings()).applications == ()


async def test_an_application_comes_back_as_it_was_saved(vault: Vault) -> None:
    application = builders.application(label="Inventory [red] 日本")
    await vault.add(application, builders.event())
    assert (await vault.holdings()).applications == (application,)


async def test_an_account_comes_back_as_it_was_saved(vault: Vault) -> None:
    account = builders.account(marketplaces=("DE", "FR"), merged_name="Acme Group", notes="two\nlines"[:3])
    await vault.add(account, builders.event())
    assert (await vault.holdings()).accounts == (account,)


async def test_applications_are_sorted_by_label_in_any_case(vault: Vault) -> None:
    for identity, label in (("1", "beta"), ("2", "Alpha"), ("3", "gamma")):
        await vault.add(builders.application(identity, label), builders.event())
    assert [each.label for each in (await vault.holdings()).applications] == ["Alpha", "beta", "gamma"]


async def test_saving_an_application_again_keeps_its_client_secrets(vault: Vault) -> None:
    await builders.furnish(vault)
    await builders.change(vault, replace(await vault.application(APP), label="Renamed"), builders.event())
    (application,) = (await vault.holdings()).applications
    assert (application.label, len(application.client_secrets)) == ("Renamed", 1)


async def test_the_newest_client_secret_is_the_one_exchanged_with(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.keep(APP, builders.client_secret("newer", value="CANARY-newer"), builders.event())
    assert (await vault.credentials(AUTH)).client.client_secret == Secret("CANARY-newer")


async def test_the_newest_refresh_token_is_current(vault: Vault) -> None:
    await builders.furnish(vault)
    later = NOW + timedelta(days=1)
    await vault.keep(AUTH, builders.refresh_token("two", "Atzr|CANARY-2", later), builders.event())
    assert (await vault.credentials(AUTH)).refresh_token == Secret("Atzr|CANARY-2")


async def test_an_earlier_refresh_token_is_kept(vault: Vault) -> None:
    await builders.furnish(vault)
    later = NOW + timedelta(days=1)
    await vault.keep(AUTH, builders.refresh_token("two", "Atzr|CANARY-2", later), builders.event())
    assert await vault.refresh_token(RefreshTokenId("token")) == Secret(builders.REFRESH_TOKEN)


async def test_rolling_back_makes_the_earlier_refresh_token_current(vault: Vault) -> None:
    await builders.furnish(vault)
    later = NOW + timedelta(days=1)
    await vault.keep(AUTH, builders.refresh_token("two", "Atzr|CANARY-2", later), builders.event())
    await vault.make_current(RefreshTokenId("token"), later + timedelta(days=1), builders.event())
    assert (await vault.credentials(AUTH)).refresh_token_id == "token"


async def test_a_refresh_token_that_is_stored_once_the_clock_is_put_back_is_the_current_one(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.keep(AUTH, builders.refresh_token("two", "Atzr|CANARY-2", NOW - timedelta(days=1)), builders.event())
    assert (await vault.credentials(AUTH)).refresh_token_id == "two"
    current = (await vault.authorization(AUTH)).current_refresh_token
    assert current is not None
    assert (current.id, current.created_at) == ("two", NOW - timedelta(days=1))


async def test_rolling_back_holds_though_the_clock_was_put_back(vault: Vault) -> None:
    await builders.furnish(vault)
    later = NOW + timedelta(days=1)
    await vault.keep(AUTH, builders.refresh_token("two", "Atzr|CANARY-2", later), builders.event())
    await vault.make_current(RefreshTokenId("token"), NOW, builders.event())
    assert (await vault.credentials(AUTH)).refresh_token_id == "token"


async def test_a_revoked_refresh_token_is_not_exchanged(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.mark_revoked(RefreshTokenId("token"), NOW, builders.event())
    with pytest.raises(NothingToExchange):
        await vault.credentials(AUTH)


async def test_without_a_client_secret_there_is_nothing_to_exchange(vault: Vault) -> None:
    await builders.furnish(vault, secret=False)
    with pytest.raises(NothingToExchange):
        await vault.credentials(AUTH)


async def test_an_access_token_comes_back_with_its_life(vault: Vault) -> None:
    await builders.furnish(vault)
    token = builders.access_token()
    await vault.keep(AUTH, token, builders.event())
    assert await vault.access_token(AUTH) == token


async def test_the_authorization_knows_its_access_tokens_life(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.keep(AUTH, builders.access_token(), builders.event())
    assert (await vault.authorization(AUTH)).access_token == builders.life()


async def test_a_success_clears_the_refusal(vault: Vault) -> None:
    await builders.furnish(vault)
    await builders.change(vault, replace(await vault.authorization(AUTH), refusal=builders.refusal()), None)
    await vault.keep(AUTH, builders.access_token(), builders.event())
    assert (await vault.authorization(AUTH)).refusal is None


async def test_a_refusal_and_ticks_and_portal_are_kept(vault: Vault) -> None:
    await builders.furnish(vault)
    changed = replace(
        await vault.authorization(AUTH),
        refusal=builders.refusal(),
        ticks=frozenset({"limits", "portal"}),
        portal="seller-central",
    )
    await builders.change(vault, changed, None)
    kept = await vault.authorization(AUTH)
    assert (kept.refusal, kept.ticks, kept.portal) == (changed.refusal, changed.ticks, changed.portal)


async def test_saving_an_authorization_leaves_its_tokens_alone(vault: Vault) -> None:
    await builders.furnish(vault)
    await builders.change(vault, replace(await vault.authorization(AUTH), ticks=frozenset({"limits"})), None)
    assert len((await vault.authorization(AUTH)).refresh_tokens) == 1


async def test_a_second_authorization_for_the_same_account_is_refused(vault: Vault) -> None:
    await builders.furnish(vault)
    with pytest.raises(DuplicateAuthorization):
        await vault.add(builders.authorization("other"), builders.event())


async def test_a_refused_write_leaves_no_event(vault: Vault) -> None:
    await builders.furnish(vault)
    before = len(await vault.events())
    with pytest.raises(DuplicateAuthorization):
        await vault.add(builders.authorization("other"), builders.event())
    assert len(await vault.events()) == before


async def test_what_is_not_there_is_named(vault: Vault) -> None:
    with pytest.raises(NoSuchRecord):
        await vault.authorization(AuthorizationId("nobody"))


async def test_removing_an_account_removes_its_authorizations(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.remove(builders.account(), builders.event(EventKind.REMOVED))
    assert (await vault.holdings()).authorizations == ()


async def test_removing_an_application_removes_its_authorizations(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.remove(builders.application(), builders.event(EventKind.REMOVED))
    assert (await vault.holdings()).authorizations == ()


async def test_events_outlive_what_they_are_about(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.remove(builders.authorization(), builders.event(EventKind.REMOVED, "auth"))
    assert [each.kind for each in await vault.events(AUTH)] == [EventKind.REMOVED]


async def test_an_event_names_its_authorization_as_it_is_called_when_it_is_logged(vault: Vault) -> None:
    await builders.furnish(vault)
    await builders.change(vault, replace(await vault.application(APP), label="Renamed"), builders.event())
    await vault.record(Event.about(AUTH, NOW, EventKind.COPIED))
    assert [each.subject for each in await vault.events(AUTH, limit=1)] == ["Renamed / Acme"]


async def test_events_come_newest_first(vault: Vault) -> None:
    await vault.record(builders.event(EventKind.COPIED))
    await vault.record(builders.event(EventKind.REVEALED))
    assert [each.kind for each in await vault.events()] == [EventKind.REVEALED, EventKind.COPIED]


async def test_a_batch_that_fails_leaves_nothing(vault: Vault) -> None:
    with pytest.raises(ZeroDivisionError):
        async with vault.batch() as batch:
            await batch.add(builders.application(), builders.event())
            raise ZeroDivisionError
    assert (await vault.holdings()).applications == ()


async def test_a_batch_that_ends_is_kept_whole(vault: Vault) -> None:
    async with vault.batch() as batch:
        await builders.furnish(batch)
    assert len((await vault.holdings()).authorizations) == 1


async def test_a_closed_vault_says_that_it_is_locked(vault: Vault) -> None:
    await vault.close()
    with pytest.raises(VaultLocked):
        await vault.holdings()


async def test_closing_twice_is_harmless(vault: Vault) -> None:
    await vault.close()
    await vault.close()


async def test_a_guard_comes_back_as_it_was_set(vault: Vault) -> None:
    await builders.furnish(vault)
    await builders.change(vault, replace(await vault.authorization(AUTH), guarded=True), builders.event())
    assert (await vault.authorization(AUTH)).guarded
    assert (await vault.holdings()).authorizations[0].guarded


async def test_a_new_vault_has_the_default_preferences(vault: Vault) -> None:
    assert await vault.preferences() == Preferences()


@pytest.mark.parametrize(
    "chosen",
    [
        Preferences(None, True, timedelta(days=7), 3),
        Preferences(timedelta(0), backup_every=timedelta(days=3650), backups_kept=1),
        Preferences(timedelta(minutes=5), False, None, 1000, frozenset({AuthorizationId("auth")})),
        Preferences(views=(View("Europe", "eu <10m", Order.EXPIRY, PaneStyle.TABLE),)),
    ],
)
async def test_preferences_come_back_as_they_were_chosen(vault: Vault, chosen: Preferences) -> None:
    await builders.change(vault, chosen, builders.event(EventKind.PREFERENCES_CHANGED))
    assert await vault.preferences() == chosen


def test_preferences_of_a_later_version_are_read() -> None:
    later = b'{"views": [["Europe", "eu", "EXPIRY", "TABLE", "more"], ["All", "", "BY_MOOD", "CLOUD"]], "more": 1}'
    assert preferences(later).views == (
        View("Europe", "eu", Order.EXPIRY, PaneStyle.TABLE),
        View("All", "", Order.APPLICATION, PaneStyle.COMFORTABLE),
    )


async def test_a_purged_refresh_token_is_gone_with_its_record(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.remove(
        (await vault.authorization(AUTH)).refresh_tokens[0], builders.event(EventKind.REFRESH_TOKEN_PURGED)
    )
    assert (await vault.authorization(AUTH)).refresh_tokens == ()
    with pytest.raises(NoSuchRecord):
        await vault.refresh_token(RefreshTokenId("token"))


async def test_purging_what_is_not_there_is_refused(vault: Vault) -> None:
    with pytest.raises(NoSuchRecord):
        await vault.remove(builders.authorization("none"), builders.event())


async def test_our_own_writes_are_no_changes_by_another_program(vault: Vault) -> None:
    before = await vault.changes()
    await vault.record(builders.event())
    assert await vault.changes() == before


async def test_a_turn_is_had_and_given_back(vault: Vault) -> None:
    for _ in range(2):
        async with vault.turn(AUTH):
            pass


@pytest.mark.parametrize("what", ["preferences", "changes", "holdings"])
async def test_a_closed_vault_says_so(vault: Vault, what: str) -> None:
    await vault.close()
    with pytest.raises(VaultLocked):
        await getattr(vault, what)()


async def test_what_is_noted_of_a_client_secret_comes_back(vault: Vault) -> None:
    await builders.furnish(vault)
    (record,) = (await vault.application(APP)).client_secrets
    noted = replace(record, expires_at=NOW + timedelta(days=7), proven_at=NOW, refused_at=NOW)
    await builders.change(vault, noted, builders.event())
    assert (await vault.application(APP)).client_secrets == (noted,)


async def test_a_given_client_secret_is_exchanged_with(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.keep(APP, builders.client_secret("newer", value="CANARY-newer"), builders.event())
    credentials = await vault.credentials(AUTH, ClientSecretId("secret"))
    assert credentials.client.client_secret == Secret(builders.CLIENT_SECRET)


async def test_a_removed_client_secret_is_gone(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.remove(builders.client_secret().record, builders.event())
    assert (await vault.application(APP)).client_secrets == ()
    with pytest.raises(NoSuchRecord):
        await vault.client(APP, ClientSecretId("secret"))


async def test_slots_kept_elsewhere_come_back(vault: Vault) -> None:
    await builders.furnish(vault)
    await builders.change(vault, replace(await vault.application(APP), slots_elsewhere=3), builders.event())
    assert (await vault.application(APP)).slots_elsewhere == 3


PROOF = Proof(
    NOW,
    "https://sellingpartnerapi-na.amazon.com",
    "request-1",
    (Participation("ATVPDKIKX0DER", "US", "Store [b]", is_participating=True, has_suspended_listings=False),),
)
API_REFUSAL = ApiRefusal(403, "Unauthorized", "denied", "", "request-2", PROOF.endpoint, NOW)


async def test_a_proof_and_a_refusal_of_sp_api_come_back(vault: Vault) -> None:
    await builders.furnish(vault)
    present = await vault.authorization(AUTH)
    await builders.change(vault, replace(present, proof=PROOF, api_refusal=API_REFUSAL), None)
    present = await vault.authorization(AUTH)
    assert (present.proof, present.api_refusal) == (PROOF, API_REFUSAL)


async def test_a_new_refresh_token_clears_sp_apis_refusal_and_keeps_the_proof(vault: Vault) -> None:
    await builders.furnish(vault)
    present = await vault.authorization(AUTH)
    await builders.change(vault, replace(present, proof=PROOF, api_refusal=API_REFUSAL), None)
    await vault.keep(AUTH, builders.refresh_token("two", "Atzr|CANARY-2"), builders.event())
    present = await vault.authorization(AUTH)
    assert (present.proof, present.api_refusal) == (PROOF, None)


async def test_a_refresh_token_of_unusual_shape_is_known_as_one(vault: Vault) -> None:
    await builders.furnish(vault, refresh=False)
    await vault.keep(AUTH, builders.refresh_token("odd", "CANARY-odd"), builders.event())
    assert not (await vault.authorization(AUTH)).refresh_tokens[0].is_usual


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (f"amzn1.oa2-cs.v1.{'0c4a' * 16}", 64),
        (f"amzn1.oa2-cs.v1.{'0c4a' * 8}", 32),
        ("0c4a" * 16, 64),
        (builders.CLIENT_SECRET, 0),
    ],
)
async def test_how_many_digits_a_client_secret_has_is_known_as_in_the_domain(
    vault: Vault, value: str, digits: int
) -> None:
    await builders.furnish(vault)
    await vault.keep(APP, builders.client_secret("newer", value=value), builders.event())
    newest = (await vault.application(APP)).client_secret
    assert newest is not None
    assert newest.hex_digits == hex_digits(value) == digits


GRANTLESS = GrantlessToken(
    Secret("Atc|CANARY-grantless"), GrantlessLife(NOW, NOW + timedelta(hours=1), "notifications")
)


async def test_a_grantless_token_comes_back_with_its_value(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.keep(APP, GRANTLESS, builders.event())
    assert await vault.grantless_token(APP, "notifications") == GRANTLESS
    assert (await vault.application(APP)).grantless == (GRANTLESS.life,)


async def test_there_is_one_grantless_token_for_a_scope(vault: Vault) -> None:
    await builders.furnish(vault)
    later = replace(GRANTLESS, life=replace(GRANTLESS.life, asked_at=NOW + timedelta(minutes=1)))
    for token in (GRANTLESS, later):
        await vault.keep(APP, token, builders.event())
    assert (await vault.holdings()).applications[0].grantless == (later.life,)


def restricted(identity: str, lifetime: timedelta = timedelta(hours=1)) -> RestrictedToken:
    resources = (Resource("GET", "/orders/v0/orders/{orderId}", ("buyerInfo",)),)
    life = RestrictedLife(NOW, NOW + lifetime, RestrictedTokenId(identity), resources)
    return RestrictedToken(Secret("Atz.sprdt|CANARY"), life)


async def test_a_restricted_token_comes_back_with_its_value(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.keep(AUTH, restricted("r1"), builders.event())
    assert await vault.restricted_token(RestrictedTokenId("r1")) == restricted("r1")
    assert (await vault.authorization(AUTH)).restricted_tokens == (restricted("r1").life,)


async def test_restricted_tokens_go_when_their_time_is_over(vault: Vault) -> None:
    await builders.furnish(vault)
    for token in (restricted("short", timedelta(minutes=5)), restricted("long")):
        await vault.keep(AUTH, token, builders.event())
    assert await vault.forget_expired(NOW + timedelta(minutes=5)) == 1
    assert [each.id for each in (await vault.authorization(AUTH)).restricted_tokens] == ["long"]


async def test_a_restricted_token_can_be_forgotten_before_its_time(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.keep(AUTH, restricted("r1"), builders.event())
    await vault.remove(restricted("r1").life, builders.event())
    assert (await vault.authorization(AUTH)).restricted_tokens == ()


async def test_an_open_leak_is_among_the_holdings_and_a_closed_one_is_not(vault: Vault) -> None:
    await builders.furnish(vault)
    leak = Leak(LeakId("i1"), NOW, Leaked.REFRESH_TOKEN, "Inventory / Acme", APP, AUTH)
    await vault.add(leak, builders.event())
    further = replace(leak, done=frozenset({"revoke"}))
    await builders.change(vault, further, builders.event())
    assert (await vault.holdings()).leaks == (further,)
    await builders.change(vault, replace(further, closed_at=NOW), builders.event())
    assert (await vault.holdings()).leaks == ()


async def _two_applications(vault: Vault) -> None:
    await builders.furnish(vault)
    await vault.add(builders.application("app2", "Reports", client_id=f"{builders.CLIENT_ID[:-1]}0"), builders.event())
    await vault.add(builders.account("acc2", "Globex"), builders.event())
    await vault.add(builders.authorization("auth2", "app2", "acc2"), builders.event())


async def test_names_are_what_holdings_call_the_authorizations(vault: Vault) -> None:
    await _two_applications(vault)
    held = await vault.holdings()
    called = {Named(name_of(each, held), each.id, each.application_id) for each in held.authorizations}
    assert len(called) == 2
    assert set(await vault.names()) == called


async def test_a_part_is_one_application_with_all_that_is_its_own(vault: Vault) -> None:
    await _two_applications(vault)
    held, part = await vault.holdings(), await vault.holdings(ApplicationId("app2"))
    assert part.applications == (held.application_by_id[ApplicationId("app2")],)
    assert part.accounts == (held.account_by_id[AccountId("acc2")],)
    assert part.authorizations == (held.authorization_by_id[AuthorizationId("auth2")],)


async def test_there_is_no_part_of_an_application_that_is_gone(vault: Vault) -> None:
    with pytest.raises(NoSuchRecord):
        await vault.holdings(APP)


async def test_an_authorization_read_alone_is_what_it_is_among_the_holdings(vault: Vault) -> None:
    await _two_applications(vault)
    for number in range(3):
        token = builders.refresh_token(f"later{number}", f"{builders.REFRESH_TOKEN}-later{number}")
        await vault.keep(AUTH, token, builders.event())
        secret = builders.client_secret(f"secret{number}", value=f"{builders.CLIENT_SECRET}-{number}")
        await vault.keep(APP, secret, builders.event())
    held = await vault.holdings()
    assert len(held.authorization_by_id[AUTH].refresh_tokens) >= 3
    for each in held.authorizations:
        assert await vault.authorization(each.id) == each
    for application in held.applications:
        assert await vault.application(application.id) == application


async def test_a_use_of_a_loan_that_was_ended_is_refused_and_not_logged(vault: Vault) -> None:
    await builders.furnish(vault)
    loan = Loan(LoanId("loan"), AUTH, "spauth-broker.1", "http://127.0.0.1:1", NOW)
    await vault.add(loan, builders.event(EventKind.BROKER_GAVE))
    await vault.remove(loan, builders.event(EventKind.BROKER_ENDED))
    with pytest.raises(NoSuchRecord):
        await vault.change(loan, replace(loan, served=1, last_served_at=NOW), builders.event(EventKind.BROKER_SERVED))
    assert await vault.loan(loan.id) is None
    assert EventKind.BROKER_SERVED not in {each.kind for each in await vault.events()}


def _asked(seconds: int, label: str, client_id: str) -> Event:
    return Event(NOW + timedelta(seconds=seconds), EventKind.ROTATION_ASKED, label, client_id)


async def test_when_amazon_was_asked_to_rotate_is_found_by_the_client_id_and_not_by_the_label(vault: Vault) -> None:
    for event in (_asked(1, "Before", "ours"), _asked(2, "After", "ours"), _asked(3, "After", "theirs")):
        await vault.record(event)
    assert await vault.last_asked_to_rotate("ours") == NOW + timedelta(seconds=2)
    assert await vault.last_asked_to_rotate("nobodys") is None


async def test_a_rotation_that_was_asked_for_before_client_ids_were_noted_counts_for_each(vault: Vault) -> None:
    await vault.record(_asked(1, "Before", ""))
    assert await vault.last_asked_to_rotate("ours") == NOW + timedelta(seconds=1)


async def test_only_asking_to_rotate_counts_as_that(vault: Vault) -> None:
    await vault.record(replace(_asked(1, "Before", "ours"), kind=EventKind.CHANGED))
    assert await vault.last_asked_to_rotate("ours") is None


async def test_how_often_an_authorization_was_guarded_counts_its_own_guards_alone(vault: Vault) -> None:
    await builders.furnish(vault)
    for kind, authorization_id in (
        (EventKind.GUARDED, AUTH),
        (EventKind.UNGUARDED, AUTH),
        (EventKind.GUARDED, AUTH),
        (EventKind.GUARDED, AuthorizationId("another")),
    ):
        await vault.record(Event(NOW, kind, "Inventory/Acme US", "", authorization_id))
    assert await vault.times_guarded(AUTH) == 2
