"""What came out of a damaged vault."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Salvaged:
    """How much could be read and now stands in a new vault."""

    applications: int
    accounts: int
    authorizations: int
    refresh_tokens: int
    placeholders: int
    """How many of these are stand-ins, made up because what a refresh token or secret hangs on was lost."""
    kept_as: Path | None
    """Where the damaged file is kept."""
