"""Returns freed memory to the system, so that decrypted data does not stay in the process."""

import contextlib
import sys


def give_back() -> None:
    """Return the C library's free memory to the system, if it can (glibc): takes a millisecond, on any thread."""
    if sys.platform == "linux":
        # Some Pythons have no ctypes.
        with contextlib.suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).malloc_trim(0)
