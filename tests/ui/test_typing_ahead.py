"""Who types faster than a screen opens loses no key, and starts nothing they did not mean."""

from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from spauth_tui.bootstrap.demo import _demo_app, _StillClock
from spauth_tui.ui.screens.checklist import Checklist
from spauth_tui.ui.screens.import_form import ImportForm


def _type(app: Any, keys: str) -> None:
    """Post keys as a terminal does that hands over all of them at once."""
    for key in keys:
        app.post_message(events.Key({"/": "slash"}.get(key, key), key))


async def _settle(pilot: Pilot[str]) -> None:
    for _ in range(12):
        await pilot.pause()


async def test_keys_typed_ahead_go_into_the_form_that_the_first_one_opens(tmp_path: Path) -> None:
    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        _type(app, "i/x/file")
        await _settle(pilot)
        assert isinstance(app.screen, ImportForm)
        assert app.screen.query_one("#file", Input).value == "/x/file"


async def test_a_second_key_opens_nothing_on_the_screen_that_is_covered(tmp_path: Path) -> None:
    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await _settle(pilot)
        _type(app, "si")
        await _settle(pilot)
        assert isinstance(app.screen, Checklist)
        assert len(app.screen_stack) == 3
