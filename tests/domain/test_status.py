"""What an authorization's record means: its lineage, its checklist, its state, its place on the board."""

from dataclasses import replace
from datetime import timedelta

import pytest

from spauth_tui.domain.amazon.checklist import is_done, is_finished, next_step
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.amazon.steps import AUTHORIZE, EXCHANGE, LIMITS, PORTAL, STEP_BY_KEY, STEPS, STORE
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenState, Refusal
from spauth_tui.domain.model.client_secrets import secret_words
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.order import Order, arrange
from spauth_tui.domain.views.status import Status, is_denied, needs_refresh, status_of
from tests import builders
from tests.fakes import NOW

DAY = timedelta(days=1)
TOKENS = (builders.record("new", NOW + DAY), builders.record("old", NOW))


def proven(identity: str = "auth", acc: str = "acc", *, refusal: Refusal | None = None) -> Authorization:
    tokens = (builders.record(),)
    return builders.authorization(
        identity, "app", acc, refresh_tokens=tokens, access_token=builders.life(), refusal=refusal
    )


def test_the_refresh_token_made_current_last_is_current() -> None:
    assert builders.authorization(refresh_tokens=TOKENS).current_refresh_token == TOKENS[0]


def test_an_earlier_refresh_token_is_superseded_and_not_gone() -> None:
    authorization = builders.authorization(refresh_tokens=TOKENS)
    assert authorization.state_of(TOKENS[1]) is RefreshTokenState.SUPERSEDED


def test_when_the_newest_is_revoked_the_one_before_is_current() -> None:
    tokens = (builders.record("new", NOW + DAY, revoked_at=NOW + 2 * DAY), builders.record("old"))
    current = builders.authorization(refresh_tokens=tokens).current_refresh_token
    assert current is not None
    assert current.id == "old"


def test_an_exchange_of_an_earlier_refresh_token_proves_nothing_of_the_current_one() -> None:
    authorization = builders.authorization(refresh_tokens=TOKENS, access_token=builders.life(refresh_token_id="old"))
    assert not authorization.is_proven


@pytest.mark.parametrize(
    ("authorization", "key"),
    [
        (builders.authorization(), LIMITS),
        (builders.authorization(ticks=frozenset({LIMITS})), PORTAL),
        (builders.authorization(ticks=frozenset({LIMITS, PORTAL})), AUTHORIZE),
        (builders.authorization(refresh_tokens=(builders.record(),)), EXCHANGE),
    ],
)
def test_the_next_step_follows_from_the_evidence(authorization: Authorization, key: str) -> None:
    assert next_step(authorization) == STEP_BY_KEY[key]


def test_a_proven_authorization_has_finished() -> None:
    assert is_finished(proven())


def test_a_tick_cannot_claim_what_only_evidence_shows() -> None:
    ticked = builders.authorization(ticks=frozenset({STORE, EXCHANGE, AUTHORIZE}))
    assert not any(is_done(STEP_BY_KEY[key], ticked) for key in (STORE, EXCHANGE, AUTHORIZE))


def test_there_are_the_five_steps_of_amazons_page() -> None:
    assert [step.key for step in STEPS] == [LIMITS, PORTAL, AUTHORIZE, STORE, EXCHANGE]


STATUSES = {
    Status.NO_REFRESH_TOKEN: builders.authorization(),
    Status.READY: builders.authorization(refresh_tokens=(builders.record(),)),
    Status.LIVE: proven(),
    Status.REFUSED: proven(refusal=builders.refusal()),
    Status.REVOKED: proven(
        refusal=builders.refusal(description="User may have revoked or didn't grant the permission.")
    ),
}

DENIED = replace(proven(), api_refusal=builders.api_refusal())


def test_what_sp_api_denies_is_still_live() -> None:
    assert status_of(DENIED, NOW) is Status.LIVE
    assert is_denied(DENIED)


def test_a_refusal_goes_before_a_denial() -> None:
    assert not is_denied(replace(DENIED, refusal=builders.refusal()))


@pytest.mark.parametrize("status", STATUSES)
def test_a_record_has_its_status(status: Status) -> None:
    assert status_of(STATUSES[status], NOW) is status


@pytest.mark.parametrize(("minutes", "status"), [(50, Status.EXPIRING_SOON), (70, Status.EXPIRED)])
def test_time_changes_the_status(minutes: int, status: Status) -> None:
    assert status_of(proven(), NOW + timedelta(minutes=minutes)) is status


def test_an_exchange_under_way_goes_before_everything() -> None:
    assert status_of(STATUSES[Status.REFUSED], NOW, refreshing=True) is Status.REFRESHING


def test_when_amazon_cannot_be_reached_that_is_said() -> None:
    assert status_of(STATUSES[Status.LIVE], NOW, unreachable=True) is Status.UNREACHABLE


def test_all_tokens_revoked_is_revoked() -> None:
    token = builders.record(revoked_at=NOW)
    assert status_of(builders.authorization(refresh_tokens=(token,)), NOW) is Status.REVOKED


def test_refresh_all_leaves_refused_ones_to_a_person() -> None:
    assert not needs_refresh(STATUSES[Status.REFUSED], NOW + timedelta(hours=2))


def test_refresh_all_takes_what_sp_api_refused_and_is_expired() -> None:
    assert needs_refresh(DENIED, NOW + timedelta(hours=2))


def test_refresh_all_leaves_what_sp_api_refused_while_it_is_live() -> None:
    assert not needs_refresh(DENIED, NOW)


def test_refresh_all_leaves_what_has_no_refresh_token() -> None:
    assert not needs_refresh(STATUSES[Status.NO_REFRESH_TOKEN], NOW)


def test_the_days_of_a_client_secret_are_counted() -> None:
    record = builders.client_secret(expires_at=NOW + timedelta(days=41, hours=2)).record
    assert secret_words(builders.application(client_secrets=(record,)), NOW) == "secret: 41 days left"


def test_without_a_date_no_deadline_is_claimed() -> None:
    record = builders.client_secret().record
    assert secret_words(builders.application(client_secrets=(record,)), NOW) == "secret: date unknown"


HOLDINGS = Holdings(
    (builders.application(), builders.application("b", "Books")),
    (
        builders.account("us", "Acme US"),
        builders.account("de", "Acme Germany", region=Region.EU, marketplaces=("DE",)),
        builders.account("nw", "Northwind"),
    ),
    (
        proven("1", "us"),
        builders.authorization("2", "app", "de"),
        builders.authorization(
            "3", "b", "nw", refresh_tokens=(builders.record(),), access_token=builders.life(NOW - timedelta(hours=2))
        ),
    ),
)


def shown(order: Order = Order.APPLICATION, sought: str = "") -> list[str]:
    return [each for group in arrange(HOLDINGS, order, sought, NOW) for each in group.members]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("", ["3", "2", "1"]),
        ("acme", ["2", "1"]),
        ("EU", ["2"]),
        ("expired", ["3"]),
        ("acme live", ["1"]),
        ("nthwd", ["3"]),
        ("nobody", []),
        ("de", ["2"]),
    ],
)
def test_the_filter_finds(sought: str, found: list[str]) -> None:
    assert shown(sought=sought) == found


def test_by_expiry_the_first_to_end_comes_first() -> None:
    assert shown(Order.EXPIRY) == ["3", "1", "2"]


def test_by_attention_what_needs_a_person_comes_first() -> None:
    assert shown(Order.ATTENTION) == ["2", "3", "1"]


def test_slots_count_authorizations_with_a_refresh_token_in_use() -> None:
    assert HOLDINGS.slots_used(HOLDINGS.applications[0].id) == 1
