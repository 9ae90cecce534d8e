"""A soak: the real app, vault and HTTP, refreshing, locking and unlocking for as long as one likes.

`uv run python -m tests.soak --minutes 30 --accounts 200` prints memory each minute and, at the end, one line of JSON:
cycles, refreshes acknowledged, how many of them the log does not hold (must be 0), memory after the warm-up and at the
end in MiB. Not part of `uv run pytest`: it takes the time it is given.
"""

import argparse
import asyncio
import gc
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.adapters.system.browser import SystemBrowser
from spauth_tui.adapters.system.clock import SystemClock
from spauth_tui.adapters.system.new_files import SystemFiles
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.demo.behaviour import Answer
from spauth_tui.demo.sample import fill_sample
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.services.ports.vault import Kept
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.dashboard.actions.tokens import refreshing_many
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.vault.unlock import Unlock
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests import builders
from tests.fakes import FakeClipboard
from tests.outside import Outside
from tests.simulator import Behaviour, Simulator

WARM_UP_CYCLES = 20


def resident() -> float:
    """Return the process's resident memory in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


class Acknowledged:
    """Notes on disk, not in memory, every refresh that the vault has acknowledged."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+")
        self.count = 0
        keep = SqlcipherVault.keep

        async def noted(vault: SqlcipherVault, owner: AuthorizationId, secret: Kept, event: Event) -> None:
            await keep(vault, owner, secret, event)
            if isinstance(secret, AccessToken):
                self._file.write(f"{owner} {event.at.isoformat()}\n")
                self.count += 1

        pytest.MonkeyPatch().setattr(SqlcipherVault, "keep", noted)

    def missing_in(self, events: tuple[Event, ...]) -> int:
        """Count those that the log does not hold."""
        held = {(each.authorization_id, each.at.isoformat()) for each in events if each.kind is EventKind.REFRESHED}
        self._file.flush()
        self._file.seek(0)
        return sum(tuple(line.split()) not in held for line in self._file)


async def until(holds: Callable[[], bool], pilot: Pilot[str], seconds: float = 60) -> None:
    """Let the app work until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError
        await asyncio.sleep(0.02)
        await pilot.pause()


async def cycle(number: int, app: SpauthApp, pilot: Pilot[str], acknowledged: Acknowledged) -> None:
    """Unlock, refresh all, now and then lock in the middle of it, lock."""
    await until(lambda: isinstance(app.screen, Unlock), pilot)
    app.screen.query_one(SecretInput).value = builders.PASSPHRASE.reveal()
    await pilot.press("enter")
    await until(lambda: isinstance(app.screen, Dashboard), pilot)
    dashboard = app.screen
    assert isinstance(dashboard, Dashboard)
    await pilot.pause()
    before = acknowledged.count
    await pilot.press("R")
    locks_midway = number % 5 == 4

    def is_enough() -> bool:
        done = refreshing_many(dashboard.context) is None
        return done or (locks_midway and acknowledged.count > before + 20)

    await until(is_enough, pilot)
    await pilot.press("c", "down", "E", "escape", "enter", "escape")
    await pilot.press("L")
    await until(lambda: isinstance(app.screen, Unlock), pilot)


async def soak(minutes: float, accounts: int, directory: Path) -> dict[str, float]:
    """Run for so many minutes; return the figures."""
    store = SqlcipherVaultStore(directory / "soak.vault")
    clock = SystemClock()
    vault = await store.create(builders.PASSPHRASE)
    plan = await fill_sample(vault, clock.now(), accounts=accounts)
    await vault.close()
    acknowledged = Acknowledged(directory / "acknowledged")
    # Every access token is soon to expire, so that each cycle refreshes all; each tenth is throttled once first.
    behaviours = {
        value: Behaviour(expires_in=300, first=[Answer.UNAVAILABLE] if number % 10 == 0 else [])
        for number, value in enumerate(plan.behaviours)
    }
    async with Simulator(behaviours) as simulator:
        client = HttpClient({})
        outside = Outside(
            clock,
            LoginWithAmazon(client, clock, simulator.lwa_url),
            SellingPartnerApiClient(client, clock, simulator.origin),
            FakeClipboard(),
            SystemBrowser({}),
            SystemFiles(),
        )
        app = SpauthApp(Unlocking(store, outside), clock, AppContext())
        start, number, warm = time.monotonic(), 0, 0.0
        next_word = 0.0
        async with app.run_test(size=(120, 40)) as pilot:
            while time.monotonic() - start < minutes * 60:
                await cycle(number, app, pilot, acknowledged)
                simulator.requests.clear()
                number += 1
                if number == WARM_UP_CYCLES:
                    gc.collect()
                    warm = resident()
                if time.monotonic() - start >= next_word:
                    next_word += 60
                    sys.stderr.write(f"{number} cycles, {acknowledged.count} refreshes, {resident():.1f} MiB\n")
        await client.close()
    gc.collect()
    end = resident()
    vault = await store.open(builders.PASSPHRASE)
    missing = acknowledged.missing_in(await vault.events(limit=10_000_000))
    await vault.close()
    return {
        "minutes": minutes,
        "accounts": accounts,
        "cycles": number,
        "acknowledged": acknowledged.count,
        "lost": missing,
        "warm_mib": round(warm, 1),
        "end_mib": round(end, 1),
    }


def main() -> None:
    """Read the arguments, soak, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--accounts", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        figures = asyncio.run(soak(options.minutes, options.accounts, Path(directory)))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
