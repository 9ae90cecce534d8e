"""The clipboard is cleared even after the program that copied was killed, and the watcher never knows the token."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from spauth_tui.adapters.clipboard.system import SystemClipboard
from spauth_tui.domain.errors.system import ClipboardUnavailable
from spauth_tui.domain.model.secret import Secret
from tests.adapters.test_clipboard import (
    PATH,
    TOKEN,
    begun,
    display,
    need,
    on_the_clipboard,
    only,
    own_command,
    stopped,
)

if sys.platform != "linux":
    pytest.skip("/proc and X11's clipboard are Linux's", allow_module_level=True)

__all__ = ["display"]

PROGRAM = """
import asyncio, os, sys
from datetime import timedelta
from spauth_tui.adapters.clipboard.system import SystemClipboard
from spauth_tui.domain.model.secret import Secret

async def main():
    clipboard = SystemClipboard(dict(os.environ))
    await clipboard.copy(Secret(sys.stdin.readline().strip()), timedelta(seconds=float(sys.argv[1])))
    print("copied", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""


def watchers(environment: dict[str, str]) -> list[int]:
    """Return the ids of the watchers that run just now for one test's environment; others' tests have their own."""
    home = f"HOME={environment['HOME']}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                is_ours = home in (entry / "environ").read_bytes().split(b"\0")
                if is_ours and b"clipboard.watcher" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def wait_until(holds: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


@pytest.fixture(params=["xclip", "xsel"])
def x11(request: pytest.FixtureRequest, display: str, tmp_path: Path) -> dict[str, str]:
    need(request.param)
    return {"DISPLAY": display, "PATH": only(tmp_path, request.param), "HOME": str(tmp_path)}


@pytest.fixture
def copied_by() -> Iterator[Callable[[dict[str, str], float], subprocess.Popen[str]]]:
    """A program that copies, and then waits to be killed."""
    started: list[subprocess.Popen[str]] = []

    def start(environment: dict[str, str], seconds: float) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(seconds)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(TOKEN.reveal() + "\n")
        child.stdin.flush()
        assert child.stdout.readline() == "copied\n"
        return child

    yield start
    for child in started:
        child.kill()
        child.communicate()


Copied = Callable[[dict[str, str], float], subprocess.Popen[str]]


def test_after_kill_9_it_is_cleared_at_the_limit(x11: dict[str, str], copied_by: Copied) -> None:
    copied_by(x11, 1.5).kill()
    assert on_the_clipboard(x11) == TOKEN.reveal()
    wait_until(lambda: on_the_clipboard(x11) == "")


async def test_after_kill_9_what_somebody_else_copied_is_left(x11: dict[str, str], copied_by: Copied) -> None:
    before = set(watchers(x11))
    child = copied_by(x11, 1.0)
    (watcher,) = set(watchers(x11)) - before
    child.kill()
    await SystemClipboard(x11).copy(Secret("something else"))
    wait_until(lambda: watcher not in watchers(x11))
    assert on_the_clipboard(x11) == "something else"


def test_the_watcher_has_the_token_in_no_argument_and_no_environment(x11: dict[str, str], copied_by: Copied) -> None:
    before = set(watchers(x11))
    copied_by(x11, 30)
    (watcher,) = set(watchers(x11)) - before
    held = b"".join(Path(f"/proc/{watcher}/{name}").read_bytes() for name in ("cmdline", "environ"))
    os.kill(watcher, signal.SIGKILL)
    assert b"CANARY" not in held


def test_the_watcher_has_a_session_of_its_own(x11: dict[str, str], copied_by: Copied) -> None:
    before = set(watchers(x11))
    child = copied_by(x11, 30)
    (watcher,) = set(watchers(x11)) - before
    session = os.getsid(watcher)
    os.kill(watcher, signal.SIGKILL)
    assert session not in {os.getsid(child.pid), os.getsid(0)}


async def test_clearing_calls_the_watcher_off(x11: dict[str, str]) -> None:
    before = set(watchers(x11))
    clipboard = SystemClipboard(x11)
    await clipboard.copy(TOKEN, timedelta(seconds=30))
    assert len(set(watchers(x11)) - before) == 1
    await clipboard.clear_if_ours()
    assert set(watchers(x11)) - before == set()


async def test_copying_again_leaves_one_watcher(x11: dict[str, str]) -> None:
    before = set(watchers(x11))
    clipboard = SystemClipboard(x11)
    await clipboard.copy(TOKEN, timedelta(seconds=30))
    await clipboard.copy(Secret("Atza|CANARY-second"), timedelta(seconds=30))
    running = len(set(watchers(x11)) - before)
    await clipboard.clear_if_ours()
    assert running == 1


def test_a_command_of_ones_own_is_fed_nothing_after_kill_9(tmp_path: Path, copied_by: Copied) -> None:
    target = tmp_path / "copied"
    environment = {"PATH": PATH, "SPAUTH_CLIPBOARD_COMMAND": f"tee '{target}'"}
    copied_by(environment, 1.0).kill()
    assert target.read_text() == TOKEN.reveal()
    wait_until(lambda: target.read_text() == "")


@pytest.fixture
def own_xclip(tmp_path: Path) -> dict[str, str]:
    """An xclip of the test's own: it keeps the text in a file, fails or hangs when files of these names are there."""
    program = tmp_path / "xclip"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in\n*-o*) [ -e {tmp_path}/hangs ] && exec /bin/sleep 60; '
        f"exec /bin/cat {tmp_path}/held;;\n"
        f"*) [ -e {tmp_path}/fails ] && exit 1; exec /bin/cat > {tmp_path}/held;;\nesac\n"
    )
    program.chmod(0o755)
    return {"DISPLAY": ":99", "PATH": str(tmp_path), "HOME": str(tmp_path)}


async def test_a_watcher_that_is_called_off_at_once_ends_by_itself(own_xclip: dict[str, str], tmp_path: Path) -> None:
    clipboard = SystemClipboard(own_xclip)
    await clipboard.copy(TOKEN, timedelta(minutes=5))
    child = clipboard._watching._children["xclip"]
    await clipboard.clear_if_ours()
    assert (child.returncode, (tmp_path / "held").read_text()) == (0, "")


async def test_a_copy_that_fails_leaves_the_one_before_watched(own_xclip: dict[str, str], tmp_path: Path) -> None:
    clipboard = SystemClipboard(own_xclip)
    await clipboard.copy(TOKEN, timedelta(minutes=5))
    (tmp_path / "fails").touch()
    with pytest.raises(ClipboardUnavailable):
        await clipboard.copy(Secret("CANARY-second"), timedelta(minutes=5))
    wait_until(lambda: len(watchers(own_xclip)) == 1)
    (tmp_path / "fails").unlink()
    await clipboard.clear_if_ours()
    assert (tmp_path / "held").read_text() == ""


async def test_a_copy_is_watched_before_its_program_has_taken_it(tmp_path: Path) -> None:
    environment = own_command(tmp_path, "sleep 60")
    clipboard = SystemClipboard(environment, limit=60)
    copying = await begun(clipboard, tmp_path, timedelta(minutes=5))
    running = len(watchers(environment))
    await stopped(copying)
    await clipboard.clear_if_ours()
    assert (running, watchers(environment)) == (1, [])


async def test_a_reading_back_that_hangs_does_not_multiply_the_limit(own_xclip: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "hangs").touch()
    clipboard = SystemClipboard(own_xclip, limit=1)
    began = time.monotonic()
    with pytest.raises(ClipboardUnavailable):
        await clipboard.copy(TOKEN)
    assert time.monotonic() - began < 2.5
