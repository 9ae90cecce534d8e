"""Group 5: from a key to the last byte of what it repaints."""

from collections.abc import Callable
from functools import partial
from statistics import median

from tests.benchmarks import launching
from tests.benchmarks.homes import Home
from tests.benchmarks.report import Bar, Line, Section
from tests.benchmarks.rounds import Figures, Rounds, interleave, times
from tests.benchmarks.screen import Repaint, Screen
from tests.benchmarks.setting import Setting

_RIGHT, _PAGE_DOWN, _HOME, _ESCAPE = "l", "\x1b[6~", "g", "\x1b"
_FILTER = "acm"
_IN_DETAILS, _IN_CHECKLIST = ", asked for ", " of 5: "
"""Words that are painted only when the vault has been read."""
_AWAITED = {"details", "checklist"}
"""Screens that are there when their words are."""
_FLOOR = "focus move between two buttons"
_WHAT = {
    "focus": ("focus move", None),
    "page": ("page down", 1.5),
    "filter 1": ("first filter keystroke", 1.5),
    "filter 2": ("second filter keystroke", 1.5),
    "filter 3": ("third filter keystroke", 1.5),
    "details": ("opening details", None),
    "checklist": ("opening the checklist", None),
}


def measure(setting: Setting) -> Section:
    """Press the same keys in each dashboard in turn; return how long each repaint took."""
    section = Section("5 keys: key to the last byte of its repaint, and to the first")
    cases: dict[str, Callable[[], Figures]] = {_FLOOR: partial(_move_only, setting.homes.of(setting.smallest))}
    for size in setting.sizes:
        home = setting.homes.of(size)
        cases[f"keys at {size:,}"] = partial(_press, home)
    rounds = interleave(cases, setting.runs, setting.progress.say)
    section.problems += rounds.problems
    floor = times(rounds.values(_FLOOR, "focus"), 1000)
    section.lines.append(Line(_FLOOR, "ms", floor))
    for size in setting.sizes:
        moves = times(rounds.values(f"keys at {size:,}", "focus"), 1000)
        section.lines.append(Line(f"focus move at {size:,}", "ms", moves, _FLOOR, floor, Bar(1.5)))
    for figure, (words, limit) in _WHAT.items():
        section.lines += _lines(setting, rounds, figure, words, limit)
    for figure, (words, _) in _WHAT.items():
        if figure not in _AWAITED:
            section.lines += _lines(setting, rounds, f"{figure}, first", f"{words}, first byte", None)
    return section


def _lines(setting: Setting, rounds: Rounds, figure: str, words: str, limit: float | None) -> list[Line]:
    lines = []
    first = setting.smallest
    for size in setting.sizes:
        values, reference = (times(rounds.values(f"keys at {each:,}", figure), 1000) for each in (size, first))
        against = ("", ()) if size == first else (f"at {first:,}", reference)
        bar = Bar(limit) if limit and size != first else None
        lines.append(Line(f"{words} at {size:,}", "ms", values, *against, bar, words, size))
    return lines


def _move_only(home: Home) -> Figures:
    with launching.focusing_app(home) as screen:
        screen.first_frame(launching.FOCUSING)
        screen.rest(1.0)
        return {"focus": median(screen.repaint("\t").last for _ in range(3))}


def _press(home: Home) -> Figures:
    with launching.dashboard(home) as screen:
        screen.first_frame(launching.LIVE)
        screen.rest(2.0)
        repaints = {"focus": _middle([_timed(screen, _RIGHT) for _ in range(3)])}
        pages = []
        for _ in range(2):
            # From the top each time: of ten authorizations there is but one page to go down.
            screen.repaint(_HOME)
            pages.append(_timed(screen, _PAGE_DOWN))
        repaints["page"] = _middle(pages)
        screen.repaint(_HOME)
        screen.repaint("/")
        for number, letter in enumerate(_FILTER, 1):
            repaints[f"filter {number}"] = _timed(screen, letter)
        screen.repaint(_ESCAPE)
        screen.await_tick()
        figures = {"details": screen.until_words("\r", _IN_DETAILS)}
        screen.rest(0.5)
        screen.repaint(_ESCAPE)
        screen.await_tick()
        figures["checklist"] = screen.until_words("s", _IN_CHECKLIST)
        for name, repaint in repaints.items():
            figures[name], figures[f"{name}, first"] = repaint.last, repaint.first
        return figures


def _middle(repaints: list[Repaint]) -> Repaint:
    return Repaint(median(each.first for each in repaints), median(each.last for each in repaints))


def _timed(screen: Screen, key: str) -> Repaint:
    """Press just after the countdowns have moved on, so that they do not move again while the repaint is awaited."""
    screen.await_tick()
    return screen.repaint(key)
