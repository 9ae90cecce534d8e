"""What every group is given: how often to measure, at which sizes, with which vaults."""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.homes import Homes
from tests.benchmarks.report import Bar


class Progress:
    """Says on standard error what is being measured; on a terminal in one line that is written over."""

    def __init__(self) -> None:
        self.group = ""
        self._began = time.monotonic()
        self._at_terminal = sys.stderr.isatty()
        self._last = 0.0

    def say(self, words: str) -> None:
        """Say it; into a file not more often than every ten seconds."""
        now = time.monotonic()
        line = f"[{now - self._began:5.0f} s] {self.group}: {words}"
        if self._at_terminal:
            sys.stderr.write(f"\r\x1b[K{line[:118]}")
        elif now - self._last >= 10:
            self._last = now
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def clear(self) -> None:
        """Make room for a table."""
        if self._at_terminal:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


@dataclass(frozen=True)
class Setting:
    """One run of the benchmark."""

    runs: int
    quick: bool
    sizes: tuple[int, ...]
    """Numbers of authorizations, ascending; the first is what the others are compared with."""
    directory: Path
    homes: Homes
    progress: Progress

    @property
    def smallest(self) -> int:
        """The size that the others are compared with."""
        return self.sizes[0]


def bar_at(size: int, limits: Mapping[int, float]) -> Bar | None:
    """Return the bar of the ratio at a size, if there is one."""
    return Bar(limits[size]) if size in limits else None
