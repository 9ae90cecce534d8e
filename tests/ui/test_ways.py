"""What the screens say to do about a failure: the keys that lead there."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.app import App

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import Throttled
from spauth_tui.domain.errors.vault import VaultDamaged
from spauth_tui.domain.keyboard.keys import PLACES, all_keys
from spauth_tui.domain.model.way import Way
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.base.problems import WAY_KEYS, WAY_WORDS, advice, board_advice, problem_text
from tests.every_error import every_error, one_of


def showing(*places: str) -> App[Any]:
    """Return an app whose screens, the lowest first, have these places' keys."""
    screens = [
        SimpleNamespace(active_bindings={key.id: SimpleNamespace(binding=key) for key in PLACES[place]})
        for place in places
    ]
    return cast("App[Any]", SimpleNamespace(screen_stack=screens))


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_failure_is_told_with_the_keys_of_the_dashboard(kind: type[SpauthError]) -> None:
    problem, app = one_of(kind), showing("dashboard", "unlock")
    said = problem_text(problem, app)
    assert said.startswith(problem.sentence)
    assert problem.remedy in said
    for way in problem.ways:
        keys = [f"{own_key(id_, app)} to " for id_ in WAY_KEYS.get(way, ())]
        assert any(key in said and way.value in said for key in keys) if keys else WAY_WORDS[way] in said


@pytest.mark.parametrize("way", Way)
def test_every_way_has_keys_or_words(way: Way) -> None:
    assert (way in WAY_KEYS) != (way in WAY_WORDS)
    assert set(WAY_KEYS.get(way, ())) <= set(all_keys())


@pytest.mark.parametrize("way", Way)
def test_every_way_can_be_said_in_a_pane(way: Way) -> None:
    said = board_advice("", [way], showing("dashboard"))
    assert way.value in said if way in WAY_KEYS else said == WAY_WORDS[way]


def test_a_key_of_the_screen_below_is_said_to_be_there() -> None:
    assert problem_text(Throttled(), showing("dashboard", "forms")).endswith("On the dashboard, press r to refresh.")


def test_where_no_screen_has_the_key_the_way_is_named_without_one() -> None:
    assert problem_text(Throttled(), showing("forms")).endswith("Wait a minute. Refresh.")


def test_ways_behind_one_key_are_said_together() -> None:
    said = "Press ctrl+r to restore a backup or to salvage what can be read."
    assert problem_text(VaultDamaged(), showing("unlock")).endswith(said)


def test_what_has_no_remedy_and_no_way_needs_no_words() -> None:
    assert advice("", (), showing("dashboard")) == ""
