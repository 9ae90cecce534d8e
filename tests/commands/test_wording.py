"""What the command line says to do: commands about the name that was given, and names as they are."""

import shlex

import pytest

from spauth_tui.commands.runtime.wording import words_for
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.input import AmbiguousName, TooLittleTime
from tests.commands.shell import Shell


def test_a_name_in_a_sentence_is_not_taken_for_the_place_of_one(shell: Shell) -> None:
    for label in ("TRADE NAME one", "TRADE NAME two"):
        shell.ok("add", "account", "--label", label, "--region", "na")
        shell.ok("add", "authorization", "--application", "inv", "--account", label, "--without-refresh-token")
    said = shell.refused(10, "token", "trade")
    assert "Give more of it: Inventory/TRADE NAME one, Inventory/TRADE NAME two." in said


@pytest.mark.parametrize(
    "problem",
    [AmbiguousName(("Press Refresh", "try again")), TooLittleTime("", "spauth-tui refresh 'Press Refresh' does it.")],
    ids=lambda each: type(each).__name__,
)
def test_a_name_that_reads_like_a_key_stays_as_it_is(problem: SpauthError) -> None:
    assert "Press Refresh" in words_for(problem, "a name")


def test_a_long_name_is_whole_in_the_command() -> None:
    name = f"Inventory/{'x' * 60}"
    assert f"spauth-tui check {name} says why." in words_for(ExchangeRefused("invalid_grant"), name)


LABEL = "z';touch PWNED;'"


@pytest.mark.parametrize(
    ("flags", "verb"), [(("--without-refresh-token",), "steps"), ((), "check")], ids=["without", "with"]
)
def test_what_to_do_next_can_be_pasted_whatever_the_label(shell: Shell, flags: tuple[str, ...], verb: str) -> None:
    shell.ok("add", "account", "--label", LABEL, "--region", "na")
    command = ("add", "authorization", "--application", "inv", "--account", LABEL, *flags)
    said = shell(*command, stdin="Atzr|CANARY-x").err
    assert shlex.split(said[said.index("spauth-tui") :]) == ["spauth-tui", verb, f"Inventory/{LABEL}"]
