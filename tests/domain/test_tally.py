"""How many stand how, as time goes on and authorizations change."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.domain import tally
from spauth_tui.domain.access_token import AccessTokenLife
from spauth_tui.domain.authorization import Authorization, RefreshTokenId
from spauth_tui.domain.standing import Standing, standing_of
from spauth_tui.domain.tally import Counting
from tests import builders
from tests.fakes import NOW

MINUTES = st.integers(-200, 200)


def live_until(identity: str, minutes: int | None) -> Authorization:
    """Return an authorization whose access token counts as expired so many minutes from now."""
    end = None if minutes is None else NOW + timedelta(minutes=minutes + 1)
    life = None if end is None else AccessTokenLife(end - timedelta(hours=1), end, RefreshTokenId("token"))
    return builders.authorization(identity, refresh_tokens=(builders.record(),), access_token=life)


def counted(authorizations: dict[str, Authorization], minutes: int) -> dict[Standing, int]:
    return dict(Counter(standing_of(each, NOW + timedelta(minutes=minutes)) for each in authorizations.values()))


@given(
    st.lists(st.none() | MINUTES, max_size=6),
    st.lists(st.tuples(MINUTES, st.none() | st.tuples(st.integers(0, 5), st.none() | MINUTES)), max_size=12),
)
def test_the_counts_are_those_of_a_count_from_the_start(
    ends: list[int | None], happening: list[tuple[int, tuple[int, int | None] | None]]
) -> None:
    present = {str(number): live_until(str(number), end) for number, end in enumerate(ends)}
    counting = Counting(present.values())
    for minutes, changed in happening:
        if changed is not None and str(changed[0]) in present:
            newer = live_until(str(changed[0]), changed[1])
            present[newer.id] = newer
            counting.put(newer)
        assert counting.at(NOW + timedelta(minutes=minutes)).counts == counted(present, minutes)


@given(st.lists(st.none() | MINUTES, max_size=6), MINUTES)
def test_the_counts_hold_until_the_instant_that_is_said(ends: list[int | None], minutes: int) -> None:
    present = {str(number): live_until(str(number), end) for number, end in enumerate(ends)}
    held = Counting(present.values()).at(NOW + timedelta(minutes=minutes))
    for later in range(minutes, 200):
        if NOW + timedelta(minutes=later) >= held.valid_until:
            break
        assert counted(present, later) == held.counts


def test_only_what_has_its_time_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Counting([live_until("soon", 20), live_until("later", 40)])
    counting.at(NOW)
    looked_at = []

    def looking(authorization: Authorization, now: datetime) -> Standing:
        looked_at.append(authorization.id)
        return standing_of(authorization, now)

    monkeypatch.setattr(tally, "standing_of", looking)
    counting.at(NOW + timedelta(minutes=10))
    assert looked_at == ["soon"]


def test_what_is_refreshed_again_and_again_is_kept_once() -> None:
    counting = Counting([live_until("auth", 40)])
    for _ in range(50):
        counting.put(live_until("auth", 40))
        counting.at(NOW)
    assert len(counting._changes) == 1
