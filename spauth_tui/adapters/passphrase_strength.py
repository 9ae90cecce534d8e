"""How strong a passphrase is, by zxcvbn."""

import asyncio

from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Strength

_WORDS = ("guessed at once", "weak", "fair", "good", "strong")
_LONGEST = 72
"""zxcvbn raises beyond this length; what fits is judged, so longer ones are judged too low, never too high."""


class ZxcvbnEstimator:
    """Estimates by known words, patterns and keyboards; fulfils `services.ports.StrengthEstimator`."""

    async def estimate(self, passphrase: Secret) -> Strength:
        """Return a score of 0 to 4 with a word; runs on another thread."""
        return await asyncio.to_thread(_estimate, passphrase)


def _estimate(passphrase: Secret) -> Strength:
    from zxcvbn import zxcvbn

    text = passphrase.reveal()[:_LONGEST]
    if not text:
        return Strength(0, "")
    score = int(zxcvbn(text)["score"])
    return Strength(score, _WORDS[score])
