"""Work that must not grow with the number of authorizations, counted: no clock and no fast computer is needed."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from spauth_tui.adapters.vault import open_file
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.bootstrap.demo import _demo_app, _StillClock
from spauth_tui.ui.dashboard.pane import AuthorizationPane
from spauth_tui.ui.dashboard.screen import Dashboard

SIZES = (10, 500)
SIZE = (120, 40)
MOST_PANES = 24
"""Three columns, and as many rows as the window shows, with one to spare."""


async def _settle(pilot: Pilot[str]) -> None:
    for _ in range(4):
        await pilot.pause()


async def _counts(directory: Path, accounts: int) -> dict[str, int]:
    app = _demo_app(directory, accounts, _StillClock(), still=True)
    async with app.run_test(size=SIZE) as pilot:
        await _settle(pilot)
        dashboard: Any = app.screen
        assert isinstance(dashboard, Dashboard)
        vault = dashboard.workspace._vault
        assert isinstance(vault, SqlcipherVault)
        found = {"panes": len(dashboard.board.panes), "widgets": len(list(dashboard.walk_children()))}
        said: list[str] = []
        await vault._file.run(lambda db: db.set_trace_callback(said.append))
        await dashboard.context.reload()
        found["statements of a reload"] = len(said)
        vault._remembered = None
        said.clear()
        await dashboard.context.reload()
        found["statements of a load"] = len(said)
        painted: list[object] = []
        refresh = AuthorizationPane.refresh

        def noted(pane: AuthorizationPane, *given: Any, **named: Any) -> AuthorizationPane:
            painted.append(pane)
            return refresh(pane, *given, **named)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(AuthorizationPane, "refresh", noted)
            dashboard.tick()
            found["repaints of a tick in which no second passed"] = len(painted)
        await vault._file.run(lambda db: db.set_trace_callback(None))
        found["widgets that paint themselves again and again"] = sum(
            each.auto_refresh is not None for each in dashboard.walk_children()
        )
    return found


@pytest.fixture(scope="module")
async def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, int]]:
    with pytest.MonkeyPatch.context() as patched:
        # Releasing decrypted pages has statements of its own.
        patched.setattr(open_file, "LET_GO_AFTER", timedelta(hours=1))
        return {size: await _counts(tmp_path_factory.mktemp("counts"), size) for size in SIZES}


async def test_five_hundred_need_only_the_panes_that_fit(counts: dict[int, dict[str, int]]) -> None:
    assert counts[500]["panes"] <= MOST_PANES


async def test_five_hundred_need_hardly_more_widgets_than_ten(counts: dict[int, dict[str, int]]) -> None:
    # Each pane has three buttons; ten do not fill the window.
    assert counts[500]["widgets"] <= counts[10]["widgets"] + 4 * (MOST_PANES - 10)


async def test_loading_takes_as_many_statements_for_five_hundred_as_for_ten(counts: dict[int, dict[str, int]]) -> None:
    assert counts[500]["statements of a load"] == counts[10]["statements of a load"] <= 14


async def test_what_did_not_change_is_not_read_again(counts: dict[int, dict[str, int]]) -> None:
    assert [counts[size]["statements of a reload"] for size in SIZES] == [1, 1]


async def test_a_tick_repaints_nothing_that_did_not_change(counts: dict[int, dict[str, int]]) -> None:
    assert [counts[size]["repaints of a tick in which no second passed"] for size in SIZES] == [0, 0]


async def test_nothing_hidden_moves_by_itself(counts: dict[int, dict[str, int]]) -> None:
    assert [counts[size]["widgets that paint themselves again and again"] for size in SIZES] == [0, 0]


LATE = (
    *("httpx", "sqlcipher3", "zxcvbn", "yaml", "keyring", "h11", "dotenv", "email", "hmac", "tomlkit"),
    *("spauth_tui.services.ports.vault", "spauth_tui.services.workspace", "spauth_tui.ui.dashboard.screen"),
    "spauth_tui.domain.model.authorization",
)


def test_the_unlock_screen_is_shown_before_what_it_does_not_need_is_imported() -> None:
    code = (
        "import sys; import spauth_tui.bootstrap.dashboard, spauth_tui.bootstrap.outside, spauth_tui.ui.app.app;"
        "import spauth_tui.bootstrap.connections, spauth_tui.ui.vault.unlock;"
        "from spauth_tui.adapters.config import appearance_file;"
        "from spauth_tui.adapters.system import passphrase_strength;"
        "from spauth_tui.services.vault_care import known_vaults;"
        f"early = [each for each in {LATE!r} if each in sys.modules];"
        "print(early, len([each for each in sys.modules if each.startswith('spauth_tui')]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    early, ours = ran.stdout.rsplit(maxsplit=1)
    assert early == "[]"
    assert 20 < int(ours) <= 95
