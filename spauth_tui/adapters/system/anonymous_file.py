"""A file without a name on any disk: it disappears with the last program that has it open."""

import contextlib
import os
import sys
from collections.abc import Callable

Making = Callable[[bytes], int | None]


def anonymous_file(content: bytes) -> int | None:
    """Return the descriptor of a sealed file in memory that nobody can change (Linux); None elsewhere."""
    if sys.platform != "linux":
        return None
    import fcntl

    try:
        descriptor = os.memfd_create("spauth", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except OSError:
        return None
    try:
        os.fchmod(descriptor, 0o600)
        while content:
            content = content[os.write(descriptor, content) :]
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    except OSError:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        return None
    return descriptor
