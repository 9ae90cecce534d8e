"""The safe base of the app: a crash, a signal or the palette never shows or writes what was on the screen."""

import asyncio
import signal
import sys
from collections.abc import Callable, Iterable
from typing import Any

from textual._context import active_message_pump  # no public API tells whose message failed
from textual.app import App, ScreenStackError, SystemCommand
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.widget import MountError
from textual.worker import WorkerFailed

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.vault import VaultLocked
from spauth_tui.startup import crash_guard, ending, loop_threads
from spauth_tui.ui.base import palette

_LEFT_OUT = frozenset({"Screenshot", "Keys", "Maximize", "Minimize"})
_GONE = (VaultLocked, NoMatches, ScreenStackError, MountError, NoScreen)
"""Errors raised when code asks for a closed vault or a removed widget."""

MOST_COLUMNS, MOST_LINES = 2000, 1000
"""The largest size that is accepted from a terminal: painting more would use up all memory."""


class SafeApp(App[str]):
    """A Textual app that keeps secrets to itself.

    A crash prints class, file, line and function of each frame: no message, no source line, no local variable.
    Textual's own clipboard and screenshots are off. SIGTERM and SIGHUP close down and restore the terminal.
    """

    ALLOW_SELECT = False
    _running_loop: asyncio.AbstractEventLoop | None = None
    _ending: asyncio.Task[None] | None = None
    is_ending = False
    """Whether vault and widgets are being closed: code that still asks for them has not failed."""
    terminal: Driver | None = None
    """The driver, if there is a terminal."""
    banner = ""
    """Shown by every screen on a line of its own, unless empty."""

    async def close_down(self, because: str = "") -> None:
        """Close what must be closed before the program ends; overridden by the app."""

    def recover(self, problem: SpauthError, broken: object | None) -> bool:
        """Recover from an uncaught but expected failure; False ends the program.

        `broken` is the widget, screen or app it happened in, which no longer takes messages; None for a worker.
        """
        del problem, broken
        return False

    def _handle_exception(self, error: Exception) -> None:
        cause = _cause(error)
        if self.is_ending and isinstance(cause, _GONE):
            return
        broken = None if isinstance(error, WorkerFailed) else active_message_pump.get(None)
        if not (isinstance(cause, SpauthError) and self.recover(cause, broken)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Replace Textual's crash report, which prints local variables."""
        self.bell()
        crash_guard.report(_cause(self._exception or sys.exc_info()[1]))
        self._return_code = crash_guard.UNEXPECTED
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """Replace Textual's exit from its own threads, which prints source lines and exits with 0."""
        self._fatal_error()

    def get_driver_class(self) -> type[Driver]:
        """Return Textual's driver; on Unix ours, which tolerates any input. Its instance becomes `terminal`."""
        base: Any = super().get_driver_class()
        if sys.platform != "win32":
            from spauth_tui.ui.base.terminal_input import TerminalDriver

            base = TerminalDriver

        def made(driver: Driver, app: "SafeApp", **given: Any) -> None:
            base.__init__(driver, app, **given)
            app.terminal = driver

        return type("Terminal", (base,), {"__init__": made, "safe_app": self})

    def leave_terminal(self) -> None:
        """Restore the terminal; a second call does nothing."""
        if self.terminal is not None:
            self.terminal.stop_application_mode()
            self.terminal.close()

    def post_message(self, message: Message) -> bool:
        """Take a message; an implausible window size is limited."""
        if isinstance(message, Resize):
            width, height = message.size
            size = Size(min(max(width, 1), MOST_COLUMNS), min(max(height, 1), MOST_LINES))
            if size != message.size:
                message = Resize(size, size)
        return super().post_message(message)

    def copy_to_clipboard(self, text: str) -> None:
        """Do nothing: text inputs would copy what is typed into them."""

    def deliver_screenshot(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: a screenshot would contain what is on the screen."""

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Offer each key's action, and Textual's commands except those that write the screen or that we replace."""
        yield from (each for each in super().get_system_commands(screen) if each.title not in _LEFT_OUT)
        yield from palette.commands(screen)

    def on_load(self) -> None:
        loop = self._running_loop = asyncio.get_running_loop()
        crash_guard.watch(loop)
        for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGXCPU"):
            number = getattr(signal, name, None)
            if number is not None and not self.is_headless and sys.platform != "win32":
                loop.add_signal_handler(number, self._end_by_signal, number)
        loop_threads.install(loop)

    def hang_up(self) -> None:
        """End as on SIGHUP: the terminal is gone. May be called from any thread."""
        _soon(self._running_loop, self._end_by_signal, 1)

    def fault(self, error: Exception) -> None:
        """End or recover, as if the error had happened here. May be called from any thread."""
        _soon(self._running_loop, self._handle_exception, error)

    def _end_by_signal(self, number: int) -> None:
        ending.ask()
        self.is_ending = True

        async def end() -> None:
            try:
                async with asyncio.timeout(5):
                    await self.close_down()
            except (TimeoutError, SpauthError):
                # Such as a vault that is gone: nobody is left to read the message.
                pass
            self.exit(return_code=128 + number)

        self._return_code = 128 + number
        if self._ending is None:
            self._ending = asyncio.create_task(end())


def _soon(loop: asyncio.AbstractEventLoop | None, do: Callable[..., None], *given: object) -> None:
    if loop is not None and not loop.is_closed():
        loop.call_soon_threadsafe(do, *given)


class _Terminal:
    """The terminal as a file; once the terminal is gone, writes are dropped and that is reported."""

    def __init__(self, file: Any, gone: Callable[[], None]) -> None:
        self._file, self._gone, self._is_gone = file, gone, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> int:
        self._try(self._file.write, text)
        return len(text)

    def flush(self) -> None:
        self._try(self._file.flush)

    def _try(self, do: Callable[..., object], *given: str) -> None:
        if self._is_gone:
            return
        try:
            do(*given)
        except OSError:
            self._is_gone = True
            self._gone()


def write_to_terminal(app: SafeApp, sequence: str) -> None:
    """Write an escape sequence to the terminal, for the terminal's own clipboard."""
    if app.terminal is not None:
        app.terminal.write(sequence)
        app.terminal.flush()


def _cause(error: BaseException | None) -> BaseException | None:
    return error.error if isinstance(error, WorkerFailed) else error


def run_safely(app: SafeApp) -> tuple[int, str | None]:
    """Run the app in an existing terminal; return its exit code and what it returned."""
    screen_file, returned = sys.__stderr__, None
    # Textual's driver writes there from a thread; an error would end that thread, and the app would wait forever.
    sys.__stderr__ = _Terminal(screen_file, app.hang_up)  # type: ignore[misc,assignment]
    try:
        with crash_guard.holding():
            try:
                returned = app.run()
            except Exception as error:  # noqa: BLE001 - whatever went wrong while the app was closing
                crash_guard.report(error)
                app.leave_terminal()
    finally:
        sys.__stderr__ = screen_file  # type: ignore[misc]
    return app.return_code or (crash_guard.UNEXPECTED if crash_guard.has_reported() else 0), returned
