"""practices: the six storage practices, and the person's ticks."""

import json

import pytest

from spauth_tui.domain.amazon.storage_practices import YOURS
from tests.commands.shell import Shell


def test_each_practice_says_what_is_shown_here_and_what_only_the_person_can_show(shell: Shell) -> None:
    out = shell.ok("practices")
    assert "0 of 3 production authorizations guarded" in out
    assert [each for each in YOURS.values() if each not in out] == []
    assert "spauth-tui edit authorization NAME --guard" in out


def test_a_tick_with_its_note_meets_a_practice_until_it_is_taken_back(shell: Shell) -> None:
    assert "met      3 Never in URLs" in shell.ok("practices", "--tick", "urls", "--note", "reviewed by Kim")
    (urls,) = [each for each in json.loads(shell.ok("practices", "--json"))["practices"] if each["key"] == "urls"]
    assert (urls["met"], urls["note"]) == (True, "reviewed by Kim")
    assert "yours    3 Never in URLs" in shell.ok("practices", "--untick", "urls")


def test_the_ticks_stay_in_the_log(shell: Shell) -> None:
    shell.ok("practices", "--tick", "urls", "--note", "reviewed by Kim")
    assert "storage practice ticked: urls (reviewed by Kim)" in shell.ok("log")


@pytest.mark.parametrize("given", [("--tick", "urls"), ("--note", "x"), ("--untick", "urls", "--note", "x")])
def test_a_tick_and_its_note_go_together(empty: Shell, given: tuple[str, ...]) -> None:
    assert "--tick and --note go together" in empty("practices", *given).err


def test_a_note_with_a_secret_is_refused(shell: Shell) -> None:
    ran = shell("practices", "--tick", "urls", "--note", "Atzr|CANARY")
    assert ran.code != 0
    assert "CANARY" not in ran.err + ran.out + shell.ok("log")


def test_under_a_simulator_tokens_are_said_to_go_there(shell: Shell) -> None:
    assert "to the simulator that --lwa-url names, and no redirect" in shell.ok("practices")


def test_a_secret_without_a_date_names_the_command_that_notes_it(shell: Shell) -> None:
    out = shell.ok("practices")
    assert "client secret was made." in out
    assert "o note the date: spauth-tui edit application APPLICATION --rotated-on DATE" in out
