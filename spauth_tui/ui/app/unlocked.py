"""Background work on the unlock screen, and on the dashboard after an unlock."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App

from spauth_tui.domain.errors.vault import VaultDamaged, VaultLocked
from spauth_tui.domain.text.clean import harmless
from spauth_tui.ui.base.messages import LockRequested, RestoreRequested

if TYPE_CHECKING:
    from spauth_tui.services.vault_care.recovery import Recovery
    from spauth_tui.services.vault_care.unlocking import Unlocking
    from spauth_tui.services.workspace import Workspace


def import_ahead() -> None:
    """Import the dashboard while the person types: the unlock screen shows sooner, the dashboard no later."""
    # Deriving the key needs the second.
    for name in ("spauth_tui.ui.dashboard.screen", "hashlib"):
        import_module(name)


async def note_the_unlock(
    app: App[Any], unlocking: Unlocking, workspace: Workspace, found_read_only: Callable[[], None]
) -> None:
    """Log the unlock in the background; go back to the unlock screen if the file is damaged."""
    try:
        await unlocking.note(workspace)
    except VaultLocked:
        return
    except VaultDamaged as problem:
        # As a message, so that whoever else asks for a lock meanwhile does not open a second unlock screen.
        app.post_message(LockRequested("the vault is damaged", problem))
    else:
        if workspace.read_only is not None:
            found_read_only()


async def restore(recovery: Recovery, wanted: RestoreRequested) -> str:
    """Replace the vault with a backup, or with only its rows; return what was done. Raises `SpauthError`."""
    name = harmless(wanted.backup.name)
    if wanted.rows_only:
        taken = await recovery.take_rows(wanted.backup, wanted.passphrase)
        kept, done = taken.kept_as, f"Taken from {name}: {taken.words()}. Unlock with its passphrase."
    else:
        kept = await recovery.restore(wanted.backup, wanted.passphrase)
        done = f"{name} is restored: unlock it with the passphrase it was written with."
    return done + (f" What stood in its place is kept as {harmless(kept.name)}." if kept else "")
