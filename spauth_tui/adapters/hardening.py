"""Keeps the process's memory to itself as far as an ordinary process can."""

import contextlib
import os
import sys

_PR_SET_DUMPABLE = 4


def harden() -> None:
    """No core files, no reading by other processes of the user (Linux), new files for the user alone.

    What the system refuses is passed over: these are second lines of defence.
    """
    os.umask(0o077)
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
