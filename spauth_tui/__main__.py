"""The way in: first the crash guard, then the environment is scrubbed and the process hardened, then anything else."""

import os
import sys

from spauth_tui.startup import crash_guard, streams
from spauth_tui.startup.environment import scrub

INPUT_OUTPUT = 18
"""The exit code of what could not be read or written; the full table is in `commands.runtime.exit_codes`."""
INTERRUPTED = 130


def main() -> None:
    """Run the program and exit with its code."""
    crash_guard.install()
    scrub(os.environ)
    streams.complete()
    try:
        from spauth_tui.cli import run
        from spauth_tui.startup.hardening import harden

        code = run(sys.argv[1:], inherited=harden())
    except KeyboardInterrupt:
        code = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or INPUT_OUTPUT
            # The terminal is gone. Python would flush once more at its end, fail, and take 120 for the exit code.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if crash_guard.has_reported():
        code = code or crash_guard.UNEXPECTED
    if sys.flags.inspect:
        # PYTHONINSPECT takes an exit for a fault, and would open a prompt inside a program that may hold secrets.
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
