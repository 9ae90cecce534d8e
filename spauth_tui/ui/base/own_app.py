"""The base of the app: type-ahead, appearance and tooltips, on top of the safe base."""

import os
from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App
from textual.widgets import Input

from spauth_tui.ui.base.appearance import AppearanceControl
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.base.legible import legible
from spauth_tui.ui.base.safe_app import SafeApp
from spauth_tui.ui.base.themes import LOOK, tokens
from spauth_tui.ui.base.tooltips import GlossaryTooltips
from spauth_tui.ui.base.typing_ahead import TypingAhead

_BY_A_PERSON = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)


class OwnApp(SafeApp):
    """Passes Textual's events to the parts that the app is made of."""

    CSS = LOOK
    noticed: Callable[[], None] | None = None
    """Called whenever the person does something."""

    def __init__(self, *, fits_terminal: bool = True) -> None:
        """Make the app; `fits_terminal` is off for pictures, which have to be the same everywhere."""
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.typing = TypingAhead(self, super().on_event)
        self.appearance = AppearanceControl(self, fits_terminal=fits_terminal)
        self._tooltips = GlossaryTooltips(self)

    async def on_event(self, event: events.Event) -> None:
        """Note what the person does, then let Textual handle it."""
        if self.noticed is not None and isinstance(event, _BY_A_PERSON):
            self.noticed()
        self._tooltips.look(event)
        self.appearance.stop_blinking(event)
        if isinstance(event, events.Key) and event.key == "ctrl+c" and self.screen.is_modal:
            _say_how_to_quit(self)
        await self.typing.take(event)

    def get_css_variables(self) -> dict[str, str]:
        """Return the theme's variables with legible text colours, and our own tokens."""
        made = legible(super().get_css_variables())
        self.theme_variables = {**tokens(made, ansi=self.native_ansi_color), **made}
        return self.theme_variables


def _say_how_to_quit(app: App[Any]) -> None:
    """Answer ctrl+c in a dialog, which Textual does elsewhere, unless it copies a part of a field."""
    if not (isinstance(app.focused, Input) and not app.focused.selection.is_empty):
        words = f"ctrl+c ends nothing here: esc leaves a dialog, {own_key('quit.always', app)} quits."
        app.notify(words, markup=False, timeout=6)
