"""A passphrase that is at hand, and its key, which is being derived while the rest is imported."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from spauth_tui.adapters.config.settings import Settings

if TYPE_CHECKING:
    from spauth_tui.adapters.vault.key_ahead import KeyAhead
    from spauth_tui.domain.model.secret import Secret


class HeadStart:
    """What flag, environment or config.toml lead to; nothing where they lead nowhere, or nothing is there."""

    def __init__(self, settings: Settings, path: Path) -> None:
        self._passphrase: Secret | None = None
        self.key: KeyAhead | None = None
        if os.path.lexists(path) and (given := settings.passphrase()) is not None:
            from spauth_tui.adapters.vault.key_ahead import KeyAhead

            self._passphrase, self.key = given, KeyAhead(path, given)

    def take_passphrase(self) -> Secret | None:
        """Hand the passphrase over, once: it is not kept here, where it would outlive the lock."""
        given, self._passphrase = self._passphrase, None
        return given
