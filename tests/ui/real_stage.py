"""The real app over a vault's file, before doubles of all that is outside."""

from pathlib import Path

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.services.vault_care.unlocking import Unlocking
from spauth_tui.services.workspace import Workspace
from tests import builders
from tests.ui.host import outside
from tests.ui.test_dashboard import Stage

_READING = {"sync", "whole", "read", "note"}


class RealStage(Stage):
    """The real app over a vault's file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.unlocking = Unlocking(SqlcipherVaultStore(path), outside(self.clock))
        self.app._unlocking = self.unlocking

    async def begin(self) -> Workspace | None:
        workspace = await self.unlocking.unlock(builders.PASSPHRASE)
        await self.unlocking.note(workspace)
        return workspace

    async def settle(self) -> None:
        for _ in range(2):
            await self.pilot.pause()
            if reading := [each for each in self.app.workers if each.group in _READING]:
                await self.app.workers.wait_for_complete(reading)
