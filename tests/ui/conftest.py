"""What holds for every test of the screens: what no test sees is not worked out again and again."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parsed: dict[frozenset[tuple[str, str]], LRUCache[tuple[Any, ...], list[RuleSet]]]
_parsed = defaultdict(lambda: LRUCache(4096))
_make_sheet, _set_variables = Stylesheet.__init__, Stylesheet.set_variables


@pytest.fixture(scope="session", autouse=True)
def _each_stylesheet_is_parsed_once() -> Iterator[None]:
    """Parse what is the same, for the same colours, once for each worker: Textual's own memory is one sheet's."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "__init__", _made)
        patched.setattr(Stylesheet, "set_variables", _coloured)
        patched.setattr(RuleSet, "__hash__", object.__hash__)  # the same, but not in Python
        yield


def _made(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
    _make_sheet(sheet, variables=variables)
    sheet._parse_cache = _parsed[frozenset(sheet._variables.items())]


def _coloured(sheet: Stylesheet, variables: dict[str, str]) -> None:
    sheet._parse_cache = LRUCache(1)  # Textual clears it
    _set_variables(sheet, variables)
    sheet._parse_cache = _parsed[frozenset(variables.items())]
