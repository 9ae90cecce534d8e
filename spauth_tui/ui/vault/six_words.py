"""The button that has a passphrase made, and puts it into the two fields for a new one."""

from textual import work
from textual.widgets import Button

from spauth_tui.ui.vault.offer_passphrase import OfferPassphrase
from spauth_tui.ui.widgets.secret_input import SecretInput


class SixWords(Button):
    """Stands on a screen with the fields `passphrase` and `again`."""

    def __init__(self) -> None:
        super().__init__("Make one of six words", id="six-words", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self._offer()

    @work(group="dialog", exclusive=True)
    async def _offer(self) -> None:
        screen = self.screen
        made = await self.app.push_screen_wait(OfferPassphrase())
        if made is not None:
            for name in ("passphrase", "again"):
                screen.query_one(f"#{name}", SecretInput).fill(made)
            screen.query_one("#again").focus()
