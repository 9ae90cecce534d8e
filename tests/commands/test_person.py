"""The person at the terminal: ctrl+c is heard at every moment around a question."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Callable

import pytest

from spauth_tui.commands.person import Person
from tests import builders, needs
from tests.commands.shell import Shell


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
