"""Processes that tests start: none inherits a signal that is ignored here, and none is waited for without end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen
from typing import AnyStr

_FROM_OUTSIDE = ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM", "SIGUSR1", "SIGUSR2")


def heed_signals() -> None:
    """Have no signal ignored, so that every process which is started from here on has it at its default.

    `nohup` and `&` have some ignored, which programs inherit and never change: they could not be interrupted. Only
    ctrl+c then ends the tests themselves; the others have no effect on them, as before.
    """
    for name in _FROM_OUTSIDE:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else _pass_over)


def _pass_over(_number: int, _frame: object) -> None:
    pass


@contextmanager
def killed_at_the_end(process: Popen[AnyStr]) -> Iterator[Popen[AnyStr]]:
    """Lend a process and kill it at the end if it still runs: `with Popen` alone would wait for it, however long."""
    with process:
        try:
            yield process
        finally:
            process.kill()
