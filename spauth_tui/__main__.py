"""The way in: first the environment is scrubbed and the process hardened, then anything else is done."""

import os
import sys

from spauth_tui import garbage
from spauth_tui.environment import scrub


def main() -> None:
    """Run the program and exit with its code."""
    scrub(os.environ)
    garbage.rest()
    from spauth_tui.adapters.hardening import harden
    from spauth_tui.cli import run

    harden()

    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # The terminal is gone. Python would flush once more at its end, fail, and take 120 for the exit code.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    garbage.rest()
    sys.exit(code)


if __name__ == "__main__":
    main()
