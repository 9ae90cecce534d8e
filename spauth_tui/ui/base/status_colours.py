"""How each state looks: one glyph, one word, one colour. No state differs by its colour alone."""

from typing import NamedTuple

from textual.content import Content

from spauth_tui.domain.views.status import Status


class Look(NamedTuple):
    """How a state looks, wherever it is shown."""

    glyph: str
    word: str
    colour: str
    needs_something: bool = True

    @property
    def style(self) -> str:
        return f"bold {self.token}" if self.needs_something else self.token

    @property
    def token(self) -> str:
        return "$foreground" if self.colour == "foreground" else f"$text-{self.colour}"

    def words(self, words: str = "") -> Content:
        """Return glyph and word, or the glyph with other words."""
        return Content.styled(f"{self.glyph} {words or self.word}", self.style)


LOOKS = {
    Status.LIVE: Look("●", "live", "success", needs_something=False),
    Status.EXPIRING_SOON: Look("▲", "expiring soon", "warning"),
    Status.EXPIRED: Look("○", "expired", "warning"),
    Status.UNREACHABLE: Look("◊", "unreachable", "warning"),
    Status.REFUSED: Look("×", "refused", "error"),
    Status.REVOKED: Look("×", "refused: revoked", "error"),
    Status.NO_REFRESH_TOKEN: Look("□", "no refresh token", "primary"),
    Status.READY: Look("►", "ready", "primary"),
    Status.REFRESHING: Look("»", "refreshing", "foreground", needs_something=False),
}
DENIED = Look("×", "denied by SP-API", "error")
"""A problem beside the state: SP-API said no to the last test call."""
COUNTED_AS = {
    "live": LOOKS[Status.LIVE],
    "soon": LOOKS[Status.EXPIRING_SOON],
    "expired": LOOKS[Status.EXPIRED],
    "refused": LOOKS[Status.REFUSED],
    "to finish": LOOKS[Status.NO_REFRESH_TOKEN],
}
"""Keyed by the texts of `attention.counts`."""

DONE, NOW, LATER, MARKED = "√", "►", "·", "■"
BAR_FULL, BAR_EMPTY = "━", "─"
