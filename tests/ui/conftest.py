"""What holds for every test of the screens: what no test sees is not worked out again and again."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from time import monotonic
from typing import Any

import pytest
from rich.console import RenderableType
from textual import _wait, app, pilot
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual._queue import Queue
from textual.app import App
from textual.cache import LRUCache
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.css.tokenize import tokenize_values
from textual.css.tokenizer import Token
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.pilot import Pilot, WaitForScreenTimeout
from textual.screen import Screen

PAINTS = {
    "test_ansi",
    "test_counts",
    "test_hostile_vaults",
    "test_legible",
    "test_looks",
    "test_touring",
}
"""Where what is painted is the subject. The monkey's command paints whatever happens."""

_parsed: dict[frozenset[tuple[str, str]], LRUCache[tuple[Any, ...], list[RuleSet]]]
_parsed = defaultdict(lambda: LRUCache(4096))
_tokens: dict[frozenset[tuple[str, str]], dict[str, list[Token]]] = {}
_make_sheet, _set_variables = Stylesheet.__init__, Stylesheet.set_variables
_replace_rules = Stylesheet.replace_rules
_textuals_wait = _wait.wait_for_idle
_render, _shut_down = Compositor.render_update, App._shutdown


@pytest.fixture(scope="session", autouse=True)
def _each_stylesheet_is_parsed_once() -> Iterator[None]:
    """Parse what is the same, for the same colours, once for each worker: Textual's own memory is one sheet's."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Stylesheet, "__init__", _made)
        patched.setattr(Stylesheet, "set_variables", _coloured)
        patched.setattr(stylesheet, "tokenize_values", _tokenized)
        patched.setattr(Stylesheet, "replace_rules", staticmethod(_replace_what_differs))
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


@pytest.fixture(scope="session", autouse=True)
def _waited_for_no_longer_than_there_is_work() -> Iterator[None]:
    """Look at what each widget still has to do, where Textual sends each a message; and look four times as often."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Pilot, "_wait_for_screen", _wait_for_screen)
        patched.setattr(pilot, "wait_for_idle", _wait_for_idle)
        patched.setattr(app, "wait_for_idle", _wait_for_idle)
        patched.setattr(_wait, "SLEEP_GRANULARITY", _wait.SLEEP_GRANULARITY / 4)
        patched.setattr(_wait, "SLEEP_IDLE", _wait.SLEEP_IDLE / 4)
        yield


async def _wait_for_idle(_at_least: float = 0) -> None:
    for _ in range(2):
        with suppress(WaitForScreenTimeout):
            await _wait_for_work(active_app.get(), 0.1)
        await _textuals_wait(0)
        if active_app.get().screen_stack:
            active_app.get().screen._on_timer_update()  # it would come within a sixtieth of a second


async def _wait_for_screen(pilot: Pilot[Any], timeout: float = 30.0) -> bool:  # noqa: ASYNC109 - Textual's own
    return await _wait_for_work(pilot.app, timeout)


async def _wait_for_work(app: App[Any], timeout: float = 30.0) -> bool:  # noqa: ASYNC109 - as above
    end = monotonic() + timeout
    if not app.screen_stack:
        return False
    turns = 0
    await asyncio.sleep(0)
    for pump in [app, *app.screen.walk_children(with_self=True)]:
        while _is_at_work(pump):
            if app._exception is not None:
                return False
            if monotonic() > end:
                raise WaitForScreenTimeout(f"{pump} is still at work")
            turns += 1
            await asyncio.sleep(0 if turns < 100 else 0.001)  # a thread is waited for
    return True


def _is_at_work(pump: MessagePump) -> bool:
    queue: Queue[Any] = pump._message_queue
    return not (pump._closing or pump._closed) and (bool(queue.values) or not queue.ready_event._waiters)


def _made(sheet: Stylesheet, *, variables: dict[str, str] | None = None) -> None:
    _make_sheet(sheet, variables=variables)
    sheet._parse_cache = _parsed[frozenset(sheet._variables.items())]


def _coloured(sheet: Stylesheet, variables: dict[str, str]) -> None:
    sheet._parse_cache = LRUCache(1)  # Textual clears it
    _set_variables(sheet, variables)
    sheet._parse_cache = _parsed[frozenset(variables.items())]


def _tokenized(variables: dict[str, str]) -> dict[str, list[Token]]:
    names = frozenset(variables.items())
    if names not in _tokens:
        _tokens[names] = tokenize_values(variables)
    return _tokens[names]


def _replace_what_differs(node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
    if animate:
        _replace_rules(node, rules, animate=True)
        return
    styles = node.styles.base
    for name in styles._rules.keys() | rules.keys():
        if styles._rules.get(name) is not rules.get(name):
            setattr(styles, name, rules.get(name))
    node.notify_style_update()


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
