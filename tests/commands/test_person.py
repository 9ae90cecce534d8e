"""The person at the terminal: ctrl+c is heard at every moment around a question."""

import asyncio
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from spauth_tui.commands.runtime.prompt import Person
from tests import builders, needs
from tests.commands.shell import Shell

if TYPE_CHECKING:
    from tests.terminal import Terminal

TOKEN = f"Atzr|{'CANARY0typed' * 8}"


class _Keyboard(io.StringIO):
    """A terminal at which somebody agrees."""

    def isatty(self) -> bool:
        return True


class _Screen(io.StringIO):
    """A terminal that shows a question just when ctrl+c is pressed."""

    def write(self, text: str, /) -> int:
        signal.raise_signal(signal.SIGINT)
        return super().write(text)


def _nothing() -> None:
    pass


def _ctrl_c() -> None:
    signal.raise_signal(signal.SIGINT)


def _answers(screen: io.StringIO, before: Callable[[], None] = _nothing) -> list[str]:
    """Ask on an event loop, as a verb does; return the answers that the verb could act on."""
    answers: list[str] = []

    async def verb() -> None:
        before()
        answers.append(Person(_Keyboard("y\n"), screen).types_line("Remove it? "))

    try:
        asyncio.run(verb())
    except KeyboardInterrupt:
        answers.append("ctrl+c")
    return answers


def test_a_question_is_answered() -> None:
    assert _answers(io.StringIO()) == ["y\n"]


@pytest.mark.parametrize(("screen", "before"), [(_Screen, _nothing), (io.StringIO, _ctrl_c)])
def test_ctrl_c_while_or_before_a_question_appears_is_no_yes(
    screen: type[io.StringIO], before: Callable[[], None]
) -> None:
    assert _answers(screen(), before) == ["ctrl+c"]


@needs.unix_programs
def test_bytes_that_are_no_text_are_no_passphrase_and_it_is_asked_for_again(shell: Shell) -> None:
    from tests.terminal import Terminal

    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    with Terminal([sys.executable, "-m", "spauth_tui", "ls"], os.environ) as terminal:
        terminal.wait_for("Passphrase of personal:")
        terminal.send_bytes(b"CANARY-\xfc-typed\r")
        terminal.wait_for("What you typed is not UTF-8 text.")
        while terminal.text.count("Passphrase of personal:") < 2:
            terminal.key("")
        terminal.send(f"{builders.PASSPHRASE.reveal()}\r")
        assert "Inventory/Acme US" in terminal.wait_for("Globex")
        assert terminal.wait_for_end() == 0
        assert b"CANARY-" not in terminal.raw


@pytest.mark.parametrize("is_piped_into", [False, True])
@needs.unix_programs
def test_bytes_that_are_no_text_agree_to_nothing(shell: Shell, *, is_piped_into: bool) -> None:
    from tests.terminal import Terminal

    command = f"'{sys.executable}' -m spauth_tui rm account 'acme us' {'< /dev/null' if is_piped_into else ''}"
    with Terminal(["sh", "-c", command], os.environ) as terminal:
        terminal.wait_for("[y/N]")
        terminal.send_bytes(b"y\xfc\r")
        assert "so nothing was done" in terminal.wait_for("spauth-tui: ")
        assert terminal.wait_for_end() == 3


def _running(*arguments: str) -> "Terminal":
    from tests.terminal import Terminal

    return Terminal([sys.executable, "-m", "spauth_tui", *arguments], os.environ)


def _wait_until_asked_again(terminal: "Terminal", before_each_look: Callable[[], object] = lambda: None) -> None:
    end = time.monotonic() + 20
    while terminal.raw.count(b"Passphrase of personal:") < 2:
        assert time.monotonic() < end, terminal.text
        before_each_look()
        terminal.key("")


@needs.unix_programs
def test_a_refresh_token_that_is_pasted_in_two_lines_is_stored_whole(shell: Shell) -> None:
    with _running("steps", "acme us", "--refresh-token") as terminal:
        terminal.wait_for("Refresh token:")
        terminal.send(f"{TOKEN[:50]}\r{TOKEN[50:]}\r")
        assert terminal.wait_for_end() == 0
    assert TOKEN in shell.ok("--yes", "export", "acme us", "--format", "spauth")


@needs.unix_programs
def test_of_a_long_notification_that_is_pasted_all_is_read_and_nothing_shown(shell: Shell) -> None:
    padding = {f"attribute{number}": "CANARY" * 10 for number in range(70)}
    held = {"padding": padding, "one": "CANARY" * 800, "applicationOAuthClientNewSecret": {"clientId": "CANARY-other"}}
    with _running("rotate-secret", "inventory") as terminal:
        terminal.wait_for("Client secret:")
        terminal.send("\r".join(json.dumps(held, indent=2).splitlines()) + "\r")
        said = terminal.wait_for("spauth-tui: ")
        terminal.wait_for_end()
        assert "not complete JSON" not in said
        assert b"CANARY" not in terminal.raw


@needs.unix_programs
def test_a_passphrase_of_several_lines_is_asked_for_again(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    with _running("ls") as terminal:
        terminal.wait_for("Passphrase of personal:")
        terminal.send("CANARY-one\rCANARY-two\r")
        terminal.wait_for("That was several lines; a passphrase is a single line.")
        _wait_until_asked_again(terminal)
        terminal.send(f"{builders.PASSPHRASE.reveal()}\r")
        assert "Globex" in terminal.wait_for("Globex")


@needs.unix_programs
def test_backspace_takes_the_last_character_away(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    with _running("ls") as terminal:
        terminal.wait_for("Passphrase of personal:")
        terminal.send(f"wrong\x15{builders.PASSPHRASE.reveal()}x\x7f\u00fc\x7f\r")
        assert "Globex" in terminal.wait_for("Globex")


@needs.unix_programs
def test_what_is_typed_while_the_key_is_derived_is_not_shown(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    with _running("ls") as terminal:
        terminal.wait_for("Passphrase of personal:")
        terminal.send("wrong\r")
        while terminal.raw.count(b"\r\n") < 1:
            terminal.read_what_came()
        terminal.send("CANARY-too-early")
        terminal.wait_for("Wrong passphrase.")
        assert b"CANARY" not in terminal.raw


@needs.unix_programs
def test_after_a_stop_what_is_typed_is_still_unseen(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    with _running("ls") as terminal:
        terminal.wait_for("Passphrase of personal:")
        terminal.set_echo()
        # The question may just have been written, and is not asked again then.
        _wait_until_asked_again(terminal, lambda: terminal.process.send_signal(signal.SIGCONT))
        terminal.send("CANARY-typed\x03")
        terminal.wait_for_end()
        assert b"CANARY" not in terminal.raw


@needs.unix_programs
def test_ctrl_c_at_a_passphrase_leaves_a_terminal_that_shows_what_is_typed(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    with _running("ls") as terminal:
        terminal.wait_for("Passphrase of personal:")
        assert not terminal.echoes
        terminal.send("\x03")
        assert terminal.wait_for_end() == 130
        assert terminal.echoes


@needs.unix_programs
def test_ctrl_backslash_at_a_passphrase_leaves_a_terminal_that_shows_what_is_typed(shell: Shell) -> None:
    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    with _running("ls") as terminal:
        terminal.wait_for("Passphrase of personal:")
        terminal.send("\x1c")
        assert terminal.wait_for_end() == 128 + signal.SIGQUIT
        assert terminal.echoes


@needs.unix_programs
def test_a_stop_while_the_question_is_written_has_it_written_again_afterwards() -> None:
    import pty

    from spauth_tui.commands.runtime.unseen import Unseen

    ours, theirs = pty.openpty()
    depths: list[int] = []
    within: list[None] = []

    def ask() -> None:
        within.append(None)
        depths.append(len(within))
        if len(depths) == 1:
            signal.raise_signal(signal.SIGCONT)
        else:
            os.write(ours, b"CANARY typed\n")
        within.pop()

    unseen = Unseen(theirs)
    try:
        assert unseen.read(ask) == b"CANARY typed"
    finally:
        unseen.let_go()
        os.close(ours)
        os.close(theirs)
    assert depths == [1, 1]


@needs.unix_programs
def test_while_it_is_stopped_the_terminal_shows_what_is_typed(shell: Shell) -> None:
    from tests.terminal import Terminal

    shell.monkeypatch.delenv("SPAUTH_PASSPHRASE_COMMAND")
    # A shell of its own has no group of processes that could be stopped.
    command = f"'{sys.executable}' -m spauth_tui ls; echo stopped; read line; fg"
    with Terminal(["sh", "-mc", command], os.environ) as terminal:
        terminal.wait_for("Passphrase of personal:")
        terminal.send("\x1a")
        terminal.wait_for("stopped")
        assert terminal.echoes
        terminal.send("\r")
        _wait_until_asked_again(terminal)
        assert not terminal.echoes
        terminal.send(f"{builders.PASSPHRASE.reveal()}\r")
        assert "Globex" in terminal.wait_for("Globex")
        assert builders.PASSPHRASE.reveal().encode() not in terminal.raw
