"""Backups of an open vault: on request, on schedule, before risky changes, and the drill that verifies one."""

import contextlib
import errno
from pathlib import Path

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.input import PlaceRefused
from spauth_tui.domain.errors.vault import BackupUnusable, VaultError, VaultUnwritable
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.clean import clean, masked, unexpanded
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.vault.backup import BackupFile, BackupReason, Contents, is_due, newest, superfluous
from spauth_tui.domain.vault.passphrase import normalised
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault, VaultStore
from spauth_tui.services.vault_care.tries import AttemptsInMemory, Tries


class Backups:
    """Writes, prunes and verifies backups; each keeps the passphrase it was written with."""

    def __init__(self, vault: Vault, store: VaultStore, clock: Clock, tries: Tries | None = None) -> None:
        self._vault, self._store, self._clock = vault, store, clock
        self._tries = tries or Tries(AttemptsInMemory(), clock)

    async def files(self) -> tuple[BackupFile, ...]:
        """Return the backups next to the vault, newest first."""
        return await self._store.backups()

    async def write(self, target: str = "") -> Path:
        """Write and verify a backup next to the vault, or as a new file; failing to log it raises, but it stays."""
        return await self._write(BackupReason.BY_HAND, accept_target(target) if target.strip() else None)

    async def write_automatic(self, reason: BackupReason) -> Path:
        """Write and verify a backup before a risky change, then prune the oldest automatic ones."""
        path = await self._write(reason, None)
        kept = (await self._vault.preferences()).backups_kept
        for each in superfluous(await self._store.backups(), max(1, kept), path):
            await self._store.remove_backup(each.path)
        return path

    async def write_if_due(self, preferences: Preferences) -> Path | None:
        """Write a backup if the newest is older than the schedule allows; return its path."""
        if not is_due(await self._store.backups(), preferences.backup_every, self._clock.now()):
            return None
        return await self.write_automatic(BackupReason.SCHEDULED)

    async def drill(self, passphrase: Secret) -> tuple[BackupFile, Contents]:
        """Open the newest backup and return what it could restore; logged. Raises `BackupUnusable`."""
        last = newest(await self._store.backups())
        if last is None:
            raise BackupUnusable("There is no backup yet.", ways=(Way.BACK_UP,))
        given = normalised(passphrase)
        try:
            contents = await self._tries.of(lambda: self._store.peek(last.path, given), last.path.name)
        except VaultError as problem:
            await self._note(EventKind.DRILLED, f"{last.path.name}: failed. {problem.sentence}")
            raise
        await self._note(EventKind.DRILLED, f"{last.path.name}: {counted(contents.refresh_tokens, 'refresh token')}")
        return last, contents

    async def _write(self, reason: BackupReason, target: Path | None) -> Path:
        path = await self._vault.back_up(reason, self._clock.now(), target)
        try:
            await self._note(EventKind.BACKED_UP, path.name)
        except SpauthError as problem:
            if reason is BackupReason.BY_HAND:
                # It is encrypted like the vault, and may be the last one before the disk became read-only.
                raise VaultUnwritable(
                    f"The backup was written and checked: {path}. The event could not be logged: {problem.sentence}",
                    problem.remedy,
                    ways=problem.ways,
                ) from None
            with contextlib.suppress(OSError):
                await self._store.remove_backup(path)
            raise
        return path

    async def _note(self, kind: EventKind, detail: str) -> None:
        await self._vault.record(Event(self._clock.now(), kind, self._store.path.stem, detail))


def accept_target(text: str) -> Path:
    """Return the path of a new backup; raises `PlaceRefused` if it is invalid."""
    if "\x00" in text or not text.strip():
        raise PlaceRefused("That is not a valid path.", "Name a file.", field="target")
    try:
        path = Path(text.strip()).expanduser().absolute()
        is_directory, has_parent = path.is_dir(), path.parent.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            raise PlaceRefused("That name is too long.", "Choose a shorter one.", field="target") from None
        raise PlaceRefused("That is not a valid path.", "Name a file.", field="target") from None
    if is_directory:
        raise PlaceRefused("That is a directory.", "Name a file in it.", field="target")
    if not has_parent:
        raise PlaceRefused(
            f"There is no directory {clean(masked(str(path.parent)), 200)}.{unexpanded(text)}",
            "Create it first.",
            field="target",
        )
    return path


def accept_existing(text: str) -> Path:
    """Return the path of an existing file; raises `PlaceRefused` otherwise."""
    try:
        path = Path(text.strip()).expanduser().absolute()
        is_there, is_file = "\x00" not in text and path.exists(), path.is_file()
    except (OSError, RuntimeError, ValueError):
        is_there = is_file = False
    if is_there and not is_file:
        raise PlaceRefused("That is not a regular file.", "Name one.", field="file")
    if not is_there:
        raise PlaceRefused(
            f"There is no such file: {clean(masked(text), 200)}.{unexpanded(text)}",
            "Name an existing file.",
            field="file",
        )
    return path
