"""Trying one mutant: in a copy of the tree, on one turn of tests after the other, until one fails."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.processes import killed_at_the_end

_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".hypothesis", ".*_cache", "dist", "build")
_MEMORY = 4 << 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant: `why` names the test that failed, or what else there is to say."""

    mutant: Mutant
    detected: bool
    why: str
    seconds: float


@dataclass(frozen=True, slots=True)
class _Ran:
    code: int | None
    """None when it was ended from here: it hung, or the time was over."""
    failed: str = ""
    hung: bool = False


class Stopped(Exception):
    """The person ended it."""


class CannotStart(Exception):
    """The tests cannot even be collected in an unchanged copy."""


@dataclass
class Trying:
    """Tries mutants of the tree at `root`, in copies under `space`, which lies outside of it.

    No test may be silent for longer than `hang` seconds; one mutant takes no longer than `limit`. A failure counts only
    once the same test was seen to pass in an unchanged copy: one that fails there too is left out from then on.
    """

    root: Path
    space: Path
    hang: float = 60
    limit: float = 300
    stopped: threading.Event = field(default_factory=threading.Event)
    left_out: set[str] = field(default_factory=set)
    _start: float = 600
    """No start of the tests may take longer, until the first of them runs."""
    _sound: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _numbers: "count[int]" = field(default_factory=count)

    def prepare(self, tests: list[str]) -> None:
        """Copy the tree, and have the tests collected once. Raises `CannotStart`."""
        shutil.copytree(self.root, self._base, ignore=_LEFT_OUT, symlinks=True)
        (self.space / "plugin").mkdir()
        shutil.copy(Path(__file__).with_name("mutation_progress.py"), self.space / "plugin")
        began = time.monotonic()
        ran = self._run(self._base, [*tests, "--collect-only", "-q"], self._start)
        if ran.code not in {0, 5}:
            raise CannotStart(ran.failed or (self._base.parent / "output").read_text()[-2000:])
        shutil.copytree(self._base, self.space / "unchanged" / "tree", symlinks=True)
        self._start = max(self.hang, 3 * (time.monotonic() - began))

    @property
    def _base(self) -> Path:
        return self.space / "base" / "tree"

    def outcome(self, mutant: Mutant, turns: list[list[str]]) -> Outcome:
        """Try one. Raises `Stopped`."""
        home = self.space / str(next(self._numbers))
        tree, began = home / "tree", time.monotonic()
        shutil.copytree(self._base, tree, symlinks=True)
        try:
            target = tree / mutant.path
            target.write_bytes(mutant.applied(target.read_bytes()))
            for compiled in (target.parent / "__pycache__").glob(f"{target.stem}.*"):
                compiled.unlink()
            detected, why = self._tried(tree, turns, began + self.limit)
        finally:
            shutil.rmtree(home, ignore_errors=True)
        return Outcome(mutant, detected, why, time.monotonic() - began)

    def _tried(self, tree: Path, turns: list[list[str]], end: float) -> tuple[bool, str]:
        if not turns:
            return False, "no test imports it"
        for turn in turns:
            while True:
                left = end - time.monotonic()
                if left <= 0:
                    return False, f"as far as {self.limit:.0f} seconds went"
                ran = self._run(tree, turn, left)
                if ran.code in {0, 5}:
                    break  # passed: on to the next turn
                if ran.code is None and not ran.hung:
                    return False, f"as far as {self.limit:.0f} seconds went"
                if self._passes_unchanged(ran.failed, turn):
                    return True, f"{'hangs in' if ran.hung else 'by'} {ran.failed or 'a start that failed'}"
        return False, "every test that concerns it passes"

    def _passes_unchanged(self, test: str, turn: list[str]) -> bool:
        """Whether it passes in an unchanged copy; else it is left out, and what is asked for is another try."""
        with self._lock:
            if test in self.left_out:
                return False
            if test not in self._sound:
                arguments = [test] if "::" in test else ["--collect-only", *([test] if test else turn)]
                unchanged, limit = self.space / "unchanged" / "tree", self._start + 2 * self.hang
                if self._run(unchanged, arguments, limit).code not in {0, 5}:
                    self.left_out.add(test or turn[0])
                    return False
                self._sound.add(test)
        return True

    def _run(self, tree: Path, arguments: list[str], limit: float) -> _Ran:
        """Run pytest there until its first failure, its end, or a limit."""
        home = tree.parent
        for name in ("tmp", "home"):
            (home / name).mkdir(exist_ok=True)
        progress = home / "progress"
        progress.write_text("")
        without = [f"--deselect={each}" for each in sorted(self.left_out) if each not in arguments]
        options = ["-o", "addopts=", "-p", "mutation_progress", "-p", "no:randomly", "-p", "no:cacheprovider", "-x"]
        with (home / "output").open("wb") as output:
            child = subprocess.Popen(
                [sys.executable, "-m", "pytest", "-q", *options, "--hypothesis-seed=0", *without, *arguments],
                cwd=tree,
                env=self._environment(tree),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
            with killed_at_the_end(child):
                try:
                    _bound_memory(child.pid)
                    return self._watched(child, progress, limit)
                finally:
                    _end_group(child.pid)

    def _environment(self, tree: Path) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "SPAUTH_", "PYTEST_"))
        }
        home = tree.parent
        return kept | {
            "PYTHONPATH": os.pathsep.join((str(tree), str(self.space / "plugin"))),
            "MUTATION_PROGRESS": str(home / "progress"),
            "HOME": str(home / "home"),
            "TMPDIR": str(home / "tmp"),
            "HTTPS_PROXY": "http://127.0.0.1:9",  # whatever a mutant sends to Amazon ends here
        }

    def _watched(self, child: "subprocess.Popen[bytes]", progress: Path, limit: float) -> _Ran:
        end, size, since = time.monotonic() + limit, -1, time.monotonic()
        while True:
            try:
                code = child.wait(0.1)
            except subprocess.TimeoutExpired:
                pass
            else:
                return _Ran(code, _last(progress, "failed"))
            if self.stopped.is_set():
                raise Stopped
            now, grown = time.monotonic(), progress.stat().st_size
            if grown != size:
                size, since = grown, now
            if now - since > (self.hang if size else self._start):
                return _Ran(None, _last(progress, "runs"), hung=True)
            if now > end:
                return _Ran(None)


def _last(progress: Path, what: str) -> str:
    events = [json.loads(line) for line in progress.read_text().splitlines() if line.endswith("]")]
    return next((str(test) for said, test in reversed(events) if said == what), "")


def _bound_memory(pid: int) -> None:
    """Keep a mutant that collects without end from taking the computer with it, where the system can."""
    if sys.platform == "linux":
        import resource

        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _end_group(pid: int) -> None:
    """End what the tests started and left behind."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
