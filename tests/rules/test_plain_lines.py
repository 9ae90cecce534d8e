"""Every key of every screen stands beside the verb that does the same in plain lines, or why there is none."""

import shlex
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from spauth_tui import ui
from spauth_tui.cli import parser
from spauth_tui.commands.runtime.plain_lines import INSTEAD, in_plain_lines
from spauth_tui.domain.keyboard.keys import all_keys

COMMANDS = sorted({each for each in INSTEAD.values() if each.startswith("spauth-tui ")} - {"spauth-tui --help"})


def _of_screens() -> set[str | None]:
    for module in walk_packages([str(Path(ui.__file__).parent)], f"{ui.__name__}."):
        import_module(module.name)
    kinds, found = [DOMNode], set[str | None]()
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if kind.__module__.startswith(f"{ui.__name__}."):
            own = vars(kind).get("BINDINGS", ())
            found |= {each.id if isinstance(each, Binding) else str(each) for each in own}
    return found


def test_every_binding_of_every_screen_has_its_line_and_no_line_is_of_none() -> None:
    assert _of_screens() | set(all_keys()) == set(INSTEAD)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_in_it_is_one(command: str) -> None:
    words = shlex.split(command)[1:]
    assert parser().parse_args(words).verb in words


def test_a_reason_says_more_than_that_there_is_none() -> None:
    assert [each for each in INSTEAD.values() if len(each.split()) < 2] == []


def test_it_is_printed_without_columns() -> None:
    assert "  " not in in_plain_lines()
    assert "Refresh: Exchange for a new access token. spauth-tui refresh NAME\n" in in_plain_lines()
