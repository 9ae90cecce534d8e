"""The dashboard on a real vault: connects the screens to the outside world.

If the passphrase was given, its key is derived on another thread while Textual is imported.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.adapters.config.settings import Settings
from spauth_tui.bootstrap.head_start import HeadStart
from spauth_tui.bootstrap.terminal import terminal_is_missing
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.errors.input import ConfigurationDistrusted

if TYPE_CHECKING:
    from spauth_tui.services.vault_care.unlocking import Unlocking


def dashboard(settings: Settings) -> int:
    """Open the dashboard on a real vault; return the exit code.

    Raises `ConfigurationRefused` before anything is opened.
    """
    read = settings.appearance()
    settings_problems = read.wrong
    try:
        _, address, path = settings.environment, settings.token_address(), settings.vault()
    except ConfigurationDistrusted as problem:
        # The dashboard works without it, and says so.
        settings_problems, settings = (str(problem), *settings_problems), settings.without_file()
        address, path = settings.token_address(), settings.vault()
    if terminal_is_missing():
        # Before a passphrase command prompts for anything.
        return 2
    head_start = HeadStart(settings, path)
    from spauth_tui.adapters.config.appearance_file import AppearanceFile
    from spauth_tui.adapters.config.settings import vault_path
    from spauth_tui.adapters.system.clock import SystemClock
    from spauth_tui.adapters.system.os_keyring import OsKeyring
    from spauth_tui.adapters.system.passphrase_strength import ZxcvbnEstimator
    from spauth_tui.bootstrap.connections import Connections
    from spauth_tui.bootstrap.outside import OutsideWorld, make_unlocking
    from spauth_tui.services.vault_care.known_vaults import KnownVaults
    from spauth_tui.ui.app.app import SpauthApp
    from spauth_tui.ui.base.context import AppContext
    from spauth_tui.ui.base.messages import DEMO_WANTED
    from spauth_tui.ui.base.safe_app import run_safely, write_to_terminal
    from spauth_tui.ui.base.terminal_status import TerminalSigns

    clock = SystemClock()
    world = OutsideWorld(clock, address, settings.environment)
    banner = f"Tokens are exchanged at {address}, not at Amazon." if address != TOKEN_ADDRESS else ""
    keyring = OsKeyring()

    def unlocking_of(file: Path) -> Unlocking:
        return make_unlocking(file, world, keyring, head_start.key if file == path else None)

    app_context = AppContext(
        banner=banner,
        strength=ZxcvbnEstimator(),
        known_vaults=KnownVaults(vault_path, unlocking_of),
        appearance=read.appearance,
        settings_problems=settings_problems,
        settings_file=AppearanceFile.of(settings),
        signs=TerminalSigns(settings.environment),
    )
    app = SpauthApp(unlocking_of(path), clock, app_context, Connections(world), head_start.take_passphrase())
    world.write_to_terminal = partial(write_to_terminal, app)
    code, wish = run_safely(app)
    if wish == DEMO_WANTED:
        from spauth_tui.bootstrap.demo import demo

        return demo(accounts=None)
    return code
