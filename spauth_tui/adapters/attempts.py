"""When wrong passphrases were typed, in a small file beside the vault until the vault's own log can hold it."""

import contextlib
import os
from datetime import datetime
from pathlib import Path

SUFFIX = ".attempts"
ASKED = ".asked"
"""For those typed while the vault was open: unlocking it, which a keyring can do, does not end their pauses."""
MOST = 1_000
_LONGEST = MOST * 40


class AttemptsFile:
    """One line, an instant in UTC, for each wrong try; fulfils `services.ports.Attempts`.

    It is plain, since nothing can be encrypted while the vault is locked, and holds no more than times. Whoever
    can write it can also copy the vault and guess elsewhere: it slows fingers, not machines.
    """

    def __init__(self, vault: Path, suffix: str = SUFFIX) -> None:
        self._path = vault.with_name(f"{vault.name}{suffix}")

    def note(self, at: datetime) -> None:
        """Add one; what cannot be written is passed over."""
        with contextlib.suppress(OSError):
            if self._path.is_file() and self._path.stat().st_size > _LONGEST:
                return
            flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(self._path, flags, 0o600)
            with os.fdopen(descriptor, "a", encoding="ascii") as file:
                file.write(f"{at.isoformat()}\n")

    def all(self) -> tuple[datetime, ...]:
        """Return when each was made; lines that are no instants are passed over."""
        try:
            if not self._path.is_file() or self._path.is_symlink():
                return ()
            lines = self._path.read_text("ascii", "replace")[: _LONGEST * 2].splitlines()
        except OSError:
            return ()
        found = []
        for line in lines:
            with contextlib.suppress(ValueError):
                at = datetime.fromisoformat(line)
                if at.tzinfo is not None:
                    found.append(at)
        return tuple(sorted(found))[-MOST:]

    def forget(self) -> None:
        """Remove the file."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)
