"""Homes with a vault of N authorizations, every one of them live: made once, through the project's own parts."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from spauth_tui.adapters.vault.key import derive_key
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.adapters.vault.vault import SqlcipherVault
from spauth_tui.demo.sample import fill_sample
from spauth_tui.domain.model.access_token import AccessToken, AccessTokenLife
from spauth_tui.domain.model.authorization import RefreshToken, RefreshTokenId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from tests.builders import PASSPHRASE

_KEEPS = 20 * 60.0
"""Seconds for which access tokens that live an hour are taken as live everywhere, and none as soon to expire."""
_SPREAD = timedelta(minutes=9)
"""By how much the countdowns differ among each other."""

cheap_key = lru_cache(maxsize=None)(derive_key)
"""Derives a key once; for whoever opens one vault many times and does not measure that."""


@dataclass(frozen=True, slots=True)
class Home:
    """A directory that programs are started in, with one vault."""

    directory: Path
    vault: Path
    name: str
    """What verbs may call one authorization of it."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment to start programs with: nothing of this computer's own settings is seen."""
        return environment(self.directory)


class Homes:
    """Makes homes below a directory when they are first wanted, and keeps their access tokens live."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._made: dict[int, tuple[Home, float]] = {}

    def of(self, size: int) -> Home:
        """Return the home of so many authorizations."""
        home, livened_at = self._made.get(size, (None, 0.0))
        if home is None:
            home = self._make(size)
        elif time.monotonic() - livened_at < _KEEPS:
            return home
        asyncio.run(_liven(home.vault))
        self._made[size] = (home, time.monotonic())
        return home

    def empty(self, name: str) -> Home:
        """Return a home without a vault."""
        directory = self._directory / name
        directory.mkdir(mode=0o700, exist_ok=True)
        return Home(directory, directory / "benchmark.vault", "")

    def _make(self, size: int) -> Home:
        made = self.empty(f"of-{size}")
        asyncio.run(_fill(made.vault, size))
        name = "Inventory Sync/Acme US" if size <= 15 else "Inventory Sync 1/Acme US 1"  # 15 is the whole sample
        return Home(made.directory, made.vault, name)


def environment(directory: Path) -> dict[str, str]:
    """Return the environment of a program whose home is the directory."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    places = {f"XDG_{name}_HOME": str(directory / name.lower()) for name in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {**kept, **places, "HOME": str(directory), "TERM": "xterm-256color", "COLORTERM": "truecolor"}


@contextmanager
def passphrase_fd() -> Iterator[int]:
    """Lend a descriptor from which the passphrase of every home can be read."""
    ours, theirs = os.pipe()
    os.write(theirs, f"{PASSPHRASE.reveal()}\n".encode())
    os.close(theirs)
    try:
        yield ours
    finally:
        os.close(ours)


async def open_vault(path: Path) -> SqlcipherVault:
    """Open a home's vault."""
    return await SqlcipherVaultStore(path, cheap_key).open(PASSPHRASE)


async def _fill(path: Path, size: int) -> None:
    vault = await SqlcipherVaultStore(path, cheap_key).create(PASSPHRASE)
    await fill_sample(vault, datetime.now(UTC), accounts=size)
    holdings = await vault.holdings()
    now = datetime.now(UTC)
    async with vault.batch() as batch:
        for each in holdings.authorizations:
            if each.current_refresh_token is None:
                value = Secret(f"Atzr|CANARY-refresh-token-of-{each.id}-".ljust(340, "x"))
                token = RefreshToken(RefreshTokenId(f"refresh-{each.id}"), value, now)
                event = Event(now, EventKind.REFRESH_TOKEN_STORED, holdings.subject(each), "", each.id)
                await batch.keep(each.id, token, event)
    await vault.close()


async def _liven(path: Path) -> None:
    """Give every authorization an access token that lives for most of an hour."""
    vault = await open_vault(path)
    holdings = await vault.holdings()
    now = datetime.now(UTC)
    async with vault.batch() as batch:
        for number, each in enumerate(holdings.authorizations):
            current = each.current_refresh_token
            assert current is not None
            asked_at = now - _SPREAD * (number % 97) / 97
            life = AccessTokenLife(asked_at, asked_at + timedelta(hours=1), current.id)
            value = Secret(f"Atza|CANARY-access-token-of-{each.id}-".ljust(353, "x"))
            event = Event(asked_at, EventKind.REFRESHED, holdings.subject(each), "", each.id)
            await batch.keep(each.id, AccessToken(value, life), event)
    await vault.close()
