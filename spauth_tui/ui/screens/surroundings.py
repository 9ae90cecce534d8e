"""Where the screens run: whose vault, demo or not, which banner, when it locks."""

from dataclasses import dataclass
from datetime import timedelta

from spauth_tui.services.ports import StrengthEstimator


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the screens say about where they run."""

    vault_name: str
    demo: bool = False
    banner: str = ""
    """Shown as long as tokens are exchanged anywhere but at Amazon."""
    lock_after: timedelta | None = timedelta(minutes=15)
    """Idle time after which the vault locks; None is never."""
    still: bool = False
    """Whether time stands still, for pictures."""
    strength: StrengthEstimator | None = None
    unlock_hint: str = ""
    """Said at the door; the demo gives its passphrase away there."""
