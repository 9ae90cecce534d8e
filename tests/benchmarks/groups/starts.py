"""Group 1: from exec to the first painted frame."""

from collections.abc import Callable
from functools import partial

from tests.benchmarks import launching
from tests.benchmarks.derivation import derive
from tests.benchmarks.homes import Home
from tests.benchmarks.report import Bar, Line, Section
from tests.benchmarks.rivals import RIVALS, NotInstalled, Rival, installed
from tests.benchmarks.rounds import Figures, Values, interleave, less, times
from tests.benchmarks.screen import Screen
from tests.benchmarks.setting import Setting

_UNLOCK, _KEY = "unlock screen", "key derivation"
_FLOOR, _PLAIN = "empty Textual app", "Textual app with input and footer"
_AGAINST_RIVALS = {"posting": 0.45, "harlequin": 0.35}


def measure(setting: Setting) -> Section:
    """Start everything in turn; return how long each took."""
    section = Section("1 starts: exec to first painted frame")
    smallest = setting.homes.of(setting.smallest)
    cases: dict[str, Callable[[], Figures | float]] = {
        _FLOOR: partial(launching.floor, smallest),
        _PLAIN: partial(_plain, smallest),
        _UNLOCK: partial(_unlock_screen, smallest),
        _KEY: derive,
    }
    for size in setting.sizes:
        cases[_dashboard(size)] = partial(_first_dashboard, setting.homes.of(size))
    rivals = []
    for rival in RIVALS:
        setting.progress.say(f"installing {rival.name}")
        try:
            program = str(installed(rival))
        except NotInstalled as problem:
            section.notes.append(f"{rival.name} is left out: {problem}")
            continue
        cases[rival.name] = partial(_rival, program, setting.homes.empty(rival.name), rival)
        rivals.append(rival.name)
    rounds = interleave(cases, setting.runs, setting.progress.say)
    section.problems += rounds.problems
    taken = {name: times(rounds.values(name), 1000) for name in cases}
    apart = {size: less(taken[_dashboard(size)], taken[_KEY]) for size in setting.sizes}
    section.lines += [
        Line(_FLOOR, "ms", taken[_FLOOR]),
        Line(_PLAIN, "ms", taken[_PLAIN], _FLOOR, taken[_FLOOR]),
        Line(_UNLOCK, "ms", taken[_UNLOCK], _FLOOR, taken[_FLOOR]),
        Line(_UNLOCK, "ms", taken[_UNLOCK], _PLAIN, taken[_PLAIN], Bar(1.0)),
        Line(_KEY, "ms", taken[_KEY]),
    ]
    section.lines += _by_size(setting, taken, apart)
    for name in rivals:
        bar, what = Bar(_AGAINST_RIVALS[name]), f"{_dashboard(setting.smallest)}, less the key"
        section.lines += [
            Line(name, "ms", taken[name], _FLOOR, taken[_FLOOR]),
            Line(_UNLOCK, "ms", taken[_UNLOCK], name, taken[name]),
            Line(what, "ms", apart[setting.smallest], name, taken[name], bar),
        ]
    return section


def _by_size(setting: Setting, taken: dict[str, Values], apart: dict[int, Values]) -> list[Line]:
    first = setting.smallest
    whole, less_the_key = [], []
    for size in setting.sizes:
        what = _dashboard(size)
        against = ("", ()) if size == first else (_dashboard(first), taken[_dashboard(first)])
        whole.append(Line(what, "ms", taken[what], *against, None, "dashboard's first frame", size))
        against = (_FLOOR, taken[_FLOOR]) if size == first else (f"that of {first:,}", apart[first])
        series = "dashboard's first frame, less the key"
        less_the_key.append(Line(f"{what}, less the key", "ms", apart[size], *against, None, series, size))
    return [*whole, *less_the_key]


def _dashboard(size: int) -> str:
    return f"dashboard of {size:,}"


def _plain(home: Home) -> float:
    with launching.plain_app(home) as screen:
        return screen.first_frame(launching.PLAIN)


def _unlock_screen(home: Home) -> float:
    with launching.door(home) as screen:
        return screen.first_frame(launching.DOOR)


def _first_dashboard(home: Home) -> float:
    with launching.dashboard(home) as screen:
        return screen.first_frame(launching.LIVE)


def _rival(program: str, home: Home, rival: Rival) -> float:
    with Screen([program], home.environment, home.directory) as screen:
        return screen.first_frame(rival.marker)
