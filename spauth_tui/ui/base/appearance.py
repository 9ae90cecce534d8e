"""Applies the chosen theme, motion and keys to the app."""

import os
from collections.abc import Mapping

from textual import events
from textual.app import App
from textual.widgets import Input

from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.text.nearest import meant
from spauth_tui.ui.base.themes import DARK, Depth, themes


class AppearanceControl:
    """Applies an appearance. Order of themes: the chosen one, `TEXTUAL_THEME`, spauth-dark.

    Our own themes have the tokens for the terminal's depth of colour.
    """

    def __init__(self, app: App[str], *, fits_terminal: bool) -> None:
        self._app = app
        self.own_keys: Mapping[str, str] = {}
        self._motion_before = app.animation_level
        self._by_default = os.environ.get("TEXTUAL_THEME", DARK)
        # Nothing is parsed yet: after a change later Textual would parse all stylesheets twice.
        app.set_reactive(App.theme, DARK)
        self.register(_depth_of(app) if fits_terminal else Depth.TRUE)

    def register(self, depth: Depth) -> None:
        """Have our themes be those for a depth of colour."""
        self._app.ansi_color = True if depth is Depth.FEW else None
        for theme in themes(depth):
            self._app.register_theme(theme)
        self._app.stylesheet.set_variables(self._app.get_css_variables())

    def apply(self, appearance: Appearance) -> tuple[str, ...]:
        """Apply it at once; return messages about invalid settings, which keep their defaults."""
        wrong = self.show_theme(appearance.theme)
        self._app.animation_level = self._motion_before if appearance.motion else "none"
        if appearance.keymap == "default" and not appearance.keys and not self.own_keys:
            return wrong
        from spauth_tui.domain.keyboard.keymap import keymap

        keys = keymap(appearance.keymap, appearance.keys)
        if keys.keys != self.own_keys:
            self.own_keys = keys.keys
            self._app.set_keymap(dict(keys.keys))
        return (*wrong, *keys.wrong)

    def show_theme(self, name: str) -> tuple[str, ...]:
        """Show a theme, or for an empty name the default one; return messages about what is wrong."""
        wrong: tuple[str, ...] = ()
        known = self._app.available_themes
        if name and name not in known:
            words = f'theme in config.toml is "{clean(name, 40)}", which is no theme.{meant(name, known)}'
            wrong, name = (f"{words} F2 shows them all.",), ""
        if not name and self._by_default not in known:
            words = f'TEXTUAL_THEME is "{clean(self._by_default, 40)}", which is no theme.'
            wrong, name = (*wrong, f"{words}{meant(self._by_default, known)}"), DARK
        self._app.theme = DARK if self._app.no_color else name or self._by_default
        return wrong

    def stop_blinking(self, event: events.Event) -> None:
        if isinstance(event, events.DescendantFocus) and isinstance(event.widget, Input):
            event.widget.cursor_blink = self._app.animation_level != "none"


def _depth_of(app: App[str]) -> Depth:
    if app.no_color or app.console.color_system in {"standard", "windows"}:
        return Depth.FEW
    return Depth.MANY if app.console.color_system == "256" else Depth.TRUE
