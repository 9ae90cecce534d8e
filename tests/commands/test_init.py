"""init: a vault, with a passphrase that came from somewhere safe."""

import os
import sys

from spauth_tui.commands import console as consoles
from spauth_tui.domain.secret import Secret
from tests.commands.shell import Shell
from tests.terminal import Terminal


def test_it_answers_with_the_path(empty: Shell) -> None:
    assert empty.ok("init") == f"{empty.vault}\n"
    assert empty.vault.exists()


def test_what_is_there_is_never_touched(shell: Shell) -> None:
    before = shell.vault.read_bytes()
    assert shell("init").code == 18
    assert shell.vault.read_bytes() == before


def test_a_guessable_passphrase_is_refused(empty: Shell) -> None:
    assert empty("init", "--passphrase-command", "echo password1234").code == 2
    assert not empty.vault.exists()


def test_a_short_one_is_refused(empty: Shell) -> None:
    assert empty("init", "--passphrase-command", "echo xK9-q").code == 2


def test_a_person_types_it_twice(empty: Shell) -> None:
    empty.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    typed = iter(["CANARY horse battery staple", "CANARY horse battery stapel"])
    empty.monkeypatch.setattr(consoles.Console, "ask_secret", lambda self, *words: Secret(next(typed)))
    ran = empty("init", at_terminal=True)
    assert ran.code == 2
    assert "differ" in ran.err


def test_at_a_terminal_nothing_that_is_typed_is_shown(empty: Shell) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SPAUTH_PASSPHRASE_COMMAND"}
    with Terminal([sys.executable, "-m", "spauth_tui", "init"], {**environment, "TERM": "xterm"}) as terminal:
        terminal.wait_for("New passphrase: ")
        terminal.send("CANARY horse battery staple\r")
        terminal.wait_for("The same again: ")
        terminal.send("CANARY horse battery staple\r")
        assert terminal.wait_for_end() == 0
        assert b"CANARY" not in terminal.raw
    assert empty.vault.exists()
