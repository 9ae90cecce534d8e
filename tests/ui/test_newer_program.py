"""What the dashboard does when a newer program migrates its vault in a second window."""

from pathlib import Path

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.ui.vault.unlock import Unlock
from tests import builders
from tests.newer import newer_program
from tests.ui.host import shown
from tests.ui.real_stage import RealStage


async def test_it_goes_to_the_door_which_says_so_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "home" / "personal.vault"
    vault = await SqlcipherVaultStore(path).create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.close()
    stage = RealStage(path)
    async with stage.app.run_test(size=(120, 40)) as pilot:
        stage.pilot = pilot
        await stage.settle()
        await stage.press("enter")
        with newer_program():
            await (await SqlcipherVaultStore(path).open(builders.PASSPHRASE)).close()
        await stage.dashboard.look_for_changes().wait()
        await stage.settle()
        assert isinstance(stage.app.screen, Unlock)
        words = " ".join(shown(stage.app).replace("│", " ").split())
        assert "A newer spauth-tui has upgraded this vault" in words
        assert "Upgrade spauth-tui, then open it again." in words
