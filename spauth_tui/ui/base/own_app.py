"""The base of the app: type-ahead, appearance and tooltips, on top of the safe base."""

from collections.abc import Callable

from textual import events

from spauth_tui.ui.base.appearance import AppearanceControl
from spauth_tui.ui.base.legible import legible
from spauth_tui.ui.base.safe_app import SafeApp
from spauth_tui.ui.base.tooltips import GlossaryTooltips
from spauth_tui.ui.base.typing_ahead import TypingAhead

_BY_A_PERSON = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)


class OwnApp(SafeApp):
    """Passes Textual's events to the parts that the app is made of."""

    noticed: Callable[[], None] | None = None
    """Called whenever the person does something."""

    def __init__(self) -> None:
        super().__init__()
        self.typing = TypingAhead(self, super().on_event)
        self.appearance = AppearanceControl(self)
        self._tooltips = GlossaryTooltips(self)

    async def on_event(self, event: events.Event) -> None:
        """Note what the person does, then let Textual handle it."""
        if self.noticed is not None and isinstance(event, _BY_A_PERSON):
            self.noticed()
        self._tooltips.look(event)
        self.appearance.stop_blinking(event)
        await self.typing.take(event)

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables with legible text colours."""
        self.theme_variables = legible(super().get_css_variables())
        return self.theme_variables
