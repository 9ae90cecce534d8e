"""Vaults as each version of the program wrote them. README.md says how they were made, and how one is added."""

import shutil
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from tests import builders

_HERE = Path(__file__).parent

GOLDEN = {int(path.stem.removeprefix("version-")): path for path in sorted(_HERE.glob("version-*.sqlcipher"))}
"""The files by the version of their tables."""

NEW = "new"
FORMS = (NEW, *(f"version {version}" for version in GOLDEN))
"""A vault that today's program makes, and each golden one. All hold at least what `builders.furnish` makes."""

in_every_form = pytest.mark.parametrize("form", FORMS, indirect=True)
"""Marks a test that is run over a vault of each form."""


async def lay(form: str, path: Path) -> Path:
    """Put a closed vault of a form at a path, and return the path."""
    if form == NEW:
        vault = await SqlcipherVaultStore(path).create(builders.PASSPHRASE)
        await builders.furnish(vault)
        await vault.close()
        return path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(GOLDEN[int(form.removeprefix("version "))], path)
    path.chmod(0o600)
    return path


def refresh_tokens(form: str) -> int:
    """Return how many refresh tokens a vault of a form holds."""
    return 1 if form == NEW else 4
