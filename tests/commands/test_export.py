"""export: secrets leave the vault only when that is meant, to where it is meant, and it is logged."""

import json
import stat

import pytest

from spauth_tui.formats.registry import FORMATS
from tests import builders, needs
from tests.commands.shell import Shell


def test_a_file_is_new_and_the_users_alone(shell: Shell) -> None:
    assert shell.ok("export", "acme us", "--format", "sp-api-sdk", "--output", "x.env", "--yes").endswith("x.env\n")
    assert stat.S_IMODE((shell.home / "x.env").stat().st_mode) == 0o600
    assert f"LWA_REFRESH_TOKEN='{builders.REFRESH_TOKEN}-us'" in (shell.home / "x.env").read_text()


def test_a_file_that_is_there_is_never_overwritten(shell: Shell) -> None:
    (shell.home / "x.env").write_text("mine")
    assert shell("export", "acme us", "--format", "env", "--output", "x.env", "--yes").code == 18
    assert (shell.home / "x.env").read_text() == "mine"


def test_it_warns_and_asks(shell: Shell) -> None:
    ran = shell("export", "acme us", "--format", "env", "--output", "x.env", stdin="n\n", at_terminal=True)
    assert ran.code == 3
    assert "will leave the vault in plain text" in ran.err
    assert not (shell.home / "x.env").exists()


def test_a_terminal_gets_no_secret_unasked(shell: Shell) -> None:
    ran = shell("export", "acme us", "--format", "env", "--yes", shown=True)
    assert (ran.code, ran.out) == (2, "")


def test_a_terminal_gets_it_when_asked_for(shell: Shell) -> None:
    ran = shell("export", "acme us", "--format", "env", "--yes", "--to-terminal", shown=True)
    assert builders.REFRESH_TOKEN in ran.out


def test_it_is_logged(shell: Shell) -> None:
    shell.ok("export", "acme us", "--format", "postman", "--yes")
    assert "secrets exported: Inventory / Acme US (postman, to standard output)" in shell.ok("log")


def test_one_that_holds_one_refuses_two(shell: Shell) -> None:
    said = shell.refused(2, "export", "inventory", "--format", "postman", "--yes")
    assert "a Postman environment holds one account, and 2 were to be written." in said


def test_all_of_them_go_into_our_own_form(shell: Shell) -> None:
    held = json.loads(shell.ok("export", "--all", "--format", "spauth", "--yes"))
    assert [each["account"] for each in held["authorizations"]] == ["Acme DE", "Globex", "Acme US"] or len(
        held["authorizations"]
    ) == 3


@pytest.mark.parametrize("file_format", FORMATS)
def test_every_form_can_be_written_and_read_back_here(shell: Shell, file_format: str) -> None:
    text = shell.ok("export", "acme us", "--format", file_format, "--yes")
    ran = shell("import", "-", "--format", file_format, "--account", "Acme US", "--dry-run", stdin=text)
    assert ran.code == 0, ran
    assert ran.out.startswith("unchanged: Inventory"), ran.out


def test_a_guarded_one_needs_the_passphrase(shell: Shell) -> None:
    shell.ok("edit", "authorization", "acme us", "--guard")
    assert builders.REFRESH_TOKEN in shell.ok("export", "acme us", "--format", "env", "--yes")


def test_a_dash_is_standard_output(shell: Shell) -> None:
    assert builders.REFRESH_TOKEN in shell.ok("export", "acme us", "--format", "env", "--output", "-", "--yes")
    assert not (shell.home / "-").exists()


def test_it_warns_though_nobody_is_asked(shell: Shell) -> None:
    assert "leave the vault" in shell("export", "acme us", "--format", "env", "--yes").err


@pytest.mark.parametrize("file_format", sorted(FORMATS))
def test_what_was_exported_is_known_again(shell: Shell, file_format: str) -> None:
    text = shell.ok("export", "acme de", "--format", file_format, "--yes")
    out = shell("import", "-", "--format", file_format, "--yes", stdin=text).out
    assert not [line for line in out.splitlines() if not line.startswith("unchanged: ")]


@needs.proc
def test_what_was_not_written_is_taken_back_in_the_log(shell: Shell) -> None:
    assert shell("export", "acme us", "--format", "env", "--output", "/proc/mine", "--yes").code == 18
    kinds = [each["event"] for each in json.loads(shell.ok("log", "exported", "--format", "json"))]
    assert kinds == ["secrets exported", "nothing was exported after all"]


def test_a_file_that_is_there_is_noticed_before_the_question(shell: Shell) -> None:
    (shell.home / "there.env").write_text("")
    said = shell("export", "acme us", "--format", "spauth", "--output", "there.env").err
    assert "will leave the vault" not in said
