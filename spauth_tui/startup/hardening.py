"""Keeps the process's memory to itself as far as an ordinary process can."""

import contextlib
import os
import signal
import sys
from typing import NamedTuple

_PR_SET_DUMPABLE = 4
_M_ARENA_MAX = -8


class Inherited(NamedTuple):
    """The previous settings, restored for the programs that this one starts."""

    umask: int
    core_limit: int | None
    """The soft limit of core files in bytes; None on systems without them."""


def harden() -> Inherited:
    """Prevent core files and reading by the user's other processes (Linux); make new files private to the user.

    All threads share one heap (glibc), so that freed memory can go back to the system. SIGCHLD is reset, so that
    exit codes of child programs arrive whatever was inherited.

    What the system refuses is skipped: these are second lines of defence. Return the previous settings.
    """
    umask, core_limit = os.umask(0o077), None
    if sys.platform == "win32":
        return Inherited(umask, core_limit)
    import resource

    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        # If it is inherited as ignored, the system discards the exit codes of child programs.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with contextlib.suppress(OSError, ValueError):
        core_limit, most = resource.getrlimit(resource.RLIMIT_CORE)
        # The hard limit stays, so that the soft one can be restored for a child program.
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if sys.platform == "linux":
        # Some Pythons are built without ctypes.
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            libc = ctypes.CDLL(None, use_errno=True)
            libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
            # By default glibc gives each thread its own heap, and never returns what was freed at the end of one.
            libc.mallopt(_M_ARENA_MAX, 1)
    return Inherited(umask, core_limit)
