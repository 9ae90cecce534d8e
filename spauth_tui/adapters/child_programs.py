"""Programs of the person's own: started with a token, signalled as we are, and their exit code passed on."""

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from spauth_tui.adapters.hardening import Inherited
from spauth_tui.domain.errors import ConfigurationRefused, VaultUnwritable
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.secret import Secret

_PLACE = "{}"
_PASSED_ON = ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH")
_FROM_THE_KEYBOARD = ("SIGINT", "SIGQUIT")
"""The terminal sends these to the child too; from anywhere else they come to us alone."""
_KEPT_BACK = ("SPAUTH_PASSPHRASE_COMMAND",)
"""Variables a program that was lent one token does not get: they lead to the whole vault."""


class ChildPrograms:
    """Fulfils `services.ports.Programs`; the child shares our terminal and hears ctrl+c by itself."""

    def __init__(self, environment: Mapping[str, str], inherited: Inherited | None = None) -> None:
        self._inherited = inherited
        self._environment = {name: value for name, value in environment.items() if name not in _KEPT_BACK}

    async def run(
        self,
        command: Sequence[str],
        variables: Mapping[str, Secret],
        *,
        on_stdin: Secret | None = None,
        in_file: Secret | None = None,
    ) -> int:
        """Run it; raises `ConfigurationRefused`, `VaultUnwritable`."""
        environment = {**self._environment, **{name: value.reveal() for name, value in variables.items()}}
        with self._lent(in_file) as path:
            words = [word.replace(_PLACE, path) if path else word for word in command]
            with _signals_passed_on() as passing:
                child = await self._started(words, environment, feeds=on_stdin is not None)
                passing.to(child)
                try:
                    await child.communicate(on_stdin.reveal().encode() if on_stdin is not None else None)
                except asyncio.CancelledError:
                    with contextlib.suppress(ProcessLookupError):
                        child.terminate()
                    await child.wait()
                    raise
            code = child.returncode or 0
            return 128 - code if code < 0 else code

    async def _started(
        self, words: Sequence[str], environment: Mapping[str, str], *, feeds: bool
    ) -> asyncio.subprocess.Process:
        try:
            child = await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.PIPE if feeds else None,
                env=environment,
                close_fds=True,
                umask=self._inherited.umask if self._inherited else -1,
            )
        except (OSError, ValueError) as error:
            raise _cannot_be_run(clean(words[0], 60), error) from None
        self._give_back_core_files(child.pid)
        return child

    def _give_back_core_files(self, child: int) -> None:
        """Let the child have the limit of core files that we were started with (Linux)."""
        if self._inherited is None or self._inherited.core_limit is None or sys.platform != "linux":
            return
        import resource

        with contextlib.suppress(OSError, ValueError):
            _, most = resource.getrlimit(resource.RLIMIT_CORE)
            resource.prlimit(child, resource.RLIMIT_CORE, (self._inherited.core_limit, most))

    @contextmanager
    def _lent(self, secret: Secret | None) -> Iterator[str]:
        """Lend the path of a file that holds the secret, in the user's runtime directory if there is one."""
        if secret is None:
            yield ""
            return
        try:
            descriptor, path = tempfile.mkstemp(prefix="spauth-", dir=_runtime_directory(self._environment))
        except OSError:
            raise VaultUnwritable("No file for the token can be made.", "Set TMPDIR to a directory.") from None
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secret.reveal())
            yield path
        finally:
            with contextlib.suppress(OSError):
                Path(path).unlink()


def _cannot_be_run(name: str, error: Exception) -> ConfigurationRefused:
    if isinstance(error, FileNotFoundError):
        return ConfigurationRefused(f"There is no command {name}.", "Check its name, or give its full path.")
    if isinstance(error, PermissionError):
        return ConfigurationRefused(f"{name} may not be run.", "Make it executable: chmod +x.")
    return ConfigurationRefused(f"{name} is no program.", "Does its first line name an interpreter, as in #!/bin/sh?")


def _runtime_directory(environment: Mapping[str, str]) -> str | None:
    given = environment.get("XDG_RUNTIME_DIR", "")
    return given if given and Path(given).is_dir() else None


class _Passing:
    """Sends the child what we are sent; what comes before it has started waits for it."""

    def __init__(self) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._waiting: list[int] = []

    def to(self, child: asyncio.subprocess.Process) -> None:
        """Name the child."""
        self._child = child
        for number in self._waiting:
            self.on(number)

    def on(self, number: int) -> None:
        """Pass a signal on."""
        if self._child is None:
            self._waiting.append(number)
            return
        with contextlib.suppress(ProcessLookupError):
            self._child.send_signal(number)

    def on_from_elsewhere(self, number: int) -> None:
        """Pass a signal on unless the keyboard has sent it to the child as well."""
        if not _is_in_the_foreground():
            self.on(number)


@contextmanager
def _signals_passed_on() -> Iterator[_Passing]:
    """Let the child have our signals, and go on waiting for it."""
    passing = _Passing()
    if sys.platform == "win32":
        yield passing
        return
    loop = asyncio.get_running_loop()
    before = signal.getsignal(signal.SIGINT)
    numbers = {getattr(signal, name): passing.on for name in _PASSED_ON}
    numbers |= {getattr(signal, name): passing.on_from_elsewhere for name in _FROM_THE_KEYBOARD}
    for number, handler in numbers.items():
        loop.add_signal_handler(number, handler, number)
    try:
        yield passing
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
        signal.signal(signal.SIGINT, before)


def _is_in_the_foreground() -> bool:
    """Say whether the keyboard's signals reach us, and so the child: our group is the one the terminal listens to."""
    if sys.platform == "win32":
        return True
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)
