"""Times of wrong passphrases, in a small file next to the vault until they can go into the vault's log."""

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from spauth_tui.adapters.system.regular_file import beginning_of, descriptor_of
from spauth_tui.adapters.vault.files.companions import MOST_BYTES_OF_TIMES, Companion, is_what_it_says

MOST = 1_000
_LONGEST = MOST_BYTES_OF_TIMES // 2
_YEARS = range(1970, 2200)
"""Anyone who edits the file can write any time; a delay cannot be added near the ends of the calendar."""


class AttemptsFile:
    """One line, a time in UTC, for each wrong try; implements `Attempts`.

    It is not encrypted, since the vault is locked, and contains only times. Anyone who can write it can also copy the
    vault and guess elsewhere: it slows fingers, not machines. Tries while the vault was open are in another file:
    unlocking, which a keyring can do, does not reset their delay.
    """

    def __init__(self, vault: Path, file: Companion = Companion.ATTEMPTS) -> None:
        self._vault, self._file, self._path = vault, file, file.of(vault)

    def note(self, at: datetime) -> None:
        """Add a time, unless the file cannot be written or is something else."""
        with contextlib.suppress(OSError):
            if not is_what_it_says(self._file, self._vault):
                return
            descriptor = descriptor_of(self._path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, follows=False)
            with os.fdopen(descriptor, "a", encoding="ascii") as file:
                if os.fstat(descriptor).st_size <= _LONGEST:
                    file.write(f"{at.isoformat()}\n")

    def all(self) -> tuple[datetime, ...]:
        """Return the times, ignoring lines that are not times from 1970 to 2199."""
        try:
            lines = beginning_of(self._path, MOST_BYTES_OF_TIMES, follows=False).decode("ascii", "replace").splitlines()
        except OSError:
            return ()
        found = []
        for line in lines:
            with contextlib.suppress(ValueError, OverflowError):
                at = datetime.fromisoformat(line)
                if at.tzinfo is not None and at.astimezone(UTC).year in _YEARS:
                    found.append(at)
        return tuple(sorted(found))[-MOST:]

    def forget(self) -> None:
        """Remove the file, unless it is something else with that name."""
        with contextlib.suppress(OSError):
            if is_what_it_says(self._file, self._vault):
                self._path.unlink(missing_ok=True)
