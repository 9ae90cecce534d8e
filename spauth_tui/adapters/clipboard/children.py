"""Runs a clipboard program: text on standard input, three seconds, nothing kept."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

LIMIT = 3.0  # seconds a clipboard program gets
_PASSED_ON = (
    "PATH",
    "HOME",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_RUNTIME_DIR",
    "TMUX",
    "TMUX_TMPDIR",
    "TMPDIR",
    "SYSTEMROOT",  # Windows: without it hardly any program starts
    "USERPROFILE",
    "TEMP",
    "LANG",
    "LC_ALL",
)


def minimal(environment: Mapping[str, str]) -> dict[str, str]:
    """Return only the part of the environment that a clipboard program needs."""
    return {name: environment[name] for name in _PASSED_ON if name in environment}


async def feed(command: Sequence[str], text: str, environment: Mapping[str, str], limit: float = LIMIT) -> bool:
    """Run a command with `text` on its standard input; return whether it succeeded in time."""
    return await _run(command, text.encode(), environment, limit, keep=False) is not None


async def ask(command: Sequence[str], environment: Mapping[str, str], limit: float = LIMIT) -> str | None:
    """Run a command and return what it prints; None if it failed or took too long."""
    printed = await _run(command, b"", environment, limit, keep=True)
    return None if printed is None else printed.decode("utf-8", "replace")


async def _run(
    command: Sequence[str], given: bytes, environment: Mapping[str, str], limit: float, *, keep: bool
) -> bytes | None:
    try:
        child = await asyncio.create_subprocess_exec(
            *command,
            stdin=subprocess.PIPE,
            # xclip keeps running as the selection's owner, and would keep a captured pipe open forever.
            stdout=subprocess.PIPE if keep else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=minimal(environment),
            start_new_session=True,
        )
    except OSError:
        return None
    try:
        async with asyncio.timeout(limit):
            printed, _ = await child.communicate(given)
    except TimeoutError:
        return None
    finally:
        if child.returncode is None:  # too slow, or cancelled: it must not keep the text
            with contextlib.suppress(ProcessLookupError):
                _kill(child)
            await child.wait()
    return (printed or b"") if child.returncode == 0 else None


def _kill(child: asyncio.subprocess.Process) -> None:
    """Kill a program and what it started."""
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
