"""Runs the person's own programs: with a token, our signals forwarded, their exit code passed on."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from spauth_tui.adapters.system.regular_file import beginning_of
from spauth_tui.domain.errors.system import CommandNotExecutable, CommandNotFound
from spauth_tui.domain.errors.vault import VaultUnwritable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.startup.hardening import Inherited

_PLACE = "{}"
_PASSED_ON = ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH")
_FROM_THE_KEYBOARD = ("SIGINT", "SIGQUIT")  # the terminal sends these to the child too; otherwise only we get them
_REMAINS = (
    "The token is in a file that is removed when the command ends, but remains if spauth-tui is killed (kill -9)."
)
_KEPT_BACK = ("SPAUTH_PASSPHRASE_COMMAND",)
"""Variables that a program with one token does not get: they give access to the whole vault."""


Making = Callable[[bytes], int | None]


def anonymous_file(content: bytes) -> int | None:
    """Return the descriptor of a sealed file in memory that nobody can change (Linux); None elsewhere."""
    if sys.platform != "linux":
        return None
    import fcntl

    try:
        descriptor = os.memfd_create("spauth", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    except OSError:
        return None
    try:
        os.fchmod(descriptor, 0o600)
        while content:
            content = content[os.write(descriptor, content) :]
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    except OSError:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        return None
    return descriptor


class ChildPrograms:
    """Implements `Programs`; the child shares our terminal and gets ctrl+c from it."""

    def __init__(
        self, environment: Mapping[str, str], inherited: Inherited | None = None, anonymous: Making = anonymous_file
    ) -> None:
        self._inherited, self._anonymous = inherited, anonymous
        self._environment = {name: value for name, value in environment.items() if name not in _KEPT_BACK}

    def look_for(self, name: str) -> None:
        """Check that the program exists where the child will look for it; raises `CommandNot…` errors."""
        path = self._environment.get("PATH", os.defpath)
        found = shutil.which(name, path=path)
        if found is None:
            # A shell skips directories in PATH; a named one exists but cannot be run.
            there = Path(name).exists() if os.path.dirname(name) else shutil.which(name, os.F_OK, path)  # noqa: PTH120 - a pure path drops ./
            raise _cannot_be_run(clean(name, 60), PermissionError() if there else FileNotFoundError())
        if not _could_be_a_program(found):
            raise _cannot_be_run(clean(name, 60), OSError())

    async def run(
        self,
        command: Sequence[str],
        variables: Mapping[str, Secret],
        *,
        on_stdin: Secret | None = None,
        in_file: Secret | None = None,
    ) -> int:
        environment = {**self._environment, **{name: value.reveal() for name, value in variables.items()}}
        with self._lent(in_file) as (path, descriptors):
            words = [word.replace(_PLACE, path) if path else word for word in command]
            with _signals_passed_on() as passing:
                child = await self._started(words, environment, descriptors, feeds=on_stdin is not None)
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
        self, words: Sequence[str], environment: Mapping[str, str], descriptors: Sequence[int], *, feeds: bool
    ) -> asyncio.subprocess.Process:
        try:
            child = await asyncio.create_subprocess_exec(
                *words,
                stdin=asyncio.subprocess.PIPE if feeds else None,
                env=environment,
                close_fds=True,
                pass_fds=descriptors,
                umask=self._inherited.umask if self._inherited else -1,
            )
        except (OSError, ValueError) as error:
            raise _cannot_be_run(clean(words[0], 60), error) from None
        self._give_back_core_files(child.pid)
        return child

    def _give_back_core_files(self, child: int) -> None:
        """Give the child the core file limit that we were started with (Linux)."""
        if self._inherited is None or self._inherited.core_limit is None or sys.platform != "linux":
            return
        import resource

        with contextlib.suppress(OSError, ValueError):
            _, most = resource.getrlimit(resource.RLIMIT_CORE)
            resource.prlimit(child, resource.RLIMIT_CORE, (self._inherited.core_limit, most))

    @contextmanager
    def _lent(self, secret: Secret | None) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the path of a file with the secret, nameless if possible, and what the child inherits."""
        if secret is None:
            yield "", ()
            return
        descriptor = self._anonymous(secret.reveal().encode())
        if descriptor is not None:
            try:
                yield f"/dev/fd/{descriptor}", (descriptor,)
            finally:
                os.close(descriptor)
            return
        sys.stderr.write(f"spauth-tui: {_REMAINS}\n")
        runtime = self._environment.get("XDG_RUNTIME_DIR")
        runtime = runtime if runtime and Path(runtime).is_dir() else None
        try:
            descriptor, path = tempfile.mkstemp(prefix="spauth-", dir=runtime)
        except OSError:
            raise VaultUnwritable("A file for the token could not be created.", "Set TMPDIR to a directory.") from None
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secret.reveal())
            yield path, ()
        finally:
            with contextlib.suppress(OSError):
                Path(path).unlink()


def _could_be_a_program(path: str) -> bool:
    """Return whether a file begins like a program or a script, or cannot be read."""
    if sys.platform == "win32":
        return True
    try:
        beginning = beginning_of(Path(path), 4)
    except OSError:
        return True
    if sys.platform == "linux":
        return beginning.startswith((b"\x7fELF", b"#!")) or _others_are_registered()
    return bool(beginning) and b"\0" not in beginning[:1]


def _others_are_registered() -> bool:
    """Return whether Linux runs other kinds of files here too (binfmt_misc)."""
    try:
        names = {each.name for each in Path("/proc/sys/fs/binfmt_misc").iterdir()}
    except OSError:
        return False
    return bool(names - {"register", "status"})


def _cannot_be_run(name: str, error: Exception) -> CommandNotFound | CommandNotExecutable:
    if isinstance(error, FileNotFoundError):
        return CommandNotFound(f"There is no command {name}.")
    if isinstance(error, PermissionError):
        return CommandNotExecutable(f"{name} cannot be run.")
    return CommandNotExecutable(
        f"{name} is not a program.", "Does its first line name an interpreter, as in #!/bin/sh?"
    )


class _Passing:
    """Forwards our signals to the child; early ones wait until it has started."""

    def __init__(self) -> None:
        self._child: asyncio.subprocess.Process | None = None
        self._waiting: list[int] = []

    def to(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        for number in self._waiting:
            self.on(number)

    def on(self, number: int) -> None:
        if self._child is None:
            self._waiting.append(number)
            return
        with contextlib.suppress(ProcessLookupError):
            self._child.send_signal(number)

    def on_from_elsewhere(self, number: int) -> None:
        """Pass a signal on unless the keyboard has sent it to the child too."""
        if not _is_in_the_foreground():
            self.on(number)


@contextmanager
def _signals_passed_on() -> Iterator[_Passing]:
    """Forward our signals to the child, and keep waiting for it."""
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
    """Return whether the keyboard's signals reach us, and so the child: our group is in the foreground."""
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
