"""Whether there is a terminal that can show a screen; looked at before anything heavy is imported."""

import os
import sys


def terminal_is_missing() -> bool:
    """Say on standard error what is missing of a terminal that can show a screen; False if nothing is."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("spauth-tui: this needs a terminal on standard input and output. Start it in one.\n")
        return True
    if os.environ.get("TERM", "") == "dumb":
        sys.stderr.write("spauth-tui: TERM=dumb cannot show a screen. Use a full terminal, or set TERM.\n")
        return True
    return False
