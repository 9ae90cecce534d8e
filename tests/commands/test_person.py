"""The person at the terminal: ctrl+c is heard at every moment around a question."""

import asyncio
import io
import signal
from collections.abc import Callable

import pytest

from spauth_tui.commands.person import Person


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
