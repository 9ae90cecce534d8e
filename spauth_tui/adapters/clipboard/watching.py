"""Starting and stopping the watcher that clears the clipboard if this program is killed."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta

from spauth_tui.adapters.clipboard.backends import Backend
from spauth_tui.adapters.clipboard.children import LIMIT, minimal

_COMMAND = (sys.executable, "-I", "-m", "spauth_tui.adapters.clipboard.watcher")
if sys.platform == "win32":
    # What a session of its own is elsewhere: the watcher does not end with the terminal's window.
    _APART = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _APART = 0


class Watching:
    """At most one watcher, for what was copied last."""

    def __init__(self, environment: Mapping[str, str], command: Sequence[str] = _COMMAND) -> None:
        self._environment = environment
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None

    def begin(self, backend: Backend, key: bytes, fingerprint: bytes, after: timedelta) -> None:
        """Have the clipboard cleared after a time, whatever becomes of this program; replaces an earlier watcher.

        One that cannot be started is passed over: the program itself clears as long as it lives.
        """
        self.end()
        order = {
            "seconds": after.total_seconds(),
            "key": key.hex(),
            "fingerprint": fingerprint.hex(),
            "read": list(backend.read),
            "clear": list(backend.clear or backend.put),
            "after_put": list(backend.after_put),
        }
        with contextlib.suppress(OSError):
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
            self._child = child
            assert child.stdin is not None
            child.stdin.write(json.dumps(order).encode() + b"\n")
            child.stdin.flush()

    def end(self) -> None:
        """Call the watcher off: the clipboard was cleared, or something else was copied."""
        child, self._child = self._child, None
        if child is None or child.stdin is None:
            return
        with contextlib.suppress(OSError):
            child.stdin.write(b"stop\n")
            child.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(LIMIT)
        if child.poll() is None:
            child.kill()
            child.wait()
