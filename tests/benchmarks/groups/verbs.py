"""Group 8: verbs without a screen, from exec to exit."""

import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from tests.benchmarks.derivation import derive
from tests.benchmarks.homes import Home, passphrase_fd
from tests.benchmarks.report import Bar, Line, Section
from tests.benchmarks.rounds import Figures, interleave, less, times
from tests.benchmarks.setting import Setting

_NOTHING, _TEXTUAL, _KEY = "python -c pass", "python -c 'import textual.app'", "key derivation"
_VERBS = ("ls", "token", "time")


def measure(setting: Setting) -> Section:
    """Run every verb in turn."""
    section = Section("8 verbs: exec to exit, without a screen")
    smallest = setting.homes.of(setting.smallest)
    cases: dict[str, Callable[[], Figures | float]] = {
        _NOTHING: partial(_run, smallest, "-c", "pass"),
        _TEXTUAL: partial(_run, smallest, "-c", "import textual.app"),
        _KEY: derive,
    }
    for verb in _VERBS:
        cases[f"{verb} --help"] = partial(_run, smallest, "-m", "spauth_tui", verb, "--help")
    for size in setting.sizes:
        home = setting.homes.of(size)
        for verb in _VERBS:
            cases[f"{verb} of {size:,}"] = partial(_verb, home, verb)
    rounds = interleave(cases, setting.runs, setting.progress.say)
    section.problems += rounds.problems
    milliseconds = {name: times(rounds.values(name), 1000) for name in cases}
    floor, textual, key = (milliseconds[each] for each in (_NOTHING, _TEXTUAL, _KEY))
    section.lines += [Line(_NOTHING, "ms", floor), Line(_TEXTUAL, "ms", textual), Line(_KEY, "ms", key)]
    section.lines += [
        Line(f"{verb} --help", "ms", milliseconds[f"{verb} --help"], _TEXTUAL, textual) for verb in _VERBS
    ]
    for verb in _VERBS:
        for size in setting.sizes:
            what = f"{verb} of {size:,}"
            whole = milliseconds[what]
            apart = less(whole, key)
            bar = Bar(0.6) if verb == "token" else None
            section.lines += [
                Line(what, "ms", whole, _TEXTUAL, textual, series=verb, size=size),
                Line(f"{what}, less the key", "ms", apart, _TEXTUAL, textual, bar, f"{verb} less the key", size),
                Line(f"{what}, less the key", "ms", apart, _NOTHING, floor),
            ]
    return section


def _verb(home: Home, verb: str) -> float:
    with passphrase_fd() as fd:
        name = [] if verb == "ls" else [home.name]
        flags = ["--vault", str(home.vault), "--passphrase-fd", str(fd)]
        return _run(home, "-m", "spauth_tui", *flags, verb, *name, fd=fd)


def _run(home: Home, *arguments: str, fd: int | None = None) -> float:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        env=home.environment,
        cwd=home.directory,
        pass_fds=[] if fd is None else [fd],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    taken = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace").strip() or f"it ended with {done.returncode}")
    return taken
