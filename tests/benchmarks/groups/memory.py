"""Group 3: what the settled dashboard holds in memory."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial

from tests.benchmarks import launching
from tests.benchmarks.processes import memory
from tests.benchmarks.report import Line, Section
from tests.benchmarks.rounds import Figures, interleave
from tests.benchmarks.screen import Screen
from tests.benchmarks.setting import Setting, bar_at

_FLOOR = "empty Textual app"
_SETTLES = 3.0
"""Seconds after the first frame in which whatever comes after it is done."""
_BARS = {500: 1.8}
_BARS_BESIDE_TEN = {500: 1.1}
_KINDS: Mapping[str, str] = {"rss": "resident", "pss": "proportional", "peak": "peak"}


def measure(setting: Setting) -> Section:
    """Start each, let it settle, read what it holds."""
    section = Section("3 memory: of the settled dashboard")
    smallest = setting.homes.of(setting.smallest)
    cases: dict[str, Callable[[], Figures]] = {
        _FLOOR: partial(_held, partial(launching.empty_app, smallest), launching.FLOOR),
    }
    for size in setting.sizes:
        home = setting.homes.of(size)
        cases[_dashboard(size)] = partial(_held, partial(launching.dashboard, home), launching.LIVE)
    rounds = interleave(cases, setting.runs, setting.progress.say)
    section.problems += rounds.problems
    for kind, words in _KINDS.items():
        floor = rounds.values(_FLOOR, kind)
        if not any(floor):
            section.notes.append(f"The system does not tell the {words} memory.")
            continue
        section.lines.append(Line(f"{_FLOOR}, {words}", "MiB", floor))
        for size in setting.sizes:
            bar = bar_at(size, _BARS) if kind == "rss" else None
            what, held = f"{_dashboard(size)}, {words}", rounds.values(_dashboard(size), kind)
            section.lines.append(Line(what, "MiB", held, _FLOOR, floor, bar, f"{words} memory", size))
        for size in setting.sizes[1:]:
            bar = bar_at(size, _BARS_BESIDE_TEN) if kind == "rss" else None
            first, what = _dashboard(setting.smallest), f"{_dashboard(size)}, {words}"
            values, smallest_held = rounds.values(_dashboard(size), kind), rounds.values(first, kind)
            section.lines.append(Line(what, "MiB", values, first, smallest_held, bar))
    return section


def _dashboard(size: int) -> str:
    return f"dashboard of {size:,}"


def _held(start: Callable[[], AbstractContextManager[Screen]], marker: str) -> Figures:
    with start() as screen:
        screen.first_frame(marker)
        screen.rest(_SETTLES)
        held = memory(screen.process.pid)
        proportional = {} if held.proportional is None else {"pss": held.proportional}
        return {"rss": held.resident, "peak": held.peak, **proportional}
