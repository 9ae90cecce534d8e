"""Finds other vaults in the same directory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spauth_tui.services.vault_care.unlocking import Unlocking


class KnownVaults:
    """Finds the vaults next to the open one, and returns the `Unlocking` of each."""

    def __init__(self, accept: Callable[[str], Path], unlocking_of: Callable[[Path], Unlocking]) -> None:
        self._accept, self._unlocking_of = accept, unlocking_of

    def at(self, text: str) -> Unlocking:
        """Return the `Unlocking` of the vault at a path, which may not exist yet; raises `ConfigurationRefused`."""
        return self._unlocking_of(self._accept(text))

    def known(self, current: Path) -> tuple[Path, ...]:
        """Return the vaults in the same directory, by name."""
        try:
            found = [each for each in current.parent.iterdir() if each.suffix == ".vault" and each.is_file()]
        except OSError:
            found = []
        return tuple(sorted({*found, current}, key=lambda each: each.name.casefold()))
