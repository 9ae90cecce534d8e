"""A passphrase of six words: shown once, then typed once from what was written down."""

from collections.abc import Iterable

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from spauth_tui.domain.errors.input import PassphraseRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.vault_care.suggesting import six_words
from spauth_tui.ui.dialogs.form import Form, field
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.revealed_token import ShownOnce
from spauth_tui.ui.widgets.secret_input import SecretInput

_SHOWN = (
    "Made by chance, and shown only now: write it down, or keep it in a password manager. Whoever steals a backup does "
    "not guess six such words."
)
_HIDDEN = "Type it from what you wrote down. If you have not got it, cancel and have another one made."


class OfferPassphrase(Form[Secret]):
    """Returns the passphrase once the person has typed it; None if they prefer another, or their own."""

    CSS_PATH = "offer_passphrase.tcss"
    title_words = "A passphrase of six words"
    verb = "I have written it down"
    first_focus = "#save"
    hint = "enter goes on · esc cancels"

    def __init__(self) -> None:
        super().__init__()
        self._offered = six_words()
        self._is_shown = True

    def body(self) -> Iterable[Widget]:
        yield Static(Content(_SHOWN), id="words")
        yield ShownOnce(self._offered, id="offered")
        yield field("The passphrase", SecretInput("the six words", joining=False, id="typed"))

    def action_submit(self) -> None:
        """Hide the words, or check that they were typed correctly."""
        if not self._is_shown:
            super().action_submit()
            return
        self._is_shown = False
        self.query_one(ShownOnce).hide()
        self.add_class("-typing")
        self.query_one("#words", Static).update(Content(_HIDDEN))
        self.query_one("#save", Button).label = "Use it"
        self.query_one("#typed").focus()

    async def save(self) -> Secret:
        if self.query_one(SecretInput).take() != self._offered:
            raise PassphraseRefused("That is not what was shown.", "Type the six words again.", field="typed")
        return self._offered
