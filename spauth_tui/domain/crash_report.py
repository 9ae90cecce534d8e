"""What is said of a fault of the program: where it was, and nothing that could hold a secret."""

import traceback
from pathlib import Path

_ROOTS = ("spauth_tui", "textual", "site-packages")


def crash_report(error: BaseException | None) -> str:
    """Write class, file, line and function of each frame: no message, no source line, no local variable."""
    if error is None:
        return "spauth-tui crashed. The vault is sound: every change that was confirmed is in it."
    lines = [f"spauth-tui crashed: {type(error).__name__}"]
    frames = traceback.extract_tb(error.__traceback__)
    lines.extend(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames)
    lines.append("The vault is sound: every change that was confirmed is in it. This report holds no secret;")
    lines.append("please pass it on.")
    return "\n".join(lines)


def _short(filename: str) -> str:
    parts = Path(filename).parts
    for root in _ROOTS:
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else filename
