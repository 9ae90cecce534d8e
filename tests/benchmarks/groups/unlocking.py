"""Group 2: from the enter after a passphrase to the live dashboard."""

from collections.abc import Callable
from functools import partial

from tests.benchmarks import launching
from tests.benchmarks.derivation import derive
from tests.benchmarks.homes import Home
from tests.benchmarks.report import Line, Section
from tests.benchmarks.rounds import Figures, Values, interleave, less, times
from tests.benchmarks.setting import Setting, bar_at
from tests.builders import PASSPHRASE

_FLOOR, _KEY = "empty app's first frame", "key derivation"
_BARS = {500: 1.3}


def measure(setting: Setting) -> Section:
    """Unlock each vault in turn; return how long it took, and how long without the key derivation."""
    section = Section("2 unlocking: passphrase entered to live dashboard")
    smallest = setting.homes.of(setting.smallest)
    cases: dict[str, Callable[[], Figures | float]] = {_FLOOR: partial(launching.floor, smallest), _KEY: derive}
    for size in setting.sizes:
        home = setting.homes.of(size)
        cases[_unlocked(size)] = partial(_unlock, home)
    rounds = interleave(cases, setting.runs, setting.progress.say)
    section.problems += rounds.problems
    milliseconds = {name: times(rounds.values(name), 1000) for name in (_FLOOR, _KEY)}
    whole: dict[int, Values] = {}
    for size in setting.sizes:
        milliseconds[_unlocked(size)] = times(rounds.values(_unlocked(size), "live"), 1000)
        whole[size] = less(times(rounds.values(_unlocked(size), "whole"), 1000), milliseconds[_KEY])
    section.lines += [Line(each, "ms", milliseconds[each]) for each in (_FLOOR, _KEY)]
    for size in setting.sizes:
        section.lines.append(Line(_unlocked(size), "ms", milliseconds[_unlocked(size)], series="unlocking", size=size))
    bare = {size: less(milliseconds[_unlocked(size)], milliseconds[_KEY]) for size in setting.sizes}
    for size in setting.sizes:
        is_first = size == setting.smallest
        against = (
            (_FLOOR, milliseconds[_FLOOR]) if is_first else (f"that of {setting.smallest:,}", bare[setting.smallest])
        )
        what = f"{_unlocked(size)}, less the key"
        section.lines.append(Line(what, "ms", bare[size], *against, None, "unlocking less the key", size))
    for size in setting.sizes:
        against = ("", ()) if size == setting.smallest else (f"that of {setting.smallest:,}", whole[setting.smallest])
        what = f"{_unlocked(size)}, all of it read and counted, less the key"
        section.lines.append(
            Line(what, "ms", whole[size], *against, bar_at(size, _BARS), "unlocking, all read, less the key", size)
        )
    return section


def _unlocked(size: int) -> str:
    return f"vault of {size:,}"


def _unlock(home: Home) -> Figures:
    with launching.door(home) as screen:
        screen.first_frame(launching.DOOR)
        screen.repaint(PASSPHRASE.reveal())
        live = screen.until_words("\r", launching.LIVE)
        return {"live": live, "whole": live + screen.until_more(launching.WHOLE)}
