"""Group 6: refreshing all, against bare httpx and against the two clients that developers use."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.certificates import certificates
from tests.benchmarks.exchanging import Task
from tests.benchmarks.homes import Home, open_vault
from tests.benchmarks.report import Bar, Line, Section
from tests.benchmarks.rounds import Figures, Rounds, Values, interleave, times
from tests.benchmarks.setting import Setting
from tests.benchmarks.simulating import REPOSITORY, simulated

_AT_ONCE = 4
_LIFTED = 8
"""Twice as many, to see what the limit costs."""
_LATENCY = 0.05
_DELAYED = 200
_CLIENTS = {"python-amazon-sp-api": ("sp_api", 60), "amzn-sp-api": ("spapi", 200)}
"""Module, and how many exchanges are enough to know its pace."""
_AT_LEAST = {"python-amazon-sp-api": 10, "amzn-sp-api": 6}
"""How many times their pace over TLS is to be reached."""

_TLS = ", over TLS"

_NO_MORE: Mapping[str, str] = {}
_Case = Callable[[], Figures | float]


def measure(setting: Setting) -> Section:
    """Exchange in every way in turn, at the same simulator."""
    count = 200 if setting.quick else 1_000
    section = Section(f"6 refreshing: {count:,} exchanges at a simulator in a process of its own")
    home = setting.homes.of(max(1_000, setting.smallest))
    forms = asyncio.run(_forms(home.vault, count))
    lacking = [name for name, (module, _) in _CLIENTS.items() if find_spec(module) is None]
    section.notes += [f"{name} is left out: it is not installed." for name in lacking]
    clients = {name: min(count, many) for name, (_, many) in _CLIENTS.items() if name not in lacking}
    sizes = [size for size in setting.sizes if size < count]
    certified = certificates(setting.directory)
    if certified is None:
        section.notes.append("Nothing is measured over TLS: trustme is not installed.")
    with ExitStack() as stack:
        address, far = stack.enter_context(simulated()), stack.enter_context(simulated(_LATENCY))

        def ours(many: int, at_once: int, at: str = address, more: Mapping[str, str] = _NO_MORE) -> _Case:
            return lambda: _on_a_copy(home, setting.directory, Task("ours", at, many, at_once), more)

        def theirs(way: str, many: int, at_once: int, at: str = address, more: Mapping[str, str] = _NO_MORE) -> _Case:
            return lambda: _ran(Task(way, at, many, at_once, forms=forms[:many]), more)

        cases: dict[str, _Case] = {
            "ours": ours(count, _AT_ONCE),
            "httpx": theirs("httpx", count, _AT_ONCE),
            "ours, lifted": ours(count, count),
            "httpx, lifted": theirs("httpx", count, _LIFTED),
        }
        for name, many in clients.items():
            cases[name] = theirs(name, many, 1)
            cases[f"{name}, threads"] = theirs(name, many, _AT_ONCE)
        if certified is not None:
            secured, trusting = stack.enter_context(simulated(0, certified.server)), certified.environment
            cases[f"ours{_TLS}"] = ours(count, _AT_ONCE, secured, trusting)
            for name, many in clients.items():
                cases[f"{name}{_TLS}"] = theirs(name, many, 1, secured, trusting)
        for size in sizes:
            cases[f"ours of {size}"] = ours(size, _AT_ONCE)
        cases["far"] = ours(_DELAYED, _AT_ONCE, far)
        cases["httpx, far"] = theirs("httpx", _DELAYED, _AT_ONCE, far)
        rounds = interleave(cases, setting.runs, setting.progress.say)
    section.problems += rounds.problems
    section.lines += _against_httpx(rounds, count)
    section.lines += _against_clients(rounds, count, clients)
    least = _DELAYED * _LATENCY / _AT_ONCE
    seconds, bound = rounds.values("far", "seconds"), tuple(least for _ in range(setting.runs))
    what = f"{_DELAYED} at {_LATENCY * 1000:g} ms of latency, {_AT_ONCE} at once"
    section.lines.append(Line(what, "s", seconds, "latency x count / at once", bound, Bar(1.1)))
    bare = rounds.values("httpx, far", "seconds")
    section.lines.append(Line("the same on bare httpx", "s", bare, "latency x count / at once", bound))
    for size in [*sizes, count]:
        taken = times(rounds.values("ours" if size == count else f"ours of {size}", "seconds"), 1000)
        section.lines.append(Line(f"refresh all of {size:,}", "ms", taken, series="refresh all", size=size))
    return section


def _against_httpx(rounds: Rounds, count: int) -> list[Line]:
    lines = []
    for way, words in (("", f"{_AT_ONCE} at once"), (", lifted", "limit lifted")):
        for figure, kind in (("seconds", "time"), ("cpu", "processor time")):
            reference = times(rounds.values(f"httpx{way}", figure), 1000 / count)
            values = times(rounds.values(f"ours{way}", figure), 1000 / count)
            against = f"bare httpx, {words}"
            lines.append(Line(f"{against}: {kind} of one", "ms", reference))
            lines.append(Line(f"refresh all, {words}: {kind} of one", "ms", values, against, reference))
    return lines


def _against_clients(rounds: Rounds, count: int, clients: Mapping[str, int]) -> list[Line]:
    lines = []
    for name, many in clients.items():
        for way, against_way, bar in (
            ("", "", None),
            ("", f", in {_AT_ONCE} threads", None),
            (_TLS, _TLS, Bar(_AT_LEAST[name], at_least=True)),
        ):
            case = f"{name}{', threads' if 'threads' in against_way else way}"
            if case not in rounds.cases:
                continue
            pace, theirs = (
                _pace(rounds.values(each, "seconds"), done) for each, done in ((f"ours{way}", count), (case, many))
            )
            lines.append(Line(f"{name}{against_way}", "/s", theirs))
            lines.append(Line(f"refresh all{way}", "/s", pace, f"{name}{against_way}", theirs, bar))
        used, theirs = times(rounds.values("ours", "cpu"), 1000 / count), times(rounds.values(name, "cpu"), 1000 / many)
        lines.append(Line("refresh all: processor time of one", "ms", used, name, theirs))
    return lines


def _pace(seconds: Values, count: int) -> Values:
    return tuple(count / each if each else None for each in seconds)


async def _forms(path: Path, count: int) -> list[dict[str, str]]:
    """Return what is posted for each authorization, as the program itself posts it."""
    vault = await open_vault(path)
    holdings = await vault.holdings()
    forms = []
    for each in holdings.authorizations[:count]:
        credentials = await vault.credentials(each.id)
        forms.append(
            {
                "grant_type": "refresh_token",
                "refresh_token": credentials.refresh_token.reveal(),
                "client_id": credentials.client.client_id,
                "client_secret": credentials.client.client_secret.reveal(),
            }
        )
    await vault.close()
    return forms


def _on_a_copy(home: Home, directory: Path, task: Task, more: Mapping[str, str]) -> Figures:
    """Do it on a fresh copy of the vault, so that every round finds the same."""
    copy = directory / "refreshing.vault"
    shutil.copy(home.vault, copy)
    return _ran(Task(task.way, task.address, task.count, task.at_once, str(copy)), more)


def _ran(task: Task, more: Mapping[str, str]) -> Figures:
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.exchanging"]
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, **more},
        input=task.text,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["it ended without a word"])[-1])
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures
