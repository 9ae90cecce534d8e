"""refresh: one, several or all; one failure stops no other."""

import json
import sys

import pytest

from spauth_tui.demo.behaviour import Answer
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour
from tests.terminal import Terminal


def test_each_gets_a_line(shell: Shell) -> None:
    assert shell.ok("refresh", "acme us", "globex").splitlines() == [
        "Inventory/Acme US: live, 59:00 left",
        "Vendor Orders/Globex: live, 59:00 left",
    ]


def test_a_whole_application_means_all_its_accounts(shell: Shell) -> None:
    assert len(shell.ok("refresh", "inventory").splitlines()) == 2


def test_all_leaves_the_live_ones_alone(shell: Shell) -> None:
    shell.ok("refresh", "acme us")
    assert len(shell.ok("refresh", "--all").splitlines()) == 2


def test_nothing_to_do_is_said(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    ran = shell("refresh", "--all")
    assert (ran.code, ran.out) == (0, "")
    assert "Nothing needs" in ran.err


def test_one_failure_stops_no_other_and_gives_the_code(shell: Shell) -> None:
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(Answer.INVALID_GRANT)
    ran = shell("refresh", "--all")
    assert ran.code == 11
    assert len(ran.out.splitlines()) == 2
    assert "Inventory/Acme US" in ran.err


def test_a_refusal_counts_more_than_a_passing_problem(shell: Shell) -> None:
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(Answer.INVALID_GRANT)
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-de"] = Behaviour(Answer.THROTTLED)
    ran = shell("refresh", "--all")
    assert ran.code == 11
    assert "Inventory/Acme DE: Login with Amazon is limiting requests" in ran.err
    assert "Inventory/Acme US: Login with Amazon refused the exchange." in ran.err
    assert "Vendor Orders/Globex: live" in ran.out


def test_json_tells_of_each(shell: Shell) -> None:
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(Answer.INVALID_GRANT)
    held = json.loads(shell("refresh", "inventory", "--json").out)
    assert {each["name"]: each["exit_code"] for each in held["authorizations"]} == {
        "Inventory/Acme DE": 0,
        "Inventory/Acme US": 11,
    }


@pytest.mark.parametrize(
    ("arguments", "words"), [((), "Give a name or --all."), (("acme us", "--all"), "Give names or --all, not both.")]
)
def test_names_or_all_but_not_both(shell: Shell, arguments: tuple[str, ...], words: str) -> None:
    assert words in shell.refused(2, "refresh", *arguments)
    assert shell.simulator.requests == []


def test_at_a_terminal_a_bar_is_shown(shell: Shell, request: pytest.FixtureRequest) -> None:
    import os

    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(delay=0.6)
    command = [sys.executable, "-m", "spauth_tui", "refresh", "--all"]
    with Terminal(command, {**os.environ, "TERM": "xterm-256color"}) as terminal:
        assert terminal.wait_for_end() == 0
        assert b"refreshing" in terminal.raw
        assert "Inventory/Acme US: live" in terminal.text
