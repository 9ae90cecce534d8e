"""Time left: every verb, the pane and the screens say the same of one token at one instant."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from spauth_tui.domain.text.time import clock_face, rfc3339
from spauth_tui.ui.dashboard.pane_text import Shown, face
from tests import builders
from tests.commands.shell import Shell
from tests.fakes import NOW

AFTER = timedelta(minutes=7, seconds=47)
LEFT = timedelta(hours=1) - timedelta(seconds=60) - AFTER


@pytest.fixture
def later(shell: Shell) -> Shell:
    shell.ok("refresh", "acme us")
    shell.clock.advance(AFTER)
    return shell


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, text
    return match[1]


IN_FACES: dict[str, Callable[[Shell], str]] = {
    "ls": lambda shell: found(r"Acme US .*? live +(\S+)", shell.ok("ls")),
    "time": lambda shell: shell.ok("time", "acme us").strip(),
    "wait": lambda shell: shell.ok("wait", "acme us", "--timeout", "0").strip(),
}


@pytest.mark.parametrize("verb", IN_FACES)
def test_every_verb_says_the_same_time_left(later: Shell, verb: str) -> None:
    assert IN_FACES[verb](later) == clock_face(LEFT)


IN_SECONDS: dict[str, Callable[[Shell], int]] = {
    "ls": lambda shell: next(
        each["seconds_left"]
        for each in json.loads(shell.ok("ls", "--json"))["authorizations"]
        if each["account"] == "Acme US"
    ),
    "time": lambda shell: int(shell.ok("time", "acme us", "--seconds")),
}


@pytest.mark.parametrize("verb", IN_SECONDS)
def test_every_verb_says_the_same_seconds(later: Shell, verb: str) -> None:
    assert IN_SECONDS[verb](later) == int(LEFT.total_seconds())


@pytest.mark.parametrize("verb", ["token", "wait"])
@pytest.mark.parametrize(("more", "is_enough"), [(0, True), (1, False)])
def test_every_verb_counts_min_ttl_by_the_time_left(later: Shell, verb: str, more: int, *, is_enough: bool) -> None:
    before = len(later.simulator.requests)
    span = f"{int(LEFT.total_seconds()) + more}s"
    ran = later(verb, "acme us", "--min-ttl", span, *(["--timeout", "0"] if verb == "wait" else []))
    exchanged = len(later.simulator.requests) > before
    assert (ran.code == 0 and not exchanged) is is_enough


def test_the_pane_says_the_time_left_too() -> None:
    authorization = builders.authorization(access_token=builders.life(), refresh_tokens=(builders.record(),))
    pane = Shown(authorization, builders.account(), builders.application())
    assert face(pane, NOW + AFTER).clock == clock_face(LEFT)


def test_what_programs_are_told_of_the_end_is_amazons(later: Shell) -> None:
    ends = rfc3339(NOW + timedelta(hours=1))
    listed = json.loads(later.ok("ls", "--json"))["authorizations"]
    assert next(each["expires_at"] for each in listed if each["account"] == "Acme US") == ends
    assert json.loads(later.ok("token", "acme us", "--format", "json"))["expires_at"] == ends
