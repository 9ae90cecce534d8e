"""SIGTERM or SIGHUP while the dashboard comes up: it ends with 143 or 129, and with no crash report.

Run by `.venv/bin/python -m tests.attacks.ended_while_opening`; takes about a minute.
"""

import os
import signal
import sys
import time
from pathlib import Path

from tests.terminal import Terminal

PROGRAM = str(Path(sys.executable).parent / "spauth-tui")


def ended(after: float, number: signal.Signals) -> tuple[int, bytes]:
    """Start the demo, send a signal so many seconds after the first output; return exit code and output."""
    with Terminal([PROGRAM, "demo"], os.environ) as terminal:
        terminal.wait_for_output()
        until = time.monotonic() + after
        while time.monotonic() < until:
            terminal.read_what_came()
        terminal.process.send_signal(number)
        return terminal.wait_for_end(), terminal.raw


def main() -> int:
    """Return 1 if there was a crash report."""
    bad = 0
    for step in range(40):
        number = signal.SIGTERM if step % 2 else signal.SIGHUP
        code, out = ended(step * 0.05, number)
        report = out[out.find(b"spauth-tui crashed") :].decode(errors="replace") if b"crashed" in out else ""
        if report or code not in (129, 143):
            bad += 1
            print(f"{step * 0.05:.2f}s {number.name}: exit code {code}\n{report}", flush=True)
    print(f"{bad} of 40")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
