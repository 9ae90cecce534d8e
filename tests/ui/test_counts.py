"""Work that must not grow with the number of authorizations, counted: no clock and no fast computer is needed."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot

from spauth_tui.adapters.sqlcipher.vault import SqlcipherVault
from spauth_tui.bootstrap.demo import _demo_app, _StillClock
from spauth_tui.domain import seeking
from spauth_tui.domain.account import Account
from spauth_tui.services.unlocking import Unlocking
from spauth_tui.ui.app import SpauthApp
from spauth_tui.ui.screens.dashboard import Dashboard
from spauth_tui.ui.screens.surroundings import Surroundings
from spauth_tui.ui.screens.unlock import Unlock
from spauth_tui.ui.widgets.authorization_pane import AuthorizationPane
from spauth_tui.ui.widgets.secret_input import SecretInput
from tests.builders import PASSPHRASE
from tests.fakes import FakeClock, InMemoryVaultStore
from tests.ui.host import outside

SIZES = (10, 1_000)
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
        await vault._run(lambda: vault._open_connection().set_trace_callback(said.append))
        await dashboard.reload()
        found["statements of a reload"] = len(said)
        vault._held.holdings = None
        said.clear()
        await dashboard.reload()
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
        await vault._run(lambda: vault._open_connection().set_trace_callback(None))
        found["widgets that paint themselves again and again"] = sum(
            each.auto_refresh is not None for each in dashboard.walk_children()
        )
        found["accounts looked at for three letters"] = await _accounts_looked_at(dashboard, pilot)
    return found


async def _accounts_looked_at(dashboard: Dashboard, pilot: Pilot[str]) -> int:
    looked_at: list[Account] = []
    words = seeking._words

    def noted(account: Account) -> str:
        looked_at.append(account)
        return words(account)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(seeking, "_words", noted)
        await _settle(pilot)
        await pilot.press("slash", "a", "c", "m")
        await _settle(pilot)
    assert dashboard.sought == "acm"
    return len(looked_at)


@pytest.fixture(scope="module")
async def counts(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, int]]:
    return {size: await _counts(tmp_path_factory.mktemp("counts"), size) for size in SIZES}


async def test_a_thousand_need_only_the_panes_that_fit(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1_000]["panes"] <= MOST_PANES


async def test_a_thousand_need_hardly_more_widgets_than_ten(counts: dict[int, dict[str, int]]) -> None:
    # Each pane has three buttons; ten do not fill the window.
    assert counts[1_000]["widgets"] <= counts[10]["widgets"] + 4 * (MOST_PANES - 10)


async def test_loading_takes_as_many_statements_for_a_thousand_as_for_ten(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1_000]["statements of a load"] == counts[10]["statements of a load"] <= 14


async def test_what_did_not_change_is_not_read_again(counts: dict[int, dict[str, int]]) -> None:
    assert [counts[size]["statements of a reload"] for size in SIZES] == [1, 1]


async def test_a_tick_repaints_nothing_that_did_not_change(counts: dict[int, dict[str, int]]) -> None:
    assert [counts[size]["repaints of a tick in which no second passed"] for size in SIZES] == [0, 0]


async def test_nothing_hidden_moves_by_itself(counts: dict[int, dict[str, int]]) -> None:
    assert [counts[size]["widgets that paint themselves again and again"] for size in SIZES] == [0, 0]


async def test_letters_of_a_filter_put_each_accounts_words_together_once(counts: dict[int, dict[str, int]]) -> None:
    assert counts[1_000]["accounts looked at for three letters"] <= 1_000


LATE = (
    *("httpx", "sqlcipher3", "zxcvbn", "yaml", "keyring", "h11", "dotenv", "email", "hmac", "tomlkit"),
    *("spauth_tui.services.ports", "spauth_tui.services.workspace", "spauth_tui.ui.screens.dashboard"),
    "spauth_tui.domain.authorization",
)


def test_the_unlock_screen_is_shown_before_what_it_does_not_need_is_imported() -> None:
    code = (
        "import sys; import spauth_tui.bootstrap.dashboard, spauth_tui.bootstrap.outside, spauth_tui.ui.app;"
        "import spauth_tui.bootstrap.connections, spauth_tui.ui.screens.unlock, spauth_tui.adapters.appearance_file;"
        "import spauth_tui.adapters.passphrase_strength, spauth_tui.adapters.terminal_signs, spauth_tui.services.doors;"
        f"early = [each for each in {LATE!r} if each in sys.modules];"
        "print(early, len([each for each in sys.modules if each.startswith('spauth_tui')]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    early, ours = ran.stdout.rsplit(maxsplit=1)
    assert early == "[]"
    assert 20 < int(ours) <= 70


@pytest.fixture
async def opening(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[list[str], list[bool]]]:
    """Show the door, then the dashboard.

    Lend which screens were open when all stylesheets were parsed anew, and of each picture of the door whether it was
    dropped.
    """
    parsed: list[str] = []
    dropped: list[bool] = []
    reparse, paint = Stylesheet.reparse, Unlock._compositor_refresh
    store = InMemoryVaultStore()
    await (await store.create(PASSPHRASE)).close()
    app = SpauthApp(Unlocking(store, outside()), FakeClock(), Surroundings(still=True))

    def noted_reparse(sheet: Stylesheet) -> None:
        parsed.append(type(app.screen).__name__)
        reparse(sheet)

    def noted_paint(screen: Unlock) -> None:
        dropped.append(bool(app._batch_count))
        paint(screen)

    monkeypatch.setattr(Stylesheet, "reparse", noted_reparse)
    monkeypatch.setattr(Unlock, "_compositor_refresh", noted_paint)
    async with app.run_test(size=SIZE) as pilot:
        await _settle(pilot)
        app.screen.query_one(SecretInput).value = PASSPHRASE.reveal()
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await _settle(pilot)
        assert isinstance(app.screen, Dashboard)
        yield parsed, dropped


async def test_no_stylesheet_is_parsed_twice_on_the_way_to_the_dashboard(
    opening: tuple[list[str], list[bool]],
) -> None:
    assert opening[0] == []


async def test_no_picture_of_the_door_is_made_in_vain(opening: tuple[list[str], list[bool]]) -> None:
    assert opening[1]
    assert not any(opening[1])
