"""The operating system's keyring, with the optional package `keyring`; only if it encrypts what it stores."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from spauth_tui.domain.errors.system import KeyringUnavailable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean

T = TypeVar("T")
SERVICE = "spauth-tui"
LIMIT = 20.0  # seconds to wait for a keyring: it may ask the person first
NAME_LIMIT = 3.0  # seconds to find out which keyring there is; the screens wait for that
_LONGEST_NAME = 40
_UNTRUSTED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class OsKeyring:
    """The keyring, called only on threads that nothing joins at exit, so that a hanging one blocks nothing."""

    def __init__(self, limit: float = LIMIT, name_limit: float = NAME_LIMIT) -> None:
        self._limit, self._name_limit = limit, name_limit
        self._found: Future[Any] | None = None

    @property
    def name(self) -> str:
        """The keyring's name for people; empty if none is trusted or answered in time."""
        try:
            backend = self._backend().result(self._name_limit)
        except TimeoutError:
            return ""
        return clean(str(getattr(backend, "name", "")), _LONGEST_NAME) or "keyring" if backend is not None else ""

    async def find(self, vault: Path) -> Secret | None:
        try:
            kept = await self._ask(lambda backend: backend.get_password(SERVICE, _user(vault)))
        except KeyringUnavailable:
            return None
        return Secret(kept) if isinstance(kept, str) and kept else None

    async def keep(self, vault: Path, passphrase: Secret) -> None:
        """Store a passphrase; raises `KeyringUnavailable`. A keyring that answers too late may still have stored it."""
        await self._ask(lambda backend: backend.set_password(SERVICE, _user(vault), passphrase.reveal()))

    async def forget(self, vault: Path) -> None:
        """Remove a passphrase, if stored; raises `KeyringUnavailable`, also if the outcome is unknown."""

        def remove(backend: Any) -> None:
            if backend.get_password(SERVICE, _user(vault)) is not None:
                backend.delete_password(SERVICE, _user(vault))

        await self._ask(remove)

    async def _ask(self, question: Callable[[Any], T]) -> T:
        try:
            async with asyncio.timeout(self._limit):
                backend = await asyncio.wrap_future(self._backend())
                if backend is not None:
                    return await asyncio.wrap_future(_apart(lambda: question(backend)))
        except (TimeoutError, KeyringUnavailable):
            pass
        raise KeyringUnavailable from None

    def _backend(self) -> Future[Any]:
        """Return the trusted keyring, or None, once that is known; looks again if there was none."""
        if self._found is None or (self._found.done() and self._found.result() is None):
            self._found = _apart(_trusted_backend)
        return self._found


def _user(vault: Path) -> str:
    return str(vault.absolute())


def _apart(call: Callable[[], T]) -> Future[T]:
    """Call on a new thread; the future fails with `KeyringUnavailable`, without the original error."""
    future: Future[T] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            answer = call()
        except BaseException:  # noqa: BLE001 - a keyring may raise anything, and its messages may contain anything
            future.set_exception(KeyringUnavailable())
        else:
            future.set_result(answer)

    Thread(target=run, name="keyring", daemon=True).start()
    return future


def _trusted_backend() -> Any | None:
    try:
        import keyring
        from keyring.backends.chainer import ChainerBackend

        backend: Any = keyring.get_keyring()
        candidates = backend.backends if isinstance(backend, ChainerBackend) else [backend]
        return next(filter(_is_trusted, candidates), None)
    except BaseException:  # noqa: BLE001 - the package is optional, and finding a backend may raise anything
        return None


def _is_trusted(backend: Any) -> bool:
    """Return whether it works here, and no part of it stores plain text or discards what it gets."""
    modules = {kind.__module__ for kind in type(backend).__mro__}
    if any(module == each or module.startswith(f"{each}.") for module in modules for each in _UNTRUSTED):
        return False
    try:
        return bool(backend.priority >= 1)
    except Exception:  # noqa: BLE001 - a backend that cannot work says so by raising
        return False
