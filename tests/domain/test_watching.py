"""Noticing that what is watched runs out."""

from dataclasses import replace
from datetime import timedelta

from spauth_tui.domain.model.access_token import SAFETY_MARGIN, AccessTokenLife
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.views.watching import Watch
from tests import builders
from tests.fakes import NOW

SOON_AT = timedelta(hours=1) - timedelta(minutes=15) - SAFETY_MARGIN
OVER_AT = timedelta(hours=1) - SAFETY_MARGIN


def live(name: str = "one") -> Authorization:
    token = builders.record()
    life = AccessTokenLife(NOW, NOW + timedelta(hours=1), token.id)
    return replace(builders.authorization(name), refresh_tokens=(token,), access_token=life)


def test_a_first_look_tells_nothing() -> None:
    assert Watch().look([live()], NOW + OVER_AT) == ""


def test_nothing_is_told_while_nothing_changes() -> None:
    watch = Watch()
    watch.look([live()], NOW)
    assert watch.look([live()], NOW + SOON_AT - timedelta(seconds=1)) == ""


def test_it_is_told_fifteen_minutes_before() -> None:
    watch = Watch()
    watch.look([live()], NOW)
    assert watch.look([live()], NOW + SOON_AT) == "1 watched access token will expire within 15 minutes."


def test_it_is_told_once() -> None:
    watch = Watch()
    watch.look([live()], NOW)
    watch.look([live()], NOW + SOON_AT)
    assert watch.look([live()], NOW + SOON_AT + timedelta(seconds=1)) == ""


def test_it_is_told_when_it_has_expired() -> None:
    watch = Watch()
    watch.look([live()], NOW)
    assert watch.look([live()], NOW + OVER_AT) == "1 watched access token expired."


def test_several_are_told_together_and_none_is_named() -> None:
    watch = Watch()
    watch.look([live("one"), live("two")], NOW)
    assert watch.look([live("one"), live("two")], NOW + OVER_AT) == "2 watched access tokens expired."
