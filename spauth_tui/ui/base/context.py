"""Where the screens run: whose vault, demo or not, which banner, which other vaults there are."""

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
    """What the screens say about where they run."""

    demo: bool = False
    banner: str = ""
    """Shown as long as tokens are exchanged anywhere but at Amazon."""
    still: bool = False
    """Whether time stands still, for pictures."""
    strength: StrengthEstimator | None = None
    unlock_hint: str = ""
    """Shown on the unlock screen; the demo gives its passphrase away there."""
    demo_rotation: Callable[[str], str] | None = None
    """In the demo: rotates the client secret of a client id and returns the notification about it."""
    known_vaults: KnownVaults | None = None
    """The way to other vaults; None where there is only this one."""
    appearance: Appearance = field(default_factory=Appearance)
    """How it looks and behaves at this terminal."""
    settings_problems: tuple[str, ...] = ()
    """What is wrong with what was read of the appearance; said once the screen is there, and left there."""
    settings_file: AppearanceFile | None = None
    """Where that is kept; None where nothing can be kept."""
    signs: TerminalSigns | None = None
    """What the terminal can show beside the screen; None where there is no terminal."""
