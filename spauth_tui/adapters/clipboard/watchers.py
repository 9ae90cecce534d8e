"""Starts and stops the watcher that clears the clipboard if this program is killed."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from spauth_tui.adapters.clipboard.backends import Backend
from spauth_tui.adapters.clipboard.children import LIMIT, minimal

_COMMAND = (sys.executable, "-I", "-m", "spauth_tui.adapters.clipboard.watcher")
if sys.platform == "win32":
    # Like a new session elsewhere: the watcher outlives the terminal's window.
    _APART = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _APART = 0


class Watchers:
    """At most one watcher for each backend that may hold what was copied."""

    def __init__(self, environment: Mapping[str, str], command: Sequence[str] = _COMMAND) -> None:
        self._environment, self._command = environment, command
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = threading.Lock()

    def begin(
        self, backend: Backend, key: bytes, hashes: Iterable[bytes], after: timedelta, *, is_doubted: bool = False
    ) -> None:
        """Schedule clearing, even if this program is killed; replaces that backend's watcher."""
        order = {
            "seconds": after.total_seconds(),
            "key": key.hex(),
            "hashes": [each.hex() for each in hashes],
            "is_doubted": is_doubted,
            "read": list(backend.read),
            "clear": list(backend.clear or backend.put),
            "after_put": list(backend.after_put),
        }
        with self._lock, contextlib.suppress(OSError):
            earlier = self._children.get(backend.name)
            child = subprocess.Popen(  # noqa: S603 - our own module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=minimal(self._environment),
                cwd="/" if sys.platform != "win32" else None,
                start_new_session=True,
                creationflags=_APART,
            )
            self._children[backend.name] = child
            assert child.stdin is not None
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()
            if earlier is not None:
                _end(earlier)

    def end(self, *names: str) -> None:
        """Stop the watchers of these backends, or all: they were cleared, or hold something else."""
        with self._lock:
            for name in names or tuple(self._children):
                child = self._children.pop(name, None)
                if child is not None:
                    _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    with contextlib.suppress(OSError):
        child.stdin.write(b"stop\n")
        child.stdin.close()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(LIMIT)
    if child.poll() is None:
        child.kill()
        child.wait()
