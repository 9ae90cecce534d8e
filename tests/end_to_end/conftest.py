"""The installed program, in a home of its own, before a simulator on loopback."""

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.derived_keys.sitecustomize import DIRECTORY
from tests.simulator import Behaviour, Simulator

PROGRAM = str(Path(sys.executable).parent / "spauth-tui")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with a home of its own and no desktop."""
    home = tmp_path / "home"
    home.mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "COLUMNS": "",
        "LINES": "",
        **{name: os.environ[name] for name in ("PYTHONPYCACHEPREFIX", "PYTHONPATH", DIRECTORY) if name in os.environ},
    }


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A simulator on a thread of its own."""
    made = Simulator({"": Behaviour()}, token_marker="CANARY")
    started, loop = threading.Event(), asyncio.new_event_loop()
    ended = asyncio.Event()

    async def serve() -> None:
        async with made:
            started.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait(10)
    yield made
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()
