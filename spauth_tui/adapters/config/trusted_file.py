"""Whether others could have written a file, as ssh checks its own files."""

import os
import stat
from pathlib import Path

from spauth_tui.domain.text.pasting import command

_OTHERS_MAY_WRITE = 0o022


def why_distrusted(path: Path, status: os.stat_result) -> tuple[str, str] | None:
    """Return why others could have written a file (of this `status`), and what to do; None if only we could."""
    if not hasattr(os, "getuid"):
        return None
    if not _is_ours(status):
        return "other users can write to config.toml", f"See who owns it, then: {command('chmod', 'go-w', path.name)}"
    if not stat.S_ISREG(status.st_mode):
        # A pipe has no directory.
        return None
    for directory in dict.fromkeys((path.parent, path.resolve().parent)):
        if not _is_ours(directory.stat()):
            words = "other users can write to the directory of config.toml"
            return words, f"See who owns {directory}, then run chmod go-w on it."
    return None


def _is_ours(status: os.stat_result) -> bool:
    return status.st_uid in {0, os.getuid()} and not status.st_mode & _OTHERS_MAY_WRITE
