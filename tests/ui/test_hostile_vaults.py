"""The dashboard over vaults that somebody filled with nonsense: what cannot be read is named, everything else works."""

import random
import shutil
from pathlib import Path

import pytest

from spauth_tui.domain.model.unreadable import unreadable_count, unreadable_words
from spauth_tui.ui.dashboard.screen import Dashboard
from spauth_tui.ui.dashboard.strips import AttentionStrip
from tests import hostile
from tests.ui.host import shown
from tests.ui.real_stage import RealStage


async def _back(stage: RealStage) -> None:
    """Look at the screen that was opened, if one was, and go back to the dashboard."""
    assert "\x1b" not in shown(stage.app)
    for _ in range(3):
        if not isinstance(stage.app.screen, Dashboard):
            await stage.press("escape")
    assert isinstance(stage.app.screen, Dashboard), stage.app.screen


@pytest.fixture(scope="module")
async def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault to poison copies of."""
    return await hostile.lay(tmp_path_factory.mktemp("laid") / "personal.vault")


@pytest.mark.parametrize("seed", hostile.seeds(1))
async def test_every_screen_opens_on_a_poisoned_vault(seed: int, laid: Path, tmp_path: Path) -> None:
    path = tmp_path / "home" / "personal.vault"
    path.parent.mkdir(mode=0o700)
    shutil.copy(laid, path)
    assert hostile.poison(path, seed) > 0
    stage = RealStage(path)
    async with stage.app.run_test(size=(120, 40)) as pilot:
        stage.pilot = pilot
        await stage.settle()
        drawn = random.Random(seed)
        for identity in list(stage.dashboard.roster.authorizations):
            for key in ("enter", "s", drawn.choice("ADM")):
                stage.dashboard.board.go_to(identity)
                await stage.press(key)
                await _back(stage)
        await stage.press("z")
        await stage.press("z", "o", "exclamation_mark")
        await stage.press("slash", "s", "a", "f", "e")
        assert "Safe Acme" in shown(stage.app)
        await stage.press("escape", "escape")
        for key in ("E", "C", "H", "f1"):
            await stage.press(key)
            assert not isinstance(stage.app.screen, Dashboard), key
            await _back(stage)
        assert "Safe Acme" in shown(stage.app)
        unreadable = stage.dashboard.roster.holdings.unreadable
        strip = stage.dashboard.query_one(AttentionStrip).render().plain
        assert bool(unreadable) == (f"Needs attention: {unreadable_count(unreadable)}" in strip)
        assert bool(unreadable) == (unreadable_words(unreadable) in stage.toasts())
    assert stage.app.return_code in {0, None}
