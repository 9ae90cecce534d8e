"""What the screens are given: demo or not, banner, settings, terminal, other vaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.services.ports.system import AppearanceFile, StrengthEstimator
from spauth_tui.ui.base.terminal_status import TerminalSigns

if TYPE_CHECKING:
    from spauth_tui.services.vault_care.known_vaults import KnownVaults


@dataclass(frozen=True, slots=True)
class AppContext:
    """What all screens know about where they run."""

    demo: bool = False
    banner: str = ""
    """Shown while tokens are exchanged anywhere but at Amazon."""
    still: bool = False
    """Whether time stands still, for screenshots."""
    strength: StrengthEstimator | None = None
    unlock_hint: str = ""
    """Shown on the unlock screen; the demo shows its passphrase there."""
    demo_rotation: Callable[[str], str] | None = None
    """In the demo: rotates the client secret of a client id and returns the notification about it."""
    known_vaults: KnownVaults | None = None
    """Finds other vaults; None if there is only this one."""
    appearance: Appearance = field(default_factory=Appearance)
    """The person's settings for this terminal."""
    settings_problems: tuple[str, ...] = ()
    """Problems found in the settings; shown once the screen is up, until dismissed."""
    settings_file: AppearanceFile | None = None
    """Where the settings are stored; None if they cannot be."""
    signs: TerminalSigns | None = None
    """What the terminal can show besides the screen; None without a terminal."""
