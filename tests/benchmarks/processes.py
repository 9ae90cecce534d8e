"""What a running process has used: processor time and memory, as Linux tells it."""

import re
import sys
import time
from dataclasses import dataclass
from pathlib import Path

if sys.platform == "win32":
    raise ImportError("The benchmarks need Linux.")
_CPU_CLOCK = 2
"""CPUCLOCK_SCHED: of a process all that it ran, in nanoseconds."""


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used so far."""
    # The number that clock_getcpuclockid(3) gives; Python has no name for it.
    return time.clock_gettime((~pid << 3) | _CPU_CLOCK)


@dataclass(frozen=True, slots=True)
class Memory:
    """What a process holds, in MiB."""

    resident: float
    peak: float
    proportional: float | None
    """Shared pages counted in part; None where the system does not tell."""


def memory(pid: int) -> Memory:
    """Return what a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text()
    try:
        proportional = _mib(Path(f"/proc/{pid}/smaps_rollup").read_text(), "Pss")
    except OSError:
        # The program keeps its memory from other processes of its user, and so from us unless we are root.
        proportional = None
    return Memory(_mib(status, "VmRSS"), _mib(status, "VmHWM"), proportional)


def _mib(text: str, name: str) -> float:
    found = re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)
    if found is None:
        raise OSError(f"the system does not tell {name}")
    return int(found[1]) / 1024
