"""The verbs on a vault of the person's own: introduces them to the outside world, each part when it is wanted."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from spauth_tui.adapters.passphrase_source import passphrase_of
from spauth_tui.adapters.settings import Settings
from spauth_tui.adapters.system_clock import SystemClock
from spauth_tui.commands.console import standard_console
from spauth_tui.commands.desk import Desk
from spauth_tui.commands.running import run_verb
from spauth_tui.commands.verbs import VerbModule

if TYPE_CHECKING:
    from spauth_tui.bootstrap.outside import Introduced
    from spauth_tui.services.doctoring import Doctoring
    from spauth_tui.services.ports import Clock, Listener, Programs, StrengthEstimator
    from spauth_tui.services.unlocking import Unlocking


def headless(verb: VerbModule, settings: Settings, options: Namespace, clock: Clock | None = None) -> int:
    """Run a verb; return its exit code. Raises `ConfigurationRefused` before anything is opened."""
    return run_verb(verb, desk(settings, clock or SystemClock(), assume_yes=options.yes), options)


def desk(settings: Settings, clock: Clock, *, assume_yes: bool) -> Desk:
    """Return where the verbs work."""
    address = settings.token_address()
    path = settings.vault()

    worlds: list[Introduced] = []

    def open_door() -> Unlocking:
        from spauth_tui.adapters.os_keyring import OsKeyring
        from spauth_tui.bootstrap.outside import door, introduce

        worlds.append(introduce(clock, address, settings.environment))
        return door(path, worlds[-1].outside, OsKeyring())

    async def hang_up() -> None:
        for world in worlds:
            await world.client.close()

    def strength() -> StrengthEstimator:
        from spauth_tui.adapters.passphrase_strength import ZxcvbnEstimator

        return ZxcvbnEstimator()

    def programs() -> Programs:
        from spauth_tui.adapters.child_programs import ChildPrograms

        return ChildPrograms(settings.environment)

    def doctoring() -> Doctoring:
        from spauth_tui.adapters.examining import SystemExaminer
        from spauth_tui.adapters.sqlcipher.store import SqlcipherVaultStore
        from spauth_tui.services.doctoring import Doctoring

        return Doctoring(SystemExaminer(settings.environment, address), SqlcipherVaultStore(path), clock)

    def listener() -> Listener:
        from spauth_tui.adapters.loopback_listener import LoopbackListener

        return LoopbackListener()

    return Desk(
        standard_console(assume_yes=assume_yes),
        clock,
        settings.environment,
        path,
        settings.config_file,
        _version,
        open_door,
        settings.passphrase,
        passphrase_of,
        strength,
        programs,
        doctoring,
        listener,
        hang_up,
    )


def _version() -> str:
    from importlib.metadata import version

    return version("spauth-tui")
