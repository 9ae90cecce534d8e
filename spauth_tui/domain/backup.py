"""Backups as files, and what one holds beside what the vault holds now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.holdings import Holdings


class BackupReason(Enum):
    """Why a backup was written; the value stands in the file's name."""

    BY_HAND = "backup"
    SCHEDULED = "scheduled"
    BEFORE_UPGRADE = "before-upgrade"
    BEFORE_PASSPHRASE = "before-passphrase"
    BEFORE_IMPORT = "before-import"
    BEFORE_RESTORE = "before-restore"
    DAMAGED = "damaged"

    @property
    def is_kept(self) -> bool:
        """Whether rotation leaves it alone: written by hand, or the only copy of what was replaced."""
        return self in {BackupReason.BY_HAND, BackupReason.BEFORE_RESTORE, BackupReason.DAMAGED}


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One backup in the directory beside the vault; what is in it is known only with its passphrase."""

    path: Path
    made_at: datetime
    reason: BackupReason
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds, without the value of any secret. It was opened and every page of it checked."""

    holdings: Holdings
    newest_event_at: datetime | None

    @property
    def refresh_tokens(self) -> int:
        """How many refresh tokens it could bring back."""
        return sum(len(each.refresh_tokens) for each in self.holdings.authorizations)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What restoring would change, in labels: gained, lost, and tokens that differ."""

    gained: tuple[str, ...]
    """Authorizations in the backup that the vault does not have."""
    lost: tuple[str, ...]
    """Authorizations in the vault that the backup does not have."""
    older: tuple[str, ...]
    """Authorizations whose newest refresh token the backup does not have."""

    @property
    def changes_nothing(self) -> bool:
        """Whether the backup has the same authorizations and refresh tokens."""
        return not (self.gained or self.lost or self.older)


def compare(present: Holdings, backup: Holdings) -> Comparison:
    """Say what restoring `backup` in the place of `present` would change."""
    here, there = present.authorization_by_id, backup.authorization_by_id
    return Comparison(
        tuple(_words(backup, each) for key, each in there.items() if key not in here),
        tuple(_words(present, each) for key, each in here.items() if key not in there),
        tuple(
            _words(present, each)
            for key, each in here.items()
            if key in there and {token.id for token in each.refresh_tokens} - {t.id for t in there[key].refresh_tokens}
        ),
    )


def _words(holdings: Holdings, authorization: Authorization) -> str:
    return holdings.subject(authorization)


def is_due(files: tuple[BackupFile, ...], every: timedelta | None, now: datetime) -> bool:
    """Say whether the newest backup has become older than the person wants it to be."""
    if every is None:
        return False
    newest = max((each.made_at for each in files if each.reason is not BackupReason.DAMAGED), default=None)
    return newest is None or now - newest >= every or newest > now + timedelta(days=1)


def superfluous(files: tuple[BackupFile, ...], kept: int) -> tuple[BackupFile, ...]:
    """Return the backups that rotation removes: the oldest of those written by themselves, beyond `kept`."""
    own = sorted((each for each in files if not each.reason.is_kept), key=lambda each: each.made_at, reverse=True)
    return tuple(own[kept:])
