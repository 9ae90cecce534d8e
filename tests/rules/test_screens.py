"""Rules about screens: each is left once, and only the app empties the stack."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from textual.screen import Screen

import spauth_tui.ui
from spauth_tui.ui.screens.own_screen import OwnScreen

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


TAKES_SCREENS_AWAY = {"pop_screen", "switch_screen", "pop_until_active", "switch_mode", "uninstall_screen"}


def _taking(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef):
            names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
            if names & TAKES_SCREENS_AWAY:
                yield f"{path.name}: {node.name}"


def test_only_the_app_takes_screens_away_that_did_not_ask_for_it() -> None:
    assert [found for path in sorted(PACKAGE.rglob("*.py")) for found in _taking(path)] == ["app.py: _leave_all"]
