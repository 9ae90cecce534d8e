from dataclasses import replace
from datetime import timedelta

import pytest

from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors.vault import ChangedMeanwhile
from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.preferences import Preferences, View
from spauth_tui.domain.vault.clash import in_words
from spauth_tui.domain.vault.merging import merged
from spauth_tui.domain.views.order import Order
from tests import builders
from tests.fakes import NOW

SHOWN = builders.account(marketplaces=("DE", "FR"), notes="old")


def test_what_only_they_changed_stays() -> None:
    present = replace(SHOWN, marketplaces=("DE",))
    assert merged(present, SHOWN, replace(SHOWN, notes="mine")) == replace(present, notes="mine")


def test_what_nobody_changed_here_is_theirs_whole() -> None:
    present = replace(SHOWN, marketplaces=("DE",), notes="theirs")
    assert merged(present, SHOWN, SHOWN) == present


def test_the_same_value_from_both_is_no_clash() -> None:
    both = replace(SHOWN, notes="both")
    assert merged(both, SHOWN, both) == both


def test_a_field_that_both_changed_is_told_with_all_its_values() -> None:
    with pytest.raises(ChangedMeanwhile) as caught:
        merged(replace(SHOWN, notes="theirs"), SHOWN, replace(SHOWN, notes="mine", label="Mine"))
    (clash,) = caught.value.clashes
    assert (clash.field, clash.shown, clash.theirs, clash.mine) == ("notes", "old", "theirs", "mine")
    assert caught.value.sentence == (
        "Another window has changed notes from old to theirs, you to mine; nothing was saved."
    )


def test_ticks_are_brought_together_one_by_one() -> None:
    shown = builders.authorization(ticks=frozenset({"limits", "portal"}))
    present = replace(shown, ticks=frozenset({"limits", "portal", "theirs"}))
    assert merged(present, shown, replace(shown, ticks=frozenset({"limits", "mine"}))).ticks == {
        "limits",
        "theirs",
        "mine",
    }


def test_what_was_seen_last_holds() -> None:
    shown = builders.authorization()
    present = replace(shown, refusal=builders.refusal("invalid_client"))
    assert merged(present, shown, replace(shown, refusal=builders.refusal())).refusal == builders.refusal()


def test_tokens_are_not_changed_with_their_record() -> None:
    shown = builders.authorization()
    with pytest.raises(ValueError, match="refresh_tokens"):
        merged(shown, shown, replace(shown, refresh_tokens=(builders.record(),)))


def view(name: str, sought: str = "") -> View:
    return View(name, sought, Order.APPLICATION, PaneStyle.COMFORTABLE)


def test_views_of_two_windows_are_both_kept() -> None:
    shown = Preferences(views=(view("A"), view("B")))
    present = replace(shown, views=(view("A"), view("B"), view("Theirs")))
    mine = replace(shown, views=(view("A"), view("Mine")))
    assert [each.name for each in merged(present, shown, mine).views] == ["A", "Theirs", "Mine"]


def test_one_view_that_both_changed_is_told() -> None:
    shown = Preferences(views=(view("A"),))
    with pytest.raises(ChangedMeanwhile, match=r"A \(theirs, .* to A \(mine, "):
        merged(replace(shown, views=(view("A", "theirs"),)), shown, replace(shown, views=(view("A", "mine"),)))


def test_what_is_watched_is_brought_together() -> None:
    one, two = AuthorizationId("1"), AuthorizationId("2")
    present, mine = Preferences(watched=frozenset({one})), Preferences(watched=frozenset({two}))
    assert merged(present, Preferences(), mine).watched == {one, two}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ((), "nothing"),
        ("", "nothing"),
        (("DE", "FR"), "DE FR"),
        (True, "yes"),
        (Region.EU, "Europe"),
        (timedelta(minutes=90), "90 min"),
        (timedelta(days=7), "7 d"),
        (NOW, "2026-03-01"),
        (10, "10"),
        ("a\x1b[31m", "a\ufffd[31m"),
    ],
)
def test_a_value_is_said_in_words(value: object, words: str) -> None:
    assert in_words(value) == words


def test_a_long_value_is_cut() -> None:
    assert in_words("x" * 61) == "x" * 59 + "…"
