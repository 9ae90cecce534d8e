"""Group 4: what it costs to show countdowns and do nothing else."""

import time
from contextlib import ExitStack

from tests.benchmarks import launching
from tests.benchmarks.processes import cpu_seconds
from tests.benchmarks.report import Bar, Line, Section
from tests.benchmarks.rounds import Values
from tests.benchmarks.screen import Screen
from tests.benchmarks.setting import Setting, bar_at

_FLOOR = "one ticking label"
_SETTLES = 4.0
_FOCUS_LOST = "\x1b[O"
"""What a terminal reports when its window is no longer the one that is typed into."""


def measure(setting: Setting) -> Section:
    """Let all run at the same time; return which share of a core each used in each span."""
    span = 5.0 if setting.quick else 10.0
    section = Section(f"4 idle: processor time with running countdowns, spans of {span:g} s, all side by side")
    smallest = setting.homes.of(setting.smallest)
    with ExitStack() as stack:
        screens: dict[str, Screen] = {_FLOOR: stack.enter_context(launching.ticking_app(smallest))}
        screens[_FLOOR].first_frame(launching.TICKING)
        for size in setting.sizes:
            home = setting.homes.of(size)
            for is_focused in (True, False):
                name = _name(size, is_focused)
                setting.progress.say(f"starting {name}")
                screen = screens[name] = stack.enter_context(launching.dashboard(home))
                screen.first_frame(launching.LIVE)
                if not is_focused:
                    screen.send(_FOCUS_LOST)
        _read_all(screens, _SETTLES)
        shares: dict[str, list[float]] = {name: [] for name in screens}
        for number in range(1, setting.runs + 1):
            setting.progress.say(f"span {number} of {setting.runs}")
            for name, share in _one_span(screens, span).items():
                shares[name].append(share)
    floor = tuple(shares[_FLOOR])
    section.lines.append(Line(_FLOOR, "%", floor))
    for is_focused in (True, False):
        first: Values = tuple(shares[_name(setting.smallest, is_focused)])
        for size in setting.sizes:
            name = _name(size, is_focused)
            values = tuple(shares[name])
            series = f"idle, {'focused' if is_focused else 'unfocused'}"
            against = (_FLOOR, floor) if size == setting.smallest else (f"that of {setting.smallest:,}", first)
            section.lines.append(Line(name, "%", values, *against, bar_at(size, {500: 1.3}), series, size))
            if size == 500:
                section.lines.append(Line(f"{name}, of a core", "%", values, bar=Bar(2, of_ratio=False)))
    return section


def _name(size: int, is_focused: bool) -> str:
    return f"dashboard of {size:,}, {'focused' if is_focused else 'unfocused'}"


def _one_span(screens: dict[str, Screen], span: float) -> dict[str, float]:
    began = time.perf_counter()
    before = {name: cpu_seconds(screen.process.pid) for name, screen in screens.items()}
    _read_all(screens, span)
    passed = time.perf_counter() - began
    return {name: 100 * (cpu_seconds(screens[name].process.pid) - used) / passed for name, used in before.items()}


def _read_all(screens: dict[str, Screen], seconds: float) -> None:
    """Be the terminals of all of them; looks only now and then, to cost little itself."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        time.sleep(min(0.1, left))
        for screen in screens.values():
            screen.read_what_is_there()
