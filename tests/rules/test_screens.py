"""Rules about screens: each is left once, only the app empties the stack, and what they are given holds no secret."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from textual.screen import Screen

import spauth_tui.ui
from spauth_tui.domain.model.application import ClientSecret
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.ui.base.own_screen import OwnScreen

PACKAGE = Path(spauth_tui.ui.__path__[0])


def screens() -> Iterator[type[Screen[Any]]]:
    for module in pkgutil.walk_packages(spauth_tui.ui.__path__, "spauth_tui.ui."):
        for each in vars(importlib.import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, Screen) and each.__module__ == module.name:
                yield each


def test_every_screen_is_one_that_is_left_once() -> None:
    assert [each for each in screens() if not issubclass(each, OwnScreen)] == []


def test_no_screen_has_a_dismissal_of_its_own() -> None:
    assert [each for each in screens() if "dismiss" in vars(each)] == [OwnScreen]


def test_no_screen_hears_messages_by_a_decorator() -> None:
    # Only handlers that are named for their message are deaf once the screen is gone.
    assert [each for each in screens() if any(hasattr(held, "_textual_on") for held in vars(each).values())] == []


TAKES_SCREENS_AWAY = {"pop_screen", "switch_screen", "pop_until_active", "switch_mode", "uninstall_screen"}


def _taking(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
            if names & TAKES_SCREENS_AWAY:
                yield f"{path.name}: {node.name}"


def test_only_the_app_takes_screens_away_that_did_not_ask_for_it() -> None:
    assert [found for path in sorted(PACKAGE.rglob("*.py")) for found in _taking(path)] == ["stack.py: leave_all"]


ASKS = {"chosen", "marked", "token"}
"""What tells an action what it is about."""


def _attributes(node: ast.AST) -> list[ast.Attribute]:
    return [each for each in ast.walk(node) if isinstance(each, ast.Attribute)]


def _asked_late(path: Path) -> Iterator[str]:
    """Yield the functions that ask what is under the cursor after they have asked the person something."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.AsyncFunctionDef):
            waits = [each.lineno for each in _attributes(node) if each.attr == "push_screen_wait"]
            asks = [each.lineno for each in _attributes(node) if each.attr in ASKS]
            if waits and asks and max(asks) > min(waits):
                yield f"{path.name}: {node.name}"


def test_what_a_key_acts_on_is_settled_when_it_is_pressed() -> None:
    assert [found for path in sorted(PACKAGE.rglob("*.py")) for found in _asked_late(path)] == []


def test_a_worker_that_a_key_begins_is_given_what_it_acts_on() -> None:
    # Between the key and its worker the cursor may move.
    asking = [
        f"{path.name}: {node.name}"
        for path in (PACKAGE / "ui" / "dashboard" / "actions").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AsyncFunctionDef)
        if any(each.attr in ASKS and getattr(each.value, "id", "") == "context" for each in _attributes(node))
    ]
    assert asking == []


def _types_in(kind: Any) -> Iterator[Any]:
    """Yield a type, and those of its fields and of theirs."""
    yield kind
    for part in get_args(kind):
        yield from _types_in(part)
    if is_dataclass(kind):
        for part in get_type_hints(kind).values():
            yield from _types_in(part)


@pytest.mark.parametrize("given", [Holdings, Event])
def test_no_record_that_screens_are_given_can_hold_a_secret(given: type[object]) -> None:
    assert Secret not in set(_types_in(given))


def test_a_record_that_can_is_found() -> None:
    assert Secret in set(_types_in(tuple[ClientSecret, ...]))


def test_whether_a_key_does_something_is_answered_by_a_screen_without_its_widgets_too() -> None:
    asking = [
        (path.name, function.lineno)
        for path in sorted(PACKAGE.rglob("*.py"))
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        and function.name == "check_action"
        and "query_one" in ast.unparse(function)
    ]
    assert asking == []
