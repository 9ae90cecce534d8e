"""Two well-known Textual programs, each installed once with uv into an environment of its own: their pins differ."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class Rival:
    """A program from a package. `marker` is painted in its first frame and not before."""

    name: str
    packages: tuple[str, ...]
    marker: str


RIVALS = (
    # With tree-sitter 0.26 the Textual that posting pins ends in a segmentation fault.
    Rival("posting", ("posting==2.11.1", "tree-sitter<0.26"), "Enter a URL"),
    Rival("harlequin", ("harlequin==2.17.0",), "Query Editor"),
)


class NotInstalled(Exception):
    """The rival could not be installed."""


def installed(rival: Rival) -> Path:
    """Return the program, after installing it if it is not there; raises `NotInstalled`."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    home = platformdirs.user_cache_path("spauth-tui-benchmarks") / f"{'-'.join(rival.packages)}-python{version}"
    program = home / "bin" / rival.name
    if program.exists():
        return program
    uv = shutil.which("uv")
    if uv is None:
        raise NotInstalled("uv is not there to install it with")
    _run(uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(home))
    _run(uv, "pip", "install", "--quiet", "--python", str(home / "bin" / "python"), *rival.packages)
    if not program.exists():
        raise NotInstalled("its package brings no such program")
    return program


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word why"])[-1]
        raise NotInstalled(f"uv {command[1]} ended with {done.returncode}: {last.strip()}")
