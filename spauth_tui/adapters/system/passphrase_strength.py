"""How strong a passphrase is, estimated with zxcvbn."""

from __future__ import annotations

import asyncio

from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.system import Strength

_WORDS = ("guessed at once", "weak", "fair", "good; one more word makes it strong", "strong")
_BOUNDS = (6, 8, 10, 14)
"""The powers of ten of guesses between the scores: below 10^8 is refused, 10^14 and above is strong."""
_LONGEST = 72  # zxcvbn raises beyond this length; longer ones are judged by their beginning, so too low, never too high


class ZxcvbnEstimator:
    """Estimates from known words, patterns and keyboards; implements `StrengthEstimator`."""

    async def estimate(self, passphrase: Secret) -> Strength:
        return await asyncio.to_thread(_estimate, passphrase)


def _estimate(passphrase: Secret) -> Strength:
    from zxcvbn import zxcvbn

    from spauth_tui.services.ports.system import Strength

    text = passphrase.reveal()[:_LONGEST]
    if not text:
        return Strength(0, "")
    guesses = float(zxcvbn(text)["guesses_log10"])
    score = sum(guesses >= bound for bound in _BOUNDS)
    return Strength(score, _WORDS[score])
