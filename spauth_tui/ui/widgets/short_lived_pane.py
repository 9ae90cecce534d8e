"""The pane of a short-lived token that does not belong to an authorization: grantless, or restricted data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from spauth_tui.domain.model.access_token import Freshness, TokenLife
from spauth_tui.domain.text.time import clock_face
from spauth_tui.domain.views.status import Status
from spauth_tui.ui.base.status_colours import BAR_EMPTY, BAR_FULL, COUNTED_AS, LOOKS
from spauth_tui.ui.widgets.button import Button

_LOOKS = {
    Freshness.LIVE: LOOKS[Status.LIVE],
    Freshness.EXPIRING_SOON: LOOKS[Status.EXPIRING_SOON],
    Freshness.URGENT: LOOKS[Status.EXPIRING_SOON],
    Freshness.EXPIRED: LOOKS[Status.EXPIRED],
}
_WIDTH = 40


class ShortLivedAction(Enum):
    """What the pane's buttons request."""

    GET = "Get"
    COPY = "Copy"
    FORGET = "Forget"


class ShortLivedPane(Vertical):
    """Shows a title, a state, a countdown and a bar; its buttons post `ActionChosen` with the pane's key."""

    DEFAULT_CSS = """
    ShortLivedPane { height: auto; border: round $rule; padding: 0 1; max-width: 96; margin-bottom: 1;
        border-title-color: $foreground; border-title-style: bold;
        & Static { height: auto; margin: 0 !important; }
        & Horizontal { height: 1; }
        & Button { margin-right: 1; }
        &:focus-within { border: heavy $accent; } }
    """

    @dataclass
    class ActionChosen(Message):
        """A button was pressed."""

        key: str
        action: ShortLivedAction

    def __init__(
        self,
        key: str,
        title: str,
        explained: str,
        life: TokenLife | None,
        actions: tuple[ShortLivedAction, ...],
        now: datetime,
    ) -> None:
        super().__init__()
        self.key = key
        self.border_title = Content(title)
        self._explained, self._life, self._actions = explained, life, actions
        # Made at once: the countdown may be updated before the pane is composed.
        self._lines = Static(self._words(now))

    def compose(self) -> ComposeResult:
        yield self._lines
        with Horizontal():
            for action in self._actions:
                words = "Get a new one" if action is ShortLivedAction.GET and self._life else action.value
                yield Button(words, name=action.name)

    def tick(self, now: datetime) -> None:
        self._lines.update(self._words(now))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.ActionChosen(self.key, ShortLivedAction[event.button.name or ""]))

    def _words(self, now: datetime) -> Content:
        quiet = Content.styled(self._explained, "$dim")
        life = self._life
        if life is None:
            return COUNTED_AS["to finish"].words("none yet") + Content("\n") + quiet
        freshness, left = life.freshness(now), life.remaining(now)
        look = _LOOKS[freshness]
        full = max(1, round(life.fraction_left(now) * _WIDTH)) if left > timedelta(0) else 0
        bar = Content.styled(BAR_FULL * full, look.token) + Content.styled(BAR_EMPTY * (_WIDTH - full), "$rule")
        head = look.words(f"{freshness.value:<14}") + Content.styled(f"{clock_face(left)}  ", "bold")
        return head + bar + Content("\n") + quiet
