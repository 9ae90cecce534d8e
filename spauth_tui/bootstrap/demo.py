"""The demo: the whole program on sample data, a throwaway vault and a simulated Amazon."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from spauth_tui.adapters.config.appearance_file import AppearanceFile
from spauth_tui.adapters.config.settings import Settings
from spauth_tui.adapters.system.clock import SystemClock
from spauth_tui.adapters.system.new_files import SystemFiles
from spauth_tui.adapters.system.passphrase_strength import ZxcvbnEstimator
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.bootstrap.connections import Connections
from spauth_tui.bootstrap.outside import OutsideWorld
from spauth_tui.bootstrap.terminal import terminal_is_missing
from spauth_tui.demo.sample import fill_sample
from spauth_tui.demo.simulator import Simulator
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import ConfigurationRefused
from spauth_tui.domain.model.appearance import Appearance, ReadAppearance
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import harmless
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.app.app import SpauthApp
from spauth_tui.ui.base.context import AppContext
from spauth_tui.ui.base.safe_app import run_safely, write_to_terminal
from spauth_tui.ui.base.terminal_status import TerminalSigns

DEMO_PASSPHRASE = "three demo words"
"""The demo's vault is thrown away, so its passphrase is not a secret."""


def demo(*, accounts: int | None) -> int:
    """Show the whole program on sample data in a throwaway vault; return the exit code."""
    if terminal_is_missing():
        return 2
    with _throwaway() as directory:
        code, _ = run_safely(_demo_app(directory, accounts, SystemClock(), Settings()))
        return code


def picture(target: Path, screen: str, size: tuple[int, int], *, accounts: int | None) -> int:
    """Write an SVG picture of the demo to a new file, without a terminal; the same on every run.

    Return the exit code: 18 if anything is there already, or the file cannot be written.
    """
    with _throwaway() as directory:
        svg = asyncio.run(_paint(directory, screen, size, accounts))
    try:
        asyncio.run(SystemFiles().write(target, svg))
    except SpauthError as problem:
        sys.stderr.write(f"spauth-tui: {harmless(str(problem))}\n")
        return 18
    return 0


@contextmanager
def _throwaway() -> Iterator[Path]:
    """Yield a directory that is removed afterwards; raises `ConfigurationRefused` if it cannot be created."""
    try:
        directory = Path(tempfile.mkdtemp(prefix="spauth-demo-"))
    except OSError:
        raise ConfigurationRefused(
            "The demo needs a directory for its throwaway vault, and cannot create one.", "Set TMPDIR to one."
        ) from None
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


class _DemoLife(Connections):
    """Runs the simulator and fills a throwaway vault before the first dashboard."""

    def __init__(self, world: OutsideWorld, simulator: Simulator, store: SqlcipherVaultStore) -> None:
        super().__init__(world)
        self._simulator, self._store = simulator, store
        self.accounts: int | None = None
        self.still = False
        self.unlocking: Unlocking | None = None
        self.clock: Clock = SystemClock()

    async def begin(self) -> Workspace | None:
        """Start the simulator, fill the vault and unlock it."""
        await self._simulator.__aenter__()
        passphrase = Secret(DEMO_PASSPHRASE)
        vault = await self._store.create(passphrase)
        if self.still:
            await vault.set_fingerprint_key(b"pictures")
        plan = await fill_sample(vault, self.clock.now(), accounts=self.accounts)
        plan.teach(self._simulator)
        await vault.close()
        assert self.unlocking is not None
        workspace = await self.unlocking.unlock(passphrase)
        await self.unlocking.note(workspace)
        return workspace

    async def end(self) -> None:
        """Stop the simulator too."""
        await super().end()
        await self._simulator.__aexit__(None, None, None)


def _demo_app(
    directory: Path, accounts: int | None, clock: Clock, settings: Settings | None = None, *, still: bool = False
) -> SpauthApp:
    read = settings.appearance() if settings else ReadAppearance(Appearance())
    simulator = Simulator()
    simulator.amazon.now = clock.now
    store = SqlcipherVaultStore(directory / "demo.vault")
    world = OutsideWorld(clock, simulator.lwa_url, dict(os.environ), simulates_itself=True)
    unlocking = Unlocking(store, world)
    life = _DemoLife(world, simulator, store)
    life.accounts, life.unlocking, life.clock, life.still = accounts, unlocking, clock, still
    app_context = AppContext(
        demo=True,
        still=still,
        strength=ZxcvbnEstimator(),
        demo_rotation=simulator.amazon.newest_notification,
        unlock_hint=f"the demo's passphrase is: {DEMO_PASSPHRASE}",
        appearance=read.appearance,
        settings_problems=read.wrong,
        settings_file=AppearanceFile.of(settings) if settings else None,
        signs=None if still else TerminalSigns(os.environ),
    )
    app = SpauthApp(unlocking, clock, app_context, life)
    if still:
        app.animation_level = "none"
    world.clipboard.write_to_terminal = partial(write_to_terminal, app)
    return app


class _StillClock:
    """A clock for pictures, which always shows the same moment."""

    def now(self) -> datetime:
        """Return that moment."""
        return datetime(2026, 1, 15, 9, 30, tzinfo=UTC)

    def ticks(self) -> timedelta:
        """Do nothing."""
        return timedelta(0)

    async def sleep(self, span: timedelta) -> None:
        """Do not wait."""


_WAYS: dict[str, tuple[str, ...]] = {
    "dashboard": (),
    "checklist": ("right", "s"),
    "details": ("enter",),
    "rotation": ("S",),
}
"""The screens that `--screenshot` can show, and the keys that lead there from the dashboard."""


async def _paint(
    directory: Path, screen: str, size: tuple[int, int], accounts: int | None = None, theme: str = ""
) -> str:
    app = _demo_app(directory, accounts, _StillClock(), still=True)
    if theme:
        app.theme = theme
    async with app.run_test(size=size) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press(*_WAYS[screen])
        for _ in range(4):
            await pilot.pause()
        return app.export_screenshot(title="spauth-tui")
