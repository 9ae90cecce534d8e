"""rm: only after a yes."""

import os
import sys

import pytest

from tests.commands.shell import Shell
from tests.terminal import Terminal


def test_without_anybody_to_ask_nothing_is_removed(shell: Shell) -> None:
    ran = shell("rm", "authorization", "acme us")
    assert ran.code == 3
    assert "Acme US" in shell.ok("ls")


@pytest.mark.parametrize(("typed", "code"), [("y\n", 0), ("yes\n", 0), ("\n", 3), ("n\n", 3)])
def test_a_person_is_asked(shell: Shell, typed: str, code: int) -> None:
    ran = shell("rm", "authorization", "acme us", stdin=typed, at_terminal=True)
    assert ran.code == code
    assert "1 refresh token?" in ran.err
    assert ("Acme US" in shell.ok("ls")) is (code == 3)


def test_yes_answers_in_advance(shell: Shell) -> None:
    assert shell.ok("rm", "account", "acme de", "--yes") == "Acme DE\n"
    assert "Acme DE" not in shell.ok("ls")


def test_an_application_goes_with_its_authorizations(shell: Shell) -> None:
    shell.ok("rm", "application", "inventory", "--yes")
    assert shell.ok("ls").count("\n") == 2


@pytest.mark.parametrize("then", ["", "y\r"])
def test_ctrl_c_at_the_question_removes_nothing(shell: Shell, then: str) -> None:
    environment = {**os.environ, "TERM": "xterm"}
    command = [sys.executable, "-m", "spauth_tui", "rm", "authorization", "acme us"]
    with Terminal(command, environment) as terminal:
        terminal.wait_for("[y/N]")
        terminal.send("\x03" + then)
        assert terminal.wait_for_end() == 130
    assert "Acme US" in shell.ok("ls")
