"""How the screens look, as pictures that were looked at before they were kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from spauth_tui.bootstrap.demo import _demo_app, _StillClock
from spauth_tui.ui.base.themes import Depth
from tests.pictures import DIRECTORY, PICTURES, kept, painted

SIZES = [(80, 24), (120, 40)]


@pytest.mark.looks
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


@pytest.mark.looks
@pytest.mark.parametrize("depth", ["256", "16", "none"])
def test_the_dashboard_looks_as_it_did_with_fewer_colours(
    snap_compare: Callable[..., bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, depth: str
) -> None:
    if depth == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    app = _demo_app(tmp_path, None, _StillClock(), still=True)
    app.appearance.register(Depth.MANY if depth == "256" else Depth.FEW)
    assert snap_compare(app, terminal_size=(80, 24), run_before=lambda pilot: pilot.pause())


@pytest.mark.looks
@pytest.mark.parametrize("name", sorted(PICTURES))
async def test_a_picture_of_the_readme_is_what_the_program_shows(tmp_path: Path, name: str) -> None:
    assert await painted(tmp_path, name) == kept(name).read_text(encoding="utf-8")


def test_no_picture_is_kept_that_nobody_makes() -> None:
    assert {each.stem for each in DIRECTORY.iterdir()} == set(PICTURES)


def test_every_picture_is_shown_by_the_readme() -> None:
    readme = (DIRECTORY.parent / "README.md").read_text(encoding="utf-8")
    assert {name for name in PICTURES if f"(screenshots/{name}.svg)" in readme} == set(PICTURES)
