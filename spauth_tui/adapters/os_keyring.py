"""The operating system's keyring, by the optional package `keyring`; only where it encrypts what it keeps."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from spauth_tui.domain.errors import KeyringUnavailable
from spauth_tui.domain.secret import Secret

T = TypeVar("T")
SERVICE = "spauth-tui"
LIMIT = 20.0
"""Seconds a keyring gets: it may ask the person first."""
_UNTRUSTED = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")


class OsKeyring:
    """Fulfils `services.ports.PassphraseKeeper`; without the package or a keyring to be trusted its name is empty."""

    def __init__(self, limit: float = LIMIT) -> None:
        self._limit = limit

    @property
    def name(self) -> str:
        """The keyring's name for people; empty when there is none to be trusted."""
        backend = _backend()
        return str(getattr(backend, "name", "")) if backend is not None else ""

    async def find(self, vault: Path) -> Secret | None:
        """Return what it keeps for a vault; None if nothing, or if it did not answer."""
        backend = _backend()
        if backend is None:
            return None
        try:
            found = await self._call(lambda: backend.get_password(SERVICE, str(vault.absolute())))
        except KeyringUnavailable:
            return None
        return Secret(found) if found else None

    async def keep(self, vault: Path, passphrase: Secret) -> None:
        """Keep a passphrase; raises `KeyringUnavailable`."""
        backend = _backend()
        if backend is None:
            raise KeyringUnavailable
        await self._call(lambda: backend.set_password(SERVICE, str(vault.absolute()), passphrase.reveal()))

    async def forget(self, vault: Path) -> None:
        """Remove it, if it is there; raises `KeyringUnavailable`."""
        backend = _backend()
        if backend is None:
            raise KeyringUnavailable
        if await self.find(vault) is not None:
            await self._call(lambda: backend.delete_password(SERVICE, str(vault.absolute())))

    async def _call(self, call: Callable[[], T]) -> T:
        try:
            async with asyncio.timeout(self._limit):
                return await asyncio.to_thread(call)
        except Exception:  # noqa: BLE001 - a keyring raises what it likes, and its words may hold anything
            raise KeyringUnavailable from None


def _backend() -> Any | None:
    """Return a keyring to be trusted: real, and not one that keeps plain text."""
    try:
        import keyring
        from keyring.backends.chainer import ChainerBackend

        backend: Any = keyring.get_keyring()
        if isinstance(backend, ChainerBackend):
            backend = next(iter(backend.backends), None)
    except Exception:  # noqa: BLE001 - the package is optional, and finding a backend may raise anything
        return None
    if backend is None or type(backend).__module__.startswith(_UNTRUSTED):
        return None
    try:
        return backend if backend.priority >= 1 else None
    except Exception:  # noqa: BLE001 - a backend that cannot work says so by raising
        return None
