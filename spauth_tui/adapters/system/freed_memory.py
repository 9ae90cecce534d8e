"""Memory that was freed, given back to the system: what was decrypted in it is not to lie about in the process."""

import contextlib
import sys


def give_back() -> None:
    """Give back what the C library keeps for later, where it can be asked to (glibc): a millisecond, on any thread."""
    if sys.platform == "linux":
        # Some Pythons are built without ctypes.
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).malloc_trim(0)
