"""What the words of the filter mean."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from spauth_tui.domain.model.access_token import SAFETY_MARGIN, AccessTokenLife
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.filter import Filter, Sought, sought_in
from tests import builders
from tests.fakes import NOW


def with_left(left: timedelta, *, guarded: bool = False) -> Authorization:
    """An authorization whose access token has so much left."""
    token = builders.record()
    life = AccessTokenLife(NOW, NOW + left + SAFETY_MARGIN, token.id)
    return replace(builders.authorization(), refresh_tokens=(token,), access_token=life, guarded=guarded)


def sought(
    authorization: Authorization, kind: Kind = Kind.SELLER, now: datetime = NOW, *, watched: bool = False
) -> Sought:
    """An authorization of the application Inventory and the account Acme US."""
    account = replace(builders.account(label="Acme US"), kind=kind)
    holdings = Holdings((replace(builders.application(), label="Inventory"),), (account,), (authorization,))
    return sought_in(holdings, authorization, now, watched=watched)


def fits(text: str, authorization: Authorization, kind: Kind = Kind.SELLER, now: datetime = NOW) -> bool:
    return Filter(text).fits(sought(authorization, kind, now))


@pytest.mark.parametrize("text", ["<10m", "<600s", "<1h", "<1h30m", ">9m", ">9m <10m", "acme <10m", "-<5m"])
def test_nine_and_a_half_minutes_fit(text: str) -> None:
    assert fits(text, with_left(timedelta(minutes=9, seconds=30)))


@pytest.mark.parametrize("text", ["<9m", ">10m", "<10m >1h", "northwind <10m", "-<10m"])
def test_nine_and_a_half_minutes_do_not_fit(text: str) -> None:
    assert not fits(text, with_left(timedelta(minutes=9, seconds=30)))


@pytest.mark.parametrize("text", ["<10m", ">10m"])
def test_what_has_expired_has_no_time_to_compare(text: str) -> None:
    assert not fits(text, with_left(timedelta(seconds=-5)))


def test_what_was_never_exchanged_has_no_time_to_compare() -> None:
    assert not fits("<10m", builders.authorization())


def test_a_word_turned_round_lets_the_others_through() -> None:
    assert (fits("-vendor", with_left(timedelta(hours=1))), fits("-seller", with_left(timedelta(hours=1)))) == (
        True,
        False,
    )


def test_guarded_is_known() -> None:
    left = timedelta(hours=1)
    assert (fits("guarded", with_left(left, guarded=True)), fits("guarded", with_left(left))) == (True, False)


def test_unfinished_is_known() -> None:
    assert (fits("unfin", builders.authorization()), fits("unfin", with_left(timedelta(hours=1)))) == (True, False)


def test_what_is_revoked_is_not_unfinished() -> None:
    revoked = replace(builders.authorization(), refresh_tokens=(replace(builders.record(), revoked_at=NOW),))
    assert fits("revoked", revoked)
    assert not fits("unfinished", revoked)


@pytest.mark.parametrize(
    ("watched", "text", "expected"), [(True, "watched", True), (False, "watched", False), (True, "-watched", False)]
)
def test_what_is_watched_is_known(*, watched: bool, text: str, expected: bool) -> None:
    assert Filter(text).fits(sought(builders.authorization(), watched=watched)) is expected


@pytest.mark.parametrize("text", ["<10x", ">", "<m", "-<ten"])
def test_a_comparison_that_names_no_time_is_told(text: str) -> None:
    assert Filter(text).misread == (text,)


@pytest.mark.parametrize("text", ["<10x", "-<10x", "-<ten"])
def test_a_comparison_that_names_no_time_fits_nothing_even_turned_round(text: str) -> None:
    assert not fits(text, with_left(timedelta(minutes=9)))


@pytest.mark.parametrize("text", ["<10m", "acme", "-sandbox", ""])
def test_other_words_are_not_misread(text: str) -> None:
    assert Filter(text).misread == ()
