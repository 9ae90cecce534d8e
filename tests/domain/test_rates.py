"""When SP-API may be called again, by its documented rates."""

from datetime import timedelta

from spauth_tui.domain.amazon.rates import ROTATION, SELLER_TEST, Call, wait_for_next
from tests.fakes import NOW

SECOND = timedelta(seconds=1)


def test_the_first_call_is_allowed_at_once() -> None:
    assert wait_for_next(SELLER_TEST, [], NOW) == timedelta(0)


def test_a_burst_is_allowed() -> None:
    assert wait_for_next(SELLER_TEST, [Call(NOW)] * 14, NOW) == timedelta(0)


def test_after_the_burst_the_next_call_waits_about_a_minute() -> None:
    assert wait_for_next(SELLER_TEST, [Call(NOW)] * 15, NOW) == timedelta(seconds=62.5)


def test_the_bucket_fills_again_with_time() -> None:
    assert wait_for_next(SELLER_TEST, [Call(NOW)] * 15, NOW + 63 * SECOND) == timedelta(0)


def test_being_throttled_empties_the_bucket() -> None:
    assert wait_for_next(SELLER_TEST, [Call(NOW, emptied=True)], NOW) == timedelta(seconds=62.5)


def test_a_rotation_is_allowed_once_a_minute() -> None:
    wait = wait_for_next(ROTATION, [Call(NOW)], NOW + 30 * SECOND)
    assert timedelta(seconds=29) < wait < timedelta(seconds=31)


def test_a_call_in_the_future_of_a_clock_that_went_back_does_not_count() -> None:
    assert wait_for_next(ROTATION, [Call(NOW + timedelta(days=1))], NOW) == timedelta(0)
