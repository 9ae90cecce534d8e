"""A wait that any signal ends at once; asyncio would only note the signal and keep waiting."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn, ParamSpec, TypeVar

from spauth_tui.startup import ending

P = ParamSpec("P")
T = TypeVar("T")
_ENDING = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")


class Ended(BaseException):
    """A signal came while the program waited for somebody."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def to_end_by() -> list[int]:
    """Return the signals that end a program here, except those ignored from the start, as by nohup."""
    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]


@contextmanager
def interruptible() -> Iterator[None]:
    """Let ctrl+c raise `KeyboardInterrupt` and the other signals `Ended`; one that came before counts too."""
    before = {number: signal.signal(number, _end) for number in to_end_by()}
    try:
        if _is_interrupted():
            raise KeyboardInterrupt
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def unstoppable() -> Iterator[None]:
    """Ignore ctrl+z: while the program is stopped, its terminal would show what is on it."""
    number = getattr(signal, "SIGTSTP", None)
    before = signal.signal(number, signal.SIG_IGN) if number is not None else None
    try:
        yield
    finally:
        if number is not None:
            signal.signal(number, before)


def interruptibly(call: Callable[P, T]) -> Callable[P, T]:
    """Wrap a call so that signals end it at once."""

    def called(*given: P.args, **named: P.kwargs) -> T:
        with interruptible():
            return call(*given, **named)

    return called


def _end(number: int, frame: FrameType | None) -> NoReturn:
    del frame
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    ending.ask()
    raise Ended(number)


def _is_interrupted() -> bool:
    """Whether the asking task was cancelled already; it would notice only after acting on the answer."""
    import asyncio

    try:
        task = asyncio.current_task()
    except RuntimeError:
        return False
    return task is not None and task.cancelling() > 0
