"""The outermost guard: reports uncaught exceptions, from any thread, by location only.

Imports nothing of ours before a fault.
"""

import contextlib
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

UNEXPECTED = 1
"""The exit code of a fault of the program; the full table is in `commands.runtime.exit_codes`."""
MOST_FRAMES = 40
MOST_REPORTS = 3
_ROOTS = ("spauth_tui", "textual", "site-packages")


def crash_report(error: BaseException | None) -> str:
    """Describe an error by class, and file, line and function of each frame: no message, source or local variable."""
    if error is None:
        return "spauth-tui crashed. The vault is sound: every change that was confirmed is in it."
    frames = _frames(error.__traceback__)
    if len(frames) > MOST_FRAMES:
        half = MOST_FRAMES // 2
        frames = [*frames[:half], f"  … {len(frames) - 2 * half} more", *frames[-half:]]
    return "\n".join(
        (
            f"spauth-tui crashed: {type(error).__name__}",
            *frames,
            "The vault is sound: every change that was confirmed is in it. This report holds no secret;",
            "please pass it on.",
        )
    )


def _frames(place: TracebackType | None) -> list[str]:
    # Not with the module traceback, which reads the source lines.
    found = []
    while place is not None:
        code = place.tb_frame.f_code
        found.append(f"  {_short(code.co_filename)}:{place.tb_lineno} in {code.co_name}")
        place = place.tb_next
    return found


def _short(filename: str) -> str:
    parts = filename.replace("\\", "/").split("/")
    for root in _ROOTS:
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1]


def _say(words: str) -> None:
    # If nobody can read it, there is still the exit code.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{words}\n")
        sys.stderr.flush()


class _Reports:
    def __init__(self) -> None:
        self.count = 0
        self.are_held = False
        self.held: list[str] = []


_reports = _Reports()


def report(error: BaseException | None) -> None:
    """Report an uncaught exception on standard error and through the exit code."""
    _reports.count += 1
    if _reports.count > MOST_REPORTS:
        return
    words = crash_report(error)
    if _reports.are_held:
        _reports.held.append(words)
    else:
        _say(words)


def has_reported() -> bool:
    """Return whether there was a fault, in any thread."""
    return _reports.count > 0


@contextmanager
def holding() -> Iterator[None]:
    """Hold back reports while a screen covers the terminal; they are written when it ends."""
    _reports.are_held = True
    try:
        yield
    finally:
        _reports.are_held = False
        held, _reports.held = _reports.held, []
        for words in held:
            _say(words)


def install() -> None:
    """Report every uncaught exception from now on: in any thread, and where Python itself can only ignore it.

    Warnings are off: they are for developers, and show a source line.
    """
    sys.excepthook = _in_main
    sys.unraisablehook = _passed_over
    threading.excepthook = _in_thread
    warnings.simplefilter("ignore")


def watch(loop: "asyncio.AbstractEventLoop") -> None:
    """Report the faults of an event loop too, which asyncio would log with their messages.

    Debug mode is off even with PYTHONDEVMODE: asyncio would write each slow task, and its path, to standard error.
    """
    loop.set_debug(False)
    loop.set_exception_handler(_on_loop)


def _in_main(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    del kind, place
    if not isinstance(error, KeyboardInterrupt):
        report(error)


def _in_thread(given: threading.ExceptHookArgs) -> None:
    if not isinstance(given.exc_value, SystemExit):
        report(given.exc_value)


def _passed_over(given: "sys.UnraisableHookArgs") -> None:
    # Standard output that cannot be flushed at the very end is one of these: `main` has answered it.
    if not isinstance(given.exc_value, OSError):
        report(given.exc_value)


def _on_loop(loop: "asyncio.AbstractEventLoop", context: dict[str, Any]) -> None:
    del loop
    error = context.get("exception")
    # A connection's failure is raised to whoever uses it.
    if isinstance(error, Exception) and not isinstance(error, OSError) and not _is_late(context, error):
        report(error)


def _is_late(context: dict[str, Any], error: Exception) -> bool:
    """Return whether it is an expected error that arrived after its caller had gone."""
    from spauth_tui.domain.errors import SpauthError

    return "future" in context and isinstance(error, SpauthError)
