"""What a newcomer types and is helped with."""

import json
from pathlib import Path

import pytest

from spauth_tui.adapters.system.new_files import SystemFiles
from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.errors.vault import VaultUnwritable
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour


def test_a_mistyped_verb_is_guessed(empty: Shell) -> None:
    assert "there is no verb tokn. Did you mean token?" in empty.refused(2, "tokn", "acme")


def test_a_command_without_its_dashes_is_explained(empty: Shell) -> None:
    assert "Put -- before the command: spauth-tui exec NAME -- COMMAND" in empty.refused(2, "exec", "acme", "true")


def test_where_no_vault_is_is_said(empty: Shell) -> None:
    assert "There is no vault yet at " in empty.refused(6, "ls")
    assert "personal.vault" in empty.refused(6, "ls")


def test_a_literal_dollar_in_a_path_is_questioned(empty: Shell) -> None:
    told = empty.refused(6, "--vault", "$HOME/x.vault", "ls")
    assert "It has a literal $ in it: did the shell not expand a variable?" in told


@pytest.mark.parametrize(
    "line",
    [
        ("restore", "$HOME/x.vault"),
        ("import", "$HOME/x.env"),
        ("backup", "$HOME/x.vault"),
        ("export", "acme us", "--format", "spauth", "--output", "${HOME}/x"),
        ("report", "--output", "$HOME/x"),
    ],
)
def test_a_literal_dollar_is_questioned_wherever_a_path_is_given(shell: Shell, line: tuple[str, ...]) -> None:
    assert "It has a literal $ in it: did the shell not expand a variable?" in shell("--yes", *line).err


def test_a_vault_at_a_literal_dollar_is_made_only_after_a_yes(empty: Shell) -> None:
    told = empty.refused(3, "--vault", "$HOME/x.vault", "init")
    assert "x.vault. It has a literal $ in it: did the shell not expand a variable?" in told
    assert not (empty.home / "$HOME").exists()


async def test_a_folder_that_is_not_there_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(VaultUnwritable, match=r"/missing does not exist\. Nothing was changed\."):
        await SystemFiles().write(tmp_path / "missing" / "x.svg", "")


def test_accounts_without_an_authorization_are_named_below_the_others(shell: Shell) -> None:
    shell.ok("add", "account", "--label", "Zed", "--region", "na")
    ran = shell("ls")
    assert ran.out.count("\n") == 4
    assert ran.err == "No authorization yet: Zed. Next: spauth-tui add authorization.\n"
    assert shell("ls", "acme").err == ""


def test_without_authorizations_what_is_there_is_named(empty: Shell) -> None:
    empty.ok("init")
    empty.ok("add", "account", "--label", "Acme", "--region", "na")
    assert "No authorization yet, only Acme. Next: spauth-tui add authorization." in empty("ls").err


def test_after_an_import_the_next_step_is_said(shell: Shell) -> None:
    text = f"LWA_CLIENT_ID={builders.CLIENT_ID}\nLWA_REFRESH_TOKEN_JP=Atzr|CANARY-token-of-jp\n"
    assert "Next: spauth-tui check Inventory/jp" in shell("import", "-", "--yes", stdin=text).err


def test_the_log_takes_tail(shell: Shell) -> None:
    assert len(shell.ok("log", "--tail", "1").splitlines()) == 1


def test_nothing_that_needs_attention_is_0(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    ran = shell("ls", "--needs-attention")
    assert (ran.code, ran.out) == (0, "")


def test_what_needs_attention_is_listed_alone_and_is_21(shell: Shell) -> None:
    shell.ok("refresh", "--all")
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(Answer.INVALID_GRANT)
    shell("refresh", "acme us")
    ran = shell("ls", "--needs-attention", "--json")
    assert ran.code == 21
    assert [each["account"] for each in json.loads(ran.out)["authorizations"]] == ["Acme US"]


def test_all_are_tested_one_after_another(shell: Shell) -> None:
    ran = shell("check", "--all")
    assert ran.code == 0
    assert ran.out.count("accepted by") == len(json.loads(shell.ok("ls", "--json"))["authorizations"])


def test_one_failure_does_not_stop_the_rest_and_is_21(shell: Shell) -> None:
    shell.simulator.behaviours[f"{builders.REFRESH_TOKEN}-us"] = Behaviour(Answer.INVALID_GRANT)
    ran = shell("check", "--all", "--json")
    assert ran.code == 21
    passed = {each["name"]: each["passed"] for each in json.loads(ran.out)["checks"]}
    assert [name for name, good in passed.items() if not good] == ["Inventory/Acme US"]


@pytest.mark.parametrize(
    ("line", "words"),
    [(("check",), "NAME --all is required"), (("check", "acme us", "--all"), "not allowed with argument NAME")],
)
def test_either_a_name_or_all(shell: Shell, line: tuple[str, ...], words: str) -> None:
    assert words in shell.refused(2, *line)
