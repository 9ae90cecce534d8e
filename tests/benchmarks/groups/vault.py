"""Group 7: the vault against bare sqlcipher3, which is told the same statements with the same PRAGMAs."""

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from tests.benchmarks.derivation import derive
from tests.benchmarks.homes import cheap_key, open_vault
from tests.benchmarks.operations import OPERATIONS, Operation, importing, storing
from tests.benchmarks.report import Bar, Line, Section
from tests.benchmarks.rounds import Figures, interleave, times
from tests.benchmarks.setting import Setting
from tests.benchmarks.statements import Log, Replay
from tests.builders import PASSPHRASE

_BARS = {"backup": Bar(1.2), "passphrase change": Bar(1.2)}
_NAME = "copy.vault"


def measure(setting: Setting) -> Section:
    """Do everything in turn with the vault and with bare sqlcipher3; return how long each took."""
    section = Section("7 vault: against the same statements on bare sqlcipher3")
    cases: dict[str, Callable[[], Figures | float]] = {}
    rows: list[tuple[str, str, int, int]] = []
    blank = _blank(setting.directory)
    for size in setting.sizes:
        source = setting.homes.of(size).vault
        for name, operation in OPERATIONS.items():
            rows.append((name, f"{name} at {size:,}", size, operation.times))
            _add(cases, rows[-1][1], _Pair(operation, source, setting.directory))
    for size in setting.sizes:
        for name, operation in (("import", importing(size)), ("import, storing alone", storing(size))):
            rows.append((name, f"{name}, of {size:,}", size, 1))
            _add(cases, rows[-1][1], _Pair(operation, blank, setting.directory))
    rounds = interleave(cases, setting.runs, setting.progress.say)
    section.problems += rounds.problems
    rows.sort(key=lambda row: (row[0], row[2]))
    for name, what, size, repeats in rows:
        values = times(rounds.values(what), 1000 / repeats)
        reference = times(rounds.values(_bare(what)), 1000 / repeats)
        section.lines.append(Line(_bare(what), "ms", reference, series=f"{name}, bare", size=size))
        section.lines.append(Line(what, "ms", values, "bare", reference, _BARS.get(name), name, size))
    for size in setting.sizes:
        what = f"save at {size:,}"
        section.lines.append(
            Line(
                f"opening at {size:,}, key apart",
                "ms",
                times(rounds.values(what, "open"), 1000),
                "bare",
                times(rounds.values(_bare(what), "open"), 1000),
                None,
                "opening, key apart",
                size,
            )
        )
    return section


def _bare(what: str) -> str:
    return f"  bare: {what}"


def _add(cases: dict[str, Callable[[], Figures | float]], what: str, pair: "_Pair") -> None:
    cases[what] = pair.ours
    cases[_bare(what)] = pair.bare


@dataclass
class _Recorded:
    """A log, and how far it was when the vault was open, all was ready, and all was done."""

    log: Log
    opened: int = 0
    begun: int = 0
    done: int = 0


class _Pair:
    """One operation, by the vault and by bare sqlcipher3, each time on a fresh copy of the same file."""

    def __init__(self, operation: Operation, source: Path, directory: Path) -> None:
        self._operation, self._source, self._directory = operation, source, directory
        self._recorded: _Recorded | None = None

    def ours(self) -> Figures:
        """Time the vault."""
        path = self._fresh("ours")
        return asyncio.run(self._do(path, None))

    def bare(self) -> Figures:
        """Time the same statements on bare sqlcipher3."""
        if self._recorded is None:
            self._recorded = self._record()
        recorded = self._recorded
        replay = Replay(recorded.log, self._fresh("bare").parent)
        try:
            began = time.perf_counter()
            replay.until(recorded.opened)
            opened = time.perf_counter() - began
            replay.until(recorded.begun)
            began = time.perf_counter()
            if self._operation.derives:
                derive()
            replay.until(recorded.done)
            return {"whole": time.perf_counter() - began, "open": opened}
        finally:
            replay.close()

    def _record(self) -> _Recorded:
        path = self._fresh("recorded")
        recorded = _Recorded(Log(path.parent))
        with recorded.log.writing_down():
            asyncio.run(self._do(path, recorded))
        return recorded

    async def _do(self, path: Path, recorded: _Recorded | None) -> Figures:
        began = time.perf_counter()
        vault = await SqlcipherVaultStore(path, cheap_key).open(PASSPHRASE)
        opened = time.perf_counter() - began
        if recorded is not None:
            recorded.opened = len(recorded.log.steps)
        act = await self._operation.begin(vault, path)
        if recorded is not None:
            recorded.begun = len(recorded.log.steps)
        began = time.perf_counter()
        await act()
        taken = time.perf_counter() - began
        if recorded is not None:
            recorded.done = len(recorded.log.steps)
        await vault.close()
        return {"whole": taken, "open": opened}

    def _fresh(self, name: str) -> Path:
        directory = self._directory / f"vault-{name}"
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(mode=0o700)
        return Path(shutil.copy(self._source, directory / _NAME))


def _blank(directory: Path) -> Path:
    """Return an empty vault."""
    path = directory / "blank" / _NAME

    async def make() -> None:
        await (await SqlcipherVaultStore(path, cheap_key).create(PASSPHRASE)).close()
        await (await open_vault(path)).close()

    asyncio.run(make())
    return path
