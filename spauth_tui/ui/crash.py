"""The safe base of the app: a crash, a signal or the palette never shows or writes what was on the screen."""

import asyncio
import os
import signal
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.text import Text
from textual.app import App, SystemCommand
from textual.screen import Screen
from textual.worker import WorkerFailed

_LEFT_OUT = frozenset({"Screenshot", "Keys", "Maximize", "Minimize"})


class SafeApp(App[str]):
    """A Textual app that keeps secrets to itself.

    A crash prints class, file, line and function of each frame: no message, no source line, no local variable.
    Textual's own clipboard and screenshots are off. SIGTERM and SIGHUP close down and restore the terminal.
    """

    ALLOW_SELECT = False
    banner = ""
    """Words that every screen shows on a line of their own, as long as there are any."""

    async def close_down(self, because: str = "") -> None:
        """Close what must be closed before the program ends; the app overrides it."""

    def _fatal_error(self) -> None:
        """Take the place of Textual's report, which prints local variables."""
        self.bell()
        self._exit_renderables.append(Text(crash_report(self._exception or sys.exc_info()[1])))
        self._close_messages_no_wait()

    def copy_to_clipboard(self, text: str) -> None:
        """Do nothing: text inputs would copy what is typed into them."""

    def deliver_screenshot(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: a picture of the screen would hold what is on it."""

    def action_screenshot(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing, likewise."""

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer Textual's commands but those that write the screen or that we do better."""
        for command in super().get_system_commands(screen):
            if command.title not in _LEFT_OUT:
                yield command

    def _on_app_ready(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and not self.is_headless and sys.platform != "win32":
                loop.add_signal_handler(number, self._end_by_signal, number)

    def on_load(self) -> None:
        """Listen for signals from the start."""
        self._on_app_ready()

    def _end_by_signal(self, number: int) -> None:
        async def end() -> None:
            try:
                async with asyncio.timeout(5):
                    await self.close_down()
            except TimeoutError:
                pass
            self.exit(return_code=128 + number)

        self._ending = asyncio.create_task(end())


def crash_report(error: BaseException | None) -> str:
    """Write where it crashed, without anything that could hold a secret."""
    if error is None:
        return "spauth-tui crashed. The vault is sound: every change that was confirmed is in it."
    if isinstance(error, WorkerFailed):
        error = error.error
    lines = [f"spauth-tui crashed: {type(error).__name__}"]
    frames = traceback.extract_tb(error.__traceback__)
    lines.extend(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames)
    lines.append("The vault is sound: every change that was confirmed is in it. This report holds no secret;")
    lines.append("please pass it on.")
    return "\n".join(lines)


def _short(filename: str) -> str:
    parts = Path(filename).parts
    for root in ("spauth_tui", "textual", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else filename


def run_safely(app: SafeApp) -> tuple[int, str | None]:
    """Run the app in a real terminal; return its exit code and what it returned.

    Without a terminal it says so on standard error and returns 2.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("spauth-tui: this needs a terminal on standard input and output. Start it in one.\n")
        return 2, None
    if os.environ.get("TERM", "") == "dumb":
        sys.stderr.write("spauth-tui: TERM=dumb cannot show a screen. Use a full terminal, or set TERM.\n")
        return 2, None
    returned = app.run()
    return app.return_code or 0, returned
