"""The line under a new passphrase that says how strong it is while it is typed."""

from textual import work
from textual.content import Content
from textual.widgets import Static

from spauth_tui.domain.errors.input import PassphraseRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.passphrase import MIN_LENGTH
from spauth_tui.services.ports.system import Strength, StrengthEstimator
from spauth_tui.ui.base.theme import BAR_EMPTY, BAR_FULL

_TOKENS = ("$text-error", "$text-error", "$text-warning", "$text-success", "$text-success")
_TOO_WEAK = 1


class StrengthLine(Static):
    """Judges passphrases without blocking; without an estimator it only says how long they must be."""

    DEFAULT_CSS = "StrengthLine { height: auto; color: $text-muted; }"

    def __init__(self, estimator: StrengthEstimator | None) -> None:
        super().__init__(f"{MIN_LENGTH} characters at least", id="strength", markup=False)
        self._estimator = estimator

    @work(exclusive=True, group="strength")
    async def judge(self, passphrase: Secret) -> None:
        """Say how strong it is."""
        if self._estimator is not None:
            strength = await self._estimator.estimate(passphrase) if passphrase else Strength(0, "")
            self.update(_words(strength, len(passphrase)))

    async def refuse_guessable(self, passphrase: Secret) -> None:
        """Raise `PassphraseRefused` for what is guessed in fewer than 10^8 tries."""
        if self._estimator is None or len(passphrase) < MIN_LENGTH:
            return
        if (await self._estimator.estimate(passphrase)).score <= _TOO_WEAK:
            raise PassphraseRefused("That passphrase is guessed too easily.", field="passphrase")


def _words(strength: Strength, length: int) -> Content:
    if not length:
        return Content(f"{MIN_LENGTH} characters at least")
    full = (strength.score + 1) * 4
    token = _TOKENS[strength.score]
    bar = Content.styled(BAR_FULL * full, token) + Content.styled(BAR_EMPTY * (20 - full), "$foreground 20%")
    return bar + Content(f"  {strength.words} · {length} characters")
