"""The README's pictures: `uv run python -m tests.pictures` makes them all anew, the same on every run.

They show the demo's sample data at an hour that stands still.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from spauth_tui.bootstrap.demo import _paint

DIRECTORY = Path(__file__).parents[1] / "screenshots"


class Picture(NamedTuple):
    """Which screen, in a window of how many columns and lines, in which theme."""

    screen: str
    size: tuple[int, int] = (120, 40)
    theme: str = ""


PICTURES = {
    "dashboard": Picture("dashboard"),
    "checklist": Picture("checklist"),
    "details": Picture("details"),
    "rotation": Picture("rotation"),
    "narrow": Picture("dashboard", (80, 24)),
    "light": Picture("dashboard", theme="spauth-light"),
}


def kept(name: str) -> Path:
    """Return where a picture is kept."""
    return DIRECTORY / f"{name}.svg"


async def painted(directory: Path, name: str) -> str:
    """Return a picture as SVG; the demo's vault is made in the directory."""
    picture = PICTURES[name]
    return await _paint(directory, picture.screen, picture.size, theme=picture.theme)


def main() -> None:
    """Make every picture anew."""
    for name in PICTURES:
        with tempfile.TemporaryDirectory(prefix="spauth-picture-") as directory:
            kept(name).write_text(asyncio.run(painted(Path(directory), name)), encoding="utf-8")
        sys.stdout.write(f"{kept(name).name}\n")


if __name__ == "__main__":
    main()
