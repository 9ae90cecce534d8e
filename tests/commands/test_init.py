"""init: a vault, with a passphrase that came from somewhere safe."""

import os
import sys

import pytest

from spauth_tui.commands.runtime import console as consoles
from spauth_tui.commands.runtime.prompt import Person
from spauth_tui.domain.model.secret import Secret
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
    assert "That passphrase is too easy to guess." in empty.refused(2, "init", "--passphrase-command", "echo xK9-q")
    assert not empty.vault.exists()


def test_a_person_types_it_twice(empty: Shell) -> None:
    empty.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    typed = iter(["CANARY horse battery staple", "CANARY horse battery stapel"])
    empty.monkeypatch.setattr(consoles.Console, "ask_secret", lambda self, *words: Secret(next(typed)))
    ran = empty("init", at_terminal=True)
    assert ran.code == 2
    assert "differ" in ran.err


def test_a_short_one_is_refused_before_it_is_asked_for_again(empty: Shell) -> None:
    empty.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    typed = iter([Secret("CANARY")])
    empty.monkeypatch.setattr(consoles.Console, "ask_secret", lambda self, *words: next(typed))
    ran = empty("init", at_terminal=True)
    assert ran.code == 2
    assert "this has 6" in ran.err


def test_at_a_terminal_nothing_that_is_typed_is_shown(empty: Shell) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SPAUTH_PASSPHRASE_COMMAND"}
    with Terminal([sys.executable, "-m", "spauth_tui", "init"], {**environment, "TERM": "xterm"}) as terminal:
        terminal.wait_for("New passphrase: ")
        terminal.send("CANARY horse battery staple\r")
        terminal.wait_for("New passphrase again: ")
        terminal.send("CANARY horse battery staple\r")
        assert terminal.wait_for_end() == 0
        assert b"CANARY" not in terminal.raw
    assert empty.vault.exists()


@pytest.mark.parametrize(("key", "code"), [("\x1c", 131), ("\x1a\x03", 130)])
def test_a_key_that_ends_or_stops_leaves_nothing_of_a_new_passphrase_on_the_terminal(
    empty: Shell, key: str, code: int
) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SPAUTH_PASSPHRASE_COMMAND"}
    with Terminal([sys.executable, "-m", "spauth_tui", "init"], {**environment, "TERM": "xterm"}) as terminal:
        terminal.wait_for("New passphrase: ")
        terminal.send("\r")
        terminal.wait_for("Press enter when you have written it down.")
        terminal.send(key)
        assert terminal.wait_for_end() == code
        assert terminal.raw.endswith(b"\x1b[?1049l") or b"\x1b[1;1H\x1b[2K" in terminal.raw


def test_a_passphrase_of_six_words_is_shown_once_typed_back_and_gone_from_the_terminal(empty: Shell) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "SPAUTH_PASSPHRASE_COMMAND"}
    with Terminal([sys.executable, "-m", "spauth_tui", "init"], {**environment, "TERM": "xterm"}) as terminal:
        terminal.wait_for("New passphrase: ")
        terminal.send("\r")
        terminal.wait_for("Press enter when you have written it down.")
        page = terminal.raw.split(b"\x1b[?1049h", 1)[1].decode()
        made = page.split("password manager.", 1)[1].split("Press", 1)[0].strip()
        terminal.send("\r")
        terminal.wait_for("Type the six words: ")
        terminal.send(f"{made}\r")
        assert terminal.wait_for_end() == 0
        assert len(made.split(" ")) == 6
        assert made not in terminal.raw.decode().split("\x1b[?1049l", 1)[1]
    assert empty.vault.exists()
    empty.monkeypatch.setenv("SPAUTH_PASSPHRASE_COMMAND", f"echo {made}")
    assert empty("ls").code == 0


def test_six_words_that_are_typed_back_wrongly_create_nothing(empty: Shell) -> None:
    empty.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    empty.monkeypatch.setenv("TERM", "xterm")
    typed = iter(["", "CANARY something else"])
    empty.monkeypatch.setattr(consoles.Console, "ask_secret", lambda self, *words: Secret(next(typed)))
    empty.monkeypatch.setattr(Person, "types_line", lambda self, question: "\n")
    ran = empty("init", at_terminal=True)
    assert (ran.code, empty.vault.exists()) == (2, False)


def test_a_terminal_that_cannot_take_back_what_it_shows_is_offered_nothing(empty: Shell) -> None:
    empty.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    empty.monkeypatch.setenv("TERM", "dumb")
    empty.monkeypatch.setattr(
        consoles.Console, "ask_secret", lambda self, *words: Secret("CANARY horse battery staple")
    )
    ran = empty("init", at_terminal=True)
    assert ran.code == 0
    assert "six words" not in ran.err


def test_a_passphrase_that_is_given_is_taken_without_an_offer(empty: Shell) -> None:
    assert "six words" not in empty("init", at_terminal=True).err


def test_a_second_init_says_how_to_open_what_is_there(shell: Shell) -> None:
    said = shell("init").err
    assert "It was not touched. spauth-tui opens it, and spauth-tui ls lists what is in it." in said


def test_a_directory_that_is_created_is_named(empty: Shell) -> None:
    said = empty("--vault", "new/deep/x.vault", "init").err
    assert f"The directory {empty.home / 'new' / 'deep'} does not exist yet and will be created." in said
