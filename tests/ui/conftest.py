"""What holds for every test of the screens: what no test sees is not worked out again and again."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from rich.console import RenderableType
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen

PAINTS = {
    "test_ansi",
    "test_counts",
    "test_hostile_vaults",
    "test_kept_lines",
    "test_legible",
    "test_looks",
    "test_touring",
}
"""Where what is painted is the subject. The monkey's command paints whatever happens."""

_parsed: dict[frozenset[tuple[str, str]], LRUCache[tuple[Any, ...], list[RuleSet]]]
_parsed = defaultdict(lambda: LRUCache(4096))
_make_sheet, _set_variables = Stylesheet.__init__, Stylesheet.set_variables
_render, _shut_down = Compositor.render_update, App._shutdown


@pytest.fixture(scope="session", autouse=True)
def _each_stylesheet_is_parsed_once() -> Iterator[None]:
    """Parse what is the same, for the same colours, once for each worker: Textual's own memory is one sheet's."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "__init__", _made)
        patched.setattr(Stylesheet, "set_variables", _coloured)
        patched.setattr(RuleSet, "__hash__", object.__hash__)  # the same, but not in Python
        yield


@pytest.fixture(scope="module", autouse=True)
def _painted_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Paint each widget when its app ends, not each time that a terminal would show it: tests read by `shown`."""
    if request.module.__name__.rsplit(".", 1)[-1] in PAINTS:
        yield
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Compositor, "render_update", _take_as_painted)
        patched.setattr(App, "_shutdown", _paint_and_shut_down)
        yield


def _made(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
    _make_sheet(sheet, variables=variables)
    sheet._parse_cache = _parsed[frozenset(sheet._variables.items())]


def _coloured(sheet: Stylesheet, variables: dict[str, str]) -> None:
    sheet._parse_cache = LRUCache(1)  # Textual clears it
    _set_variables(sheet, variables)
    sheet._parse_cache = _parsed[frozenset(variables.items())]


def _take_as_painted(
    compositor: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None, simplify: bool = False
) -> RenderableType | None:
    if full:  # a picture
        return _render(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    compositor._dirty_regions.clear()
    return None


async def _paint_and_shut_down(app: App[Any]) -> None:
    try:
        if app._running and app._exception is None and app.screen_stack:
            for widget in app.screen._compositor.visible_widgets:
                if not isinstance(widget, Screen):
                    for y in range(widget.size.height):
                        widget.render_line(y)
    finally:
        await _shut_down(app)
