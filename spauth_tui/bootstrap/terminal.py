"""Whether there is a terminal that can show a screen, checked before anything heavy is imported."""

import os
import sys


def terminal_is_missing() -> bool:
    """Return whether a terminal that can show a screen is missing, and say so on standard error."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("spauth-tui: this needs a terminal on standard input and output. Start it in one.\n")
        return True
    if os.environ.get("TERM", "") == "dumb":
        sys.stderr.write("spauth-tui: TERM=dumb cannot show a screen. Use a full terminal, or set TERM.\n")
        return True
    return False
