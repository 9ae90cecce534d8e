"""The way in: first the environment is scrubbed, then anything else is imported."""

import os
import sys

from spauth_tui.environment import scrub


def main() -> None:
    """Run the program and exit with its code."""
    scrub(os.environ)
    from spauth_tui.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
