"""Imports every module of the program and of its tests as Windows would: without what only POSIX has.

`python -m tests.rules.without_posix` prints a line for each module that cannot be imported there. A module of tests may
skip itself. What other packages need is imported first, so that only what is ours is looked at.
"""

import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import time
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

import spauth_tui
import tests

GONE_MODULES = frozenset({"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"})
GONE_NAMES = {
    os: (
        "O_CLOEXEC O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK WNOHANG chown fchmod fchown fork getegid geteuid getgid "
        "getpgid getpgrp getsid getuid killpg mkfifo openpty setsid setpgid tcgetpgrp tcsetpgrp uname wait3 wait4"
    ),
    signal: "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGQUIT SIGSTOP SIGTSTP SIGUSR1 SIGUSR2 SIGWINCH alarm pause",
    time: "clock_gettime tzset",
}
PROGRAMS_OF_THEIR_OWN = (
    "spauth_tui.__main__",
    "tests.adapters.kill_loop",
    "tests.attacks",
    "tests.benchmarks",
    "tests.rules.without_posix",
    "tests.soak",
)
"""What runs when it is imported, or needs Linux and is no test."""


class _Absent(MetaPathFinder):
    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname in GONE_MODULES:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)
        return None


def _ours() -> list[str]:
    found = [
        each.name
        for package in (spauth_tui, tests)
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [name for name in found if not name.startswith(PROGRAMS_OF_THEIR_OWN)]


def _take_posix_away() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in {"spauth_tui", "tests", *GONE_MODULES}]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Absent())
    sys.modules["msvcrt"] = ModuleType("msvcrt")
    for module, names in GONE_NAMES.items():
        for name in names.split():
            if hasattr(module, name):
                delattr(module, name)
    # Windows has these instead.
    for name in ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW"):
        setattr(subprocess, name, 0)
    sys.platform = "win32"


def main() -> None:
    """Import all of it twice; print what fails the second time."""
    names = _ours()
    for name in names:
        importlib.import_module(name)
    _take_posix_away()
    for name in names:
        try:
            importlib.import_module(name)
        except pytest.skip.Exception:
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            sys.stdout.write(f"{name}: {error!r}\n")


if __name__ == "__main__":
    main()
