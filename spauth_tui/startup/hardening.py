"""Keeps the process's memory to itself as far as an ordinary process can."""

import contextlib
import os
import signal
import sys
from typing import NamedTuple

_PR_SET_DUMPABLE = 4
_M_ARENA_MAX = -8


class Inherited(NamedTuple):
    """What was so before, and is again for the programs that this one starts."""

    umask: int
    core_limit: int | None
    """The soft limit of core files in bytes; None where there is no such thing."""


def harden() -> Inherited:
    """No core files, no reading by other processes of the user (Linux), new files for the user alone.

    One heap for all threads (glibc), so that memory which held something can be given back to the system. Programs
    that this one starts tell how they ended, whatever it inherited.

    What the system refuses is passed over: these are second lines of defence. Returns what was so before.
    """
    umask, core_limit = os.umask(0o077), None
    if sys.platform == "win32":
        return Inherited(umask, core_limit)
    import resource

    if signal.getsignal(signal.SIGCHLD) is signal.SIG_IGN:
        # Inherited so, the system forgets how the programs ended that this one starts.
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with contextlib.suppress(OSError, ValueError):
        core_limit, most = resource.getrlimit(resource.RLIMIT_CORE)
        # The hard limit stays, so that a program started from here can have its own again.
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if sys.platform == "linux":
        # Some Pythons are built without ctypes.
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            libc = ctypes.CDLL(None, use_errno=True)
            libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
            # glibc gives each thread a heap of its own, and never gives back what was freed at the end of one.
            libc.mallopt(_M_ARENA_MAX, 1)
    return Inherited(umask, core_limit)
