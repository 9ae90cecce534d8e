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

from spauth_tui.domain.errors import ConfigurationRefused, VaultUnwritable
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.secret import Secret

_PLACE = "{}"
_PASSED_ON = ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH")
_KEPT_BACK = ("SPAUTH_PASSPHRASE_COMMAND",)
"""Variables a program that was lent one token does not get: they lead to the whole vault."""


class ChildPrograms:
    """Fulfils `services.ports.Programs`; the child shares our terminal and hears ctrl+c by itself."""

    def __init__(self, environment: Mapping[str, str]) -> None:
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
            child = await self._started(words, environment, feeds=on_stdin is not None)
            with _signals_passed_on(child):
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
            return await asyncio.create_subprocess_exec(
                *words, stdin=asyncio.subprocess.PIPE if feeds else None, env=environment, close_fds=True
            )
        except (OSError, ValueError):
            raise ConfigurationRefused(
                f"{clean(words[0], 60)} cannot be run.", "Check its name, or give its full path."
            ) from None

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


def _runtime_directory(environment: Mapping[str, str]) -> str | None:
    given = environment.get("XDG_RUNTIME_DIR", "")
    return given if given and Path(given).is_dir() else None


@contextmanager
def _signals_passed_on(child: asyncio.subprocess.Process) -> Iterator[None]:
    """Let the child have our signals; ctrl+c it gets from the terminal, and we go on waiting for it."""
    if sys.platform == "win32":
        yield
        return
    loop = asyncio.get_running_loop()

    def pass_on(number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(number)

    before = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _PASSED_ON:
        number = getattr(signal, name)
        loop.add_signal_handler(number, pass_on, number)
    try:
        yield
    finally:
        for name in _PASSED_ON:
            loop.remove_signal_handler(getattr(signal, name))
        signal.signal(signal.SIGINT, before)
