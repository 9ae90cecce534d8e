"""What lies beside a vault."""

from pathlib import Path

LOCKS = ("personal.vault.gate", "personal.vault.turnstile")
"""Empty files that stay, since removing a lock's file would let two programs hold it."""


def names_in(directory: Path) -> list[str]:
    """Return the names of the files in a vault's directory, but for the empty ones that are only locked."""
    return sorted(each.name for each in directory.iterdir() if each.name not in LOCKS)
