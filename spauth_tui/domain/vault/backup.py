"""Backups as files, and how one differs from the current vault."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from spauth_tui.domain.model.snapshot import Holdings


class BackupReason(Enum):
    """Why a backup was written; part of the file's name."""

    BY_HAND = "backup"
    SCHEDULED = "scheduled"
    BEFORE_UPGRADE = "before-upgrade"
    BEFORE_PASSPHRASE = "before-passphrase"
    BEFORE_IMPORT = "before-import"
    BEFORE_RESTORE = "before-restore"
    DAMAGED = "damaged"

    @property
    def is_kept(self) -> bool:
        """Whether pruning keeps it: written on request, or the only copy of what was replaced."""
        return self is BackupReason.BY_HAND or not self.is_proven

    @property
    def is_proven(self) -> bool:
        """Whether it was opened and checked when it was written; a replaced vault was not."""
        return self not in {BackupReason.BEFORE_RESTORE, BackupReason.DAMAGED}


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in the directory next to the vault; nobody can see what is in it without its passphrase."""

    path: Path
    made_at: datetime
    reason: BackupReason
    size: int  # bytes
    number: int = 0  # its number; 0 if written by a version that did not count
    was_opened: bool = False  # as a vault: it may contain what nothing else does


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup contains, without secret values, after opening it and checking every page."""

    holdings: Holdings
    newest_event_at: datetime | None

    @property
    def refresh_tokens(self) -> int:
        """How many refresh tokens it could bring back."""
        return sum(len(each.refresh_tokens) for each in self.holdings.authorizations)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What restoring would change: labels gained and lost, and tokens that differ."""

    gained: tuple[str, ...]  # authorizations in the backup that the vault does not have
    lost: tuple[str, ...]  # authorizations in the vault that the backup does not have
    older: tuple[str, ...]  # authorizations whose newest refresh token the backup does not have

    @property
    def changes_nothing(self) -> bool:
        """Whether the backup has the same authorizations and refresh tokens."""
        return not (self.gained or self.lost or self.older)


def compare(current: Holdings, backup: Holdings) -> Comparison:
    """Return what restoring `backup` in place of `current` would change."""
    here, there = current.authorization_by_id, backup.authorization_by_id
    return Comparison(
        tuple(backup.subject(each) for key, each in there.items() if key not in here),
        tuple(current.subject(each) for key, each in here.items() if key not in there),
        tuple(
            current.subject(each)
            for key, each in here.items()
            if key in there and {token.id for token in each.refresh_tokens} - {t.id for t in there[key].refresh_tokens}
        ),
    )


def newest_first(files: Iterable[BackupFile]) -> tuple[BackupFile, ...]:
    """Order backups by number, since a clock can run ahead, and those without one by time."""
    return tuple(sorted(files, key=lambda each: (each.number, each.made_at, each.path.name), reverse=True))


def newest(files: Iterable[BackupFile]) -> BackupFile | None:
    """Return the proven backup that was written last; None if there is none."""
    return next((each for each in newest_first(files) if each.reason.is_proven), None)


def is_due(files: tuple[BackupFile, ...], every: timedelta | None, now: datetime) -> bool:
    """Return whether the newest backup is older than the person allows, or has an impossible time."""
    if every is None:
        return False
    last = newest(files)
    return last is None or now - last.made_at >= every or last.made_at > now + timedelta(days=1)


def superfluous(files: tuple[BackupFile, ...], kept: int, written: Path) -> tuple[BackupFile, ...]:
    """Return the backups that pruning removes: the oldest automatic ones beyond `kept`.

    Never `written`, nor one that was opened as a vault.
    """
    own = [each for each in newest_first(files) if not (each.reason.is_kept or each.was_opened)]
    return tuple(each for each in own[kept:] if each.path != written)
