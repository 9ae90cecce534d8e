"""The only widgets that show an access token or a generated passphrase."""

from datetime import datetime

from textual.content import Content
from textual.widgets import Static

from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.time import clock_face
from spauth_tui.services.tokens.copying import SHOWN_FOR


class ShownOnce(Static):
    """Shows a generated passphrase, until it is hidden for good."""

    def __init__(self, value: Secret, *, id: str) -> None:
        super().__init__(Content(value.reveal()), id=id)

    def hide(self) -> None:
        self.update("")


class RevealedToken(Static):
    """Shows a token until a given time, then forgets it."""

    _until: datetime | None = None

    def show(self, value: Secret, until: datetime) -> None:
        self._until = until
        # The wall clock may be set back meanwhile.
        self.set_timer(SHOWN_FOR.total_seconds(), self.hide)
        self.update(Content(value.reveal()))
        self.add_class("-needed")
        self.scroll_visible(animate=False)

    def tick(self, now: datetime) -> None:
        """Hide it when its time is up; until then say how long it stays."""
        if self._until is None:
            return
        if now >= self._until:
            self.hide()
        else:
            self.border_subtitle = f"hidden in {clock_face(self._until - now)}"

    def hide(self) -> None:
        self._until = None
        self.update("")
        self.remove_class("-needed")
