"""How the screens look, as pictures that were looked at before they were kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from spauth_tui.bootstrap.demo import _demo_app, _StillClock

SIZES = [(80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "keys", [(), ("right", "s"), ("question_mark",), ("a",)], ids=["dashboard", "checklist", "help", "add"]
)
def test_a_screen_looks_as_it_did(
    snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    async def before(pilot: Pilot[str]) -> None:
        await pilot.pause()
        await pilot.press(*keys)
        for _ in range(4):
            await pilot.pause()

    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize(
    ("name", "screen", "size"),
    [("dashboard", "dashboard", (120, 40)), ("narrow", "dashboard", (80, 24)), ("checklist", "checklist", (120, 40))],
)
async def test_the_readmes_pictures_are_not_stale(
    tmp_path: Path, name: str, screen: str, size: tuple[int, int]
) -> None:
    from spauth_tui.bootstrap.demo import _paint

    kept = Path(__file__).parents[2] / "screenshots" / f"{name}.svg"
    assert await _paint(tmp_path, screen, size, None) == kept.read_text()
