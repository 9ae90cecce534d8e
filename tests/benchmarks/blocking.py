"""How long the interface is held up at a time: the real app in this process, with something in its loop that looks."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Input

from spauth_tui.adapters.system.clock import SystemClock
from spauth_tui.adapters.system.os_keyring import OsKeyring
from spauth_tui.adapters.system.passphrase_strength import ZxcvbnEstimator
from spauth_tui.bootstrap.connections import Connections
from spauth_tui.bootstrap.outside import OutsideWorld, make_unlocking
from spauth_tui.services.import_export.import_line import Overrides
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.vault.unlock import Unlock
from tests.builders import PASSPHRASE

_LOOKS_EVERY = 0.001
_SIZE = (120, 40)


class _Later(SystemClock):
    """A clock that is hours ahead, so that every access token of a prepared vault has expired."""

    def now(self) -> datetime:
        """Return the time of this afternoon."""
        return super().now() + timedelta(hours=3)


@dataclass
class Longest:
    """The longest time in which nothing else had a turn in the loop, in seconds."""

    seconds: float = 0.0

    async def look(self) -> None:
        """Look until cancelled."""
        while True:
            asleep_at = time.perf_counter()
            await asyncio.sleep(_LOOKS_EVERY)
            self.seconds = max(self.seconds, time.perf_counter() - asleep_at - _LOOKS_EVERY)


async def longest(deed: Callable[[], Awaitable[object]]) -> float:
    """Do it; return the seconds that the loop was held up at the longest meanwhile."""
    held = Longest()
    looking = asyncio.create_task(held.look())
    await asyncio.sleep(0.01)
    try:
        await deed()
    finally:
        looking.cancel()
    return held.seconds


@asynccontextmanager
async def at_the_door(vault: Path, address: str) -> AsyncIterator[tuple[SpauthApp, Pilot[str]]]:
    """Show the real program at the make_unlocking of a vault; tokens are exchanged at the address."""
    clock = _Later()
    world = OutsideWorld(clock, address, {})
    app_context = AppContext(strength=ZxcvbnEstimator())
    app = SpauthApp(make_unlocking(vault, world, OsKeyring()), clock, app_context, Connections(world))
    async with app.run_test(size=_SIZE) as pilot:
        await _until(pilot, lambda: isinstance(app.screen, Unlock))
        yield app, pilot


@asynccontextmanager
async def at_the_dashboard(vault: Path, address: str) -> AsyncIterator[tuple[Dashboard, Pilot[str]]]:
    """Show the real program's dashboard."""
    async with at_the_door(vault, address) as (app, pilot):
        await unlock(app, pilot)
        await _until(pilot, lambda: isinstance(app.screen, Dashboard) and app.screen.board.panes[0].index >= 0)
        await asyncio.sleep(0.5)
        assert isinstance(app.screen, Dashboard)
        yield app.screen, pilot


async def unlock(app: SpauthApp, pilot: Pilot[str]) -> None:
    """Type the passphrase; wait until the key is derived and the vault open."""
    app.screen.query_one(Input).value = PASSPHRASE.reveal()
    await pilot.press("enter")
    await _until(pilot, lambda: not isinstance(app.screen, Unlock))


async def refresh_all(dashboard: Dashboard, pilot: Pilot[str]) -> None:
    """Press R and wait until all are refreshed."""
    began = dashboard.workspace.clock.now()

    def is_done() -> bool:
        lives = (each.access_token for each in dashboard.roster.authorizations.values())
        return not dashboard.roster.refreshing and all(life and life.asked_at >= began for life in lives)

    # Not by what is marked as being refreshed: it may all have been done before the key has had its turn.
    await pilot.press("R")
    await _until(pilot, is_done)


async def import_text_of_many(workspace: Workspace, text: str) -> None:
    """Import a file's text, as the import's screens do."""
    preview = await workspace.importing.preview(text, "benchmark", Overrides())
    await workspace.importing.store(preview)


async def _until(pilot: Pilot[str], is_so: Callable[[], bool]) -> None:
    for _ in range(60_000):
        if is_so():
            return
        await asyncio.sleep(0.002)
    raise TimeoutError
