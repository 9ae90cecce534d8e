"""The watcher by itself, with a clipboard program that every system has: Python, and a file in a clipboard's place."""

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from spauth_tui.adapters.clipboard.backends import Backend
from spauth_tui.adapters.clipboard.watcher import _is_stopped, fingerprint
from spauth_tui.adapters.clipboard.watchers import Watchers

KEY = b"key of the test"
PUT = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
READ = "import sys; sys.stdout.buffer.write(open(sys.argv[1], 'rb').read())"
SOON = timedelta(seconds=0.5)


@pytest.fixture
def clipboard(tmp_path: Path) -> Path:
    file = tmp_path / "clipboard"
    file.write_text("CANARY copied")
    return file


def _backend(clipboard: Path, *, reads: bool = True) -> Backend:
    put, read = ((sys.executable, "-I", "-c", code, str(clipboard)) for code in (PUT, READ))
    return Backend("Python", put, read if reads else ())


def _begin(backend: Backend, after: timedelta, text: str = "CANARY copied") -> Watchers:
    watchers = Watchers(os.environ)
    watchers.begin(backend, KEY, [fingerprint(KEY, text)], after)
    return watchers


def _abandon(watchers: Watchers) -> int:
    """Leave the watcher alone as a program does that was killed; return the exit code it then ends with."""
    child = watchers._children["Python"]
    assert child.stdin is not None
    child.stdin.close()
    return child.wait(20)


def _wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


@pytest.mark.parametrize("reads", [True, False])
def test_when_its_time_is_over_the_clipboard_is_emptied(clipboard: Path, reads: bool) -> None:
    watchers = _begin(_backend(clipboard, reads=reads), SOON)
    _wait_until(lambda: clipboard.read_text() == "")
    watchers.end()


def test_when_the_program_is_gone_it_waits_on_and_empties_it(clipboard: Path) -> None:
    assert _abandon(_begin(_backend(clipboard), SOON)) == 0
    assert clipboard.read_text() == ""


def test_what_somebody_else_copied_is_left(clipboard: Path) -> None:
    assert _abandon(_begin(_backend(clipboard), SOON, "CANARY copied earlier")) == 0
    assert clipboard.read_text() == "CANARY copied"


def test_called_off_while_it_waits_it_stops_waiting() -> None:
    ours, theirs = os.pipe()
    found: list[bool] = []
    waiting = threading.Thread(target=lambda: found.append(_is_stopped(300, ours)), daemon=True)
    waiting.start()
    os.write(theirs, b"stop\n")
    waiting.join(20)
    assert found == [True]
    os.close(theirs)
    os.close(ours)


@pytest.mark.parametrize(("is_doubted", "left"), [(True, ""), (False, "CANARY copied")])
def test_one_that_cannot_be_read_is_emptied_where_the_copy_was_not_read_back_either(
    clipboard: Path, is_doubted: bool, left: str
) -> None:
    unreadable = replace(_backend(clipboard), read=(sys.executable, "-c", "raise SystemExit(1)"))
    watchers = Watchers(os.environ)
    watchers.begin(unreadable, KEY, [fingerprint(KEY, "CANARY copied")], SOON, is_doubted=is_doubted)
    assert _abandon(watchers) == 0
    assert clipboard.read_text() == left


def test_called_off_it_ends_at_once_and_leaves_the_clipboard_alone(clipboard: Path) -> None:
    watchers = _begin(_backend(clipboard), timedelta(minutes=5))
    child = watchers._children["Python"]
    watchers.end()
    assert child.returncode == 0
    assert clipboard.read_text() == "CANARY copied"


def test_one_that_cannot_be_started_is_passed_over(clipboard: Path) -> None:
    watchers = Watchers(os.environ, ("/no/such/python",))
    watchers.begin(_backend(clipboard), KEY, [b"fingerprint"], SOON)
    watchers.end()
