"""What the command line says to do: commands about the name that was given, and names as they are."""

import shlex

import pytest

from spauth_tui.commands.runtime.ways import COMMANDS, way_words, words_for
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.vault import VaultAltered
from spauth_tui.domain.model.way import Way
from tests.commands.shell import Shell
from tests.every_error import every_error, one_of


def test_a_name_in_a_sentence_is_not_taken_for_the_place_of_one(shell: Shell) -> None:
    for label in ("TRADE NAME one", "TRADE NAME two"):
        shell.ok("add", "account", "--label", label, "--region", "na")
        shell.ok("add", "authorization", "--application", "inv", "--account", label, "--without-refresh-token")
    said = shell.refused(10, "token", "trade")
    assert "Give more of it: Inventory/TRADE NAME one, Inventory/TRADE NAME two." in said


@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_failure_is_told_with_commands(kind: type[SpauthError]) -> None:
    problem = one_of(kind)
    said = words_for(problem, "acme us")
    assert said.startswith(problem.sentence)
    assert problem.remedy in said
    for way in problem.ways:
        command = COMMANDS[way].replace("NAME", "'acme us'")
        assert f"o {way.value}: {command}" in said


@pytest.mark.parametrize("way", Way)
def test_every_way_has_a_command(way: Way) -> None:
    assert way_words(way, {}) == f"to {way.value}: {COMMANDS[way]}"


def test_a_long_name_is_whole_in_the_command() -> None:
    name = f"Inventory/{'x' * 60}"
    assert words_for(ExchangeRefused("invalid_grant"), name).endswith(f"To see why: spauth-tui check {name}")


def test_a_failure_about_a_file_names_that_file_in_the_command() -> None:
    problem = VaultAltered()
    problem.target = "/a b.vault"
    assert "spauth-tui restore --rows-only '/a b.vault'" in words_for(problem, "acme us")


LABEL = "z';touch PWNED;'"


@pytest.mark.parametrize(
    ("flags", "verb"), [(("--without-refresh-token",), "steps"), ((), "check")], ids=["without", "with"]
)
def test_what_to_do_next_can_be_pasted_whatever_the_label(shell: Shell, flags: tuple[str, ...], verb: str) -> None:
    shell.ok("add", "account", "--label", LABEL, "--region", "na")
    command = ("add", "authorization", "--application", "inv", "--account", LABEL, *flags)
    said = shell(*command, stdin="Atzr|CANARY-x").err
    assert shlex.split(said[said.index("spauth-tui") :]) == ["spauth-tui", verb, f"Inventory/{LABEL}"]
