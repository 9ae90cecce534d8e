"""Typing without echo, from the first secret asked for until echo is restored.

Keys are read one by one: in line mode a terminal gives at most 4,095 bytes of a line, and one line of a paste.
"""

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Any

MOST_TYPED = 65_536
"""The most bytes of a paste."""
_TRIES = 3
_A_MOMENT = 0.1
"""Seconds to wait for the next line of a paste."""

if sys.platform != "win32":
    import select
    import signal
    import termios
    from types import FrameType

    _FLAGS, _KEYS = 3, 6
    """The places of the local flags and the control characters in a terminal's mode."""
    _ECHOES = termios.ECHO | termios.ECHONL

    class Unseen:
        """A terminal whose echo is off until `let_go`, except while the program is stopped."""

        def __init__(self, terminal: int) -> None:
            """Save its mode; raises `OSError` if it is not a terminal."""
            self._terminal = terminal
            try:
                self._before = termios.tcgetattr(terminal)
            except termios.error as error:
                raise OSError(*error.args) from None
            self._reads, self._is_shown = False, True
            self._asks: Callable[[], None] | None = None
            self._is_asking = self._asks_again = False
            self._held = bytearray()
            self._handlers = {
                number: signal.signal(number, handler)
                for number, handler in ((signal.SIGTSTP, self._stop), (signal.SIGCONT, self._go_on))
                if signal.getsignal(number) is signal.SIG_DFL
            }

        def read(self, ask: Callable[[], None]) -> bytes | None:
            """Return what is typed or pasted up to an enter that nothing follows; None if it is far too much.

            `ask` writes the question, and again after a stop. Raises `EOFError` at ctrl+d.
            """
            self._held.clear()
            self._reads = True
            try:
                self._set()
                # Before the question: whoever reads it may stop the program at once.
                self._asks = ask
                self._ask()
                return self._typed()
            finally:
                self._reads, self._asks = False, None
                self._held.clear()
                with contextlib.suppress(termios.error):
                    # Anything typed after it is thrown away only before the next question.
                    termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._mode())

        def hide(self) -> None:
            """Turn echo off before anything is asked; in the background, once the program comes to the foreground."""
            if self._is_ours():
                self._set()

        def _typed(self) -> bytes | None:
            held, is_too_much = self._held, False
            while True:
                piece = os.read(self._terminal, 4096)
                if not piece:
                    raise EOFError
                if not is_too_much and any(map(self._is_end, piece)):
                    return bytes(held)
                # Read the rest too, or the shell would run it.
                is_too_much = is_too_much or len(held) > MOST_TYPED
                is_over = is_too_much or held.endswith(b"\n")
                if is_over and not select.select([self._terminal], [], [], _A_MOMENT)[0]:
                    return None if is_too_much else bytes(held[:-1])

        def _is_end(self, byte: int) -> bool:
            """Apply a key; return whether it was ctrl+d, which ends the input."""
            keys, held = self._before[_KEYS], self._held
            key = bytes([byte])
            if key == keys[termios.VEOF]:
                if not held:
                    raise EOFError
                return True
            if key in (keys[termios.VERASE], b"\x7f", b"\x08"):
                # Remove the bytes that only continue a character with it.
                while held and held.pop() & 0xC0 == 0x80:
                    pass
            elif key == keys[termios.VKILL]:
                held.clear()
            elif key == keys[termios.VWERASE]:
                held[:] = held.rstrip(b" ")
                del held[held.rfind(b" ") + 1 :]
            else:
                held += b"\n" if key == b"\r" else key
            return False

        def let_go(self) -> None:
            """Restore echo, and throw away what was typed unasked."""
            self._show()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)

        def _mode(self) -> list[Any]:
            mode, keys = [*self._before], [*self._before[_KEYS]]
            mode[_FLAGS] &= ~(_ECHOES | termios.ICANON if self._reads else _ECHOES)
            if self._reads:
                keys[termios.VMIN], keys[termios.VTIME] = 1, 0
            mode[_KEYS] = keys
            return mode

        def _set(self) -> None:
            self._is_shown = False
            termios.tcsetattr(self._terminal, termios.TCSAFLUSH, self._mode())

        def _show(self) -> None:
            self._is_shown = True
            # A terminal that is gone needs nothing; one that belongs to another program is left alone.
            if self._is_ours():
                with contextlib.suppress(termios.error):
                    termios.tcsetattr(self._terminal, termios.TCSAFLUSH, self._before)

        def _is_ours(self) -> bool:
            try:
                return os.tcgetpgrp(self._terminal) == os.getpgrp()
            except OSError:
                return True

        def _stop(self, number: int, frame: FrameType | None) -> None:
            del frame
            self._show()
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
            signal.signal(number, self._stop)
            if self._is_shown:
                # Nobody could stop or continue it, as when no shell started it.
                self._hide_again()

        def _go_on(self, number: int, frame: FrameType | None) -> None:
            del number, frame
            self._hide_again()

        def _hide_again(self) -> None:
            """Take the terminal back from the shell; what was typed before the stop does not count."""
            if not self._is_ours():
                return
            for _ in range(_TRIES):
                # A second signal interrupts it.
                with contextlib.suppress(termios.error):
                    self._set()
                    break
            self._held.clear()
            self._ask()

        def _ask(self) -> None:
            """Ask; a stop while the question is written has it written again afterwards, never inside that write."""
            self._asks_again = self._asks is not None
            while self._asks_again and self._asks is not None and not self._is_asking:
                self._is_asking, self._asks_again = True, False
                try:
                    self._asks()
                finally:
                    self._is_asking = False

else:

    class Unseen:
        """Stands in on Windows, which has no such terminal."""

        def __init__(self, terminal: int) -> None:
            raise OSError(terminal)

        def read(self, ask: Callable[[], None]) -> bytes | None:
            """Do nothing: never called."""
            raise NotImplementedError

        def hide(self) -> None:
            """Do nothing: never called."""

        def let_go(self) -> None:
            """Do nothing: never called."""
