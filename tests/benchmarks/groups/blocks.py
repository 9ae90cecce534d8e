"""Group 9: how long the interface is held up at a time while something long is done."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from spauth_tui.ui.dashboard.screen import Dashboard
from tests.benchmarks import blocking
from tests.benchmarks.operations import import_text
from tests.benchmarks.report import Bar, Line, Section
from tests.benchmarks.rounds import interleave, times
from tests.benchmarks.setting import Setting
from tests.benchmarks.simulating import simulated

_MOST = Bar(50, of_ratio=False)
_REFRESHED = 500

_Deed = Callable[[Dashboard, Pilot[str]], Awaitable[object]]


def measure(setting: Setting) -> Section:
    """Run the real app in this process and look in its loop how long nothing else has a turn."""
    imported = 500
    largest, text = max(setting.sizes), import_text(imported)
    section = Section("9 blocks: the longest time at once in which the interface does nothing else")
    with simulated() as address:

        def on(size: int, deed: _Deed) -> Callable[[], float]:
            return lambda: asyncio.run(_during(_copy(setting, size), address, deed))

        rounds = interleave(
            {
                "doing nothing": on(setting.smallest, lambda _, __: asyncio.sleep(0.5)),
                "deriving the key": lambda: asyncio.run(_deriving(_copy(setting, setting.smallest), address)),
                f"refreshing {_REFRESHED}": on(_REFRESHED, blocking.refresh_all),
                f"importing {imported:,}": on(
                    setting.smallest, lambda dashboard, _: blocking.import_text_of_many(dashboard.workspace, text)
                ),
                f"backing up {largest:,}": on(largest, lambda dashboard, _: dashboard.workspace.backups.write()),
            },
            setting.runs,
            setting.progress.say,
        )
    section.problems += rounds.problems
    for case in rounds.cases:
        bar = None if case == "doing nothing" else _MOST
        section.lines.append(Line(case, "ms", times(rounds.values(case), 1000), bar=bar))
    return section


def _copy(setting: Setting, size: int) -> Path:
    directory = setting.directory / "blocks"
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(mode=0o700)
    return Path(shutil.copy(setting.homes.of(size).vault, directory / "benchmark.vault"))


async def _deriving(vault: Path, address: str) -> float:
    async with blocking.at_the_door(vault, address) as (app, pilot):
        return await blocking.longest(lambda: blocking.unlock(app, pilot))


async def _during(vault: Path, address: str, deed: _Deed) -> float:
    async with blocking.at_the_dashboard(vault, address) as (dashboard, pilot):
        return await blocking.longest(lambda: deed(dashboard, pilot))
