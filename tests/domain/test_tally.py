"""How many stand how, as time goes on."""

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from spauth_tui.domain.model.access_token import AccessTokenLife
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenId
from spauth_tui.domain.views.status import Status, status_of, tally
from tests import builders
from tests.fakes import NOW

MINUTES = st.integers(-200, 200)


def live_until(identity: str, minutes: int | None) -> Authorization:
    """Return an authorization whose access token counts as expired so many minutes from now."""
    end = None if minutes is None else NOW + timedelta(minutes=minutes + 1)
    life = None if end is None else AccessTokenLife(end - timedelta(hours=1), end, RefreshTokenId("token"))
    return builders.authorization(identity, refresh_tokens=(builders.record(),), access_token=life)


def counted(authorizations: dict[str, Authorization], minutes: int) -> dict[Status, int]:
    return dict(Counter(status_of(each, NOW + timedelta(minutes=minutes)) for each in authorizations.values()))


@given(st.lists(st.none() | MINUTES, max_size=6), MINUTES)
def test_every_one_is_counted_as_it_stands(ends: list[int | None], minutes: int) -> None:
    present = {str(number): live_until(str(number), end) for number, end in enumerate(ends)}
    assert tally(present.values(), NOW + timedelta(minutes=minutes)) == counted(present, minutes)
