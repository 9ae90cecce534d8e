"""The verbs on a real vault: connects them to the outside world, each part when it is used.

For a verb that unlocks first, the key is derived on another thread while the rest of the program is imported.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.adapters.config.settings import Settings
from spauth_tui.bootstrap.head_start import HeadStart
from spauth_tui.commands.registry import VERBS
from spauth_tui.commands.runtime.console import Console
from spauth_tui.domain.errors.input import ConfigurationRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from spauth_tui.bootstrap.outside import OutsideWorld
    from spauth_tui.commands.runtime.context import Desk
    from spauth_tui.domain.model.secret import Secret
    from spauth_tui.services.ports.clock import Clock
    from spauth_tui.services.ports.simulator import Believed
    from spauth_tui.services.ports.system import Listener, NewFiles, Programs, StrengthEstimator
    from spauth_tui.services.vault_care.doctoring import Doctoring
    from spauth_tui.services.vault_care.unlocking import Unlocking
    from spauth_tui.startup.hardening import Inherited


def headless(
    settings: Settings, options: Namespace, clock: Clock | None = None, inherited: Inherited | None = None
) -> int:
    """Run a verb; return its exit code. Raises `ConfigurationRefused`, `InputRefused` before anything is opened."""
    console = Console(sys.stdin, sys.stdout, sys.stderr, assume_yes=options.yes)
    verb, problem = VERBS[options.verb], None
    try:
        _, address, path = settings.environment, settings.token_address(), settings.vault()
    except ConfigurationRefused as refused:
        if not verb.tolerates_bad_settings:
            raise
        problem, settings = refused, settings.without_file()
        address, path = settings.token_address(), settings.vault()
    refuse = getattr(options.module, "refuse", None)
    if refuse is not None:
        refuse(options, console, settings.environment)
    head_start = HeadStart(settings, path) if verb.unlocks_first else None
    from spauth_tui.commands.runtime.running import run_verb

    desk = _desk(console, settings, address, path, head_start, clock, inherited, problem)
    return run_verb(options.module, desk, options, waits=verb.waits)


def _desk(
    console: Console,
    settings: Settings,
    address: str,
    path: Path,
    head_start: HeadStart | None,
    clock: Clock | None,
    inherited: Inherited | None,
    problem: ConfigurationRefused | None,
) -> Desk:
    """Return what the verbs need."""
    from spauth_tui.adapters.system.clock import SystemClock
    from spauth_tui.adapters.system.passphrase_source import passphrase_of
    from spauth_tui.commands.runtime.context import Desk
    from spauth_tui.commands.runtime.interruptible import interruptibly

    clock = clock or SystemClock()
    worlds: list[OutsideWorld] = []

    def find_vault() -> Unlocking:
        from spauth_tui.adapters.system.os_keyring import OsKeyring
        from spauth_tui.adapters.vault.connection import load_driver
        from spauth_tui.bootstrap.outside import OutsideWorld, make_unlocking

        if head_start:
            load_driver()
        worlds.append(OutsideWorld(clock, address, settings.environment))
        return make_unlocking(path, worlds[-1], OsKeyring(), head_start.key if head_start else None)

    async def hang_up() -> None:
        for world in worlds:
            await world.hang_up()

    def strength() -> StrengthEstimator:
        from spauth_tui.adapters.system.passphrase_strength import ZxcvbnEstimator

        return ZxcvbnEstimator()

    def programs() -> Programs:
        from spauth_tui.adapters.system.child_programs import ChildPrograms

        return ChildPrograms(settings.environment, inherited)

    def doctoring() -> Doctoring:
        from spauth_tui.adapters.system.examining import SystemExaminer
        from spauth_tui.adapters.vault.store import SqlcipherVaultStore
        from spauth_tui.services.vault_care.doctoring import Doctoring

        return Doctoring(SystemExaminer(settings.environment, address), SqlcipherVaultStore(path), clock)

    def listener() -> Listener:
        from spauth_tui.adapters.lending.listener import LoopbackListener

        return LoopbackListener(clock)

    def files() -> NewFiles:
        from spauth_tui.adapters.system.new_files import SystemFiles

        return SystemFiles()

    def believed() -> Believed:
        from spauth_tui.bootstrap.beliefs import SimulatorBeside

        return SimulatorBeside(worlds[-1].client, clock)

    def simulating(
        port: int, scenario: str, heard: Callable[[str], None]
    ) -> AbstractAsyncContextManager[tuple[str, Secret]]:
        from spauth_tui.demo.serving import serving

        return serving(port, scenario, heard)

    return Desk(
        console,
        clock,
        path,
        settings.config_file,
        problem,
        find_vault,
        interruptibly(settings.passphrase) if head_start is None else head_start.take_passphrase,
        settings.passphrase_source,
        interruptibly(passphrase_of),
        strength,
        programs,
        doctoring,
        listener,
        files,
        believed,
        simulating,
        hang_up,
    )
