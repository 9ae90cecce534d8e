"""A passphrase that was given, and its key, derived while the rest is imported."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.adapters.config.settings import Settings

if TYPE_CHECKING:
    from spauth_tui.adapters.vault.key_ahead import KeyAhead
    from spauth_tui.domain.model.secret import Secret


class HeadStart:
    """What a flag, the environment or config.toml gave, if anything."""

    def __init__(self, settings: Settings, path: Path) -> None:
        self._passphrase: Secret | None = None
        self.key: KeyAhead | None = None
        if os.path.lexists(path) and (given := settings.passphrase()) is not None:
            from spauth_tui.adapters.vault.key_ahead import KeyAhead

            self._passphrase, self.key = given, KeyAhead(path, given)

    def take_passphrase(self) -> Secret | None:
        """Hand over the passphrase, once; kept here, it would outlive the lock."""
        given, self._passphrase = self._passphrase, None
        return given
