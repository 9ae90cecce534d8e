"""Applies the chosen theme, motion and keys to the app."""

from collections.abc import Mapping

from textual import constants, events
from textual.app import App
from textual.widgets import Input

from spauth_tui.domain.model.appearance import Appearance
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.text.nearest import meant
from spauth_tui.ui.base.themes import THEMES

_USUAL = "textual-dark"
"""Textual's default theme."""
_OURS = frozenset(each.name for each in THEMES)


class AppearanceControl:
    """Applies an appearance. Order of themes: the chosen one, `TEXTUAL_THEME`, Textual's default.

    On a terminal with only sixteen colours, a theme of those colours replaces the default.
    """

    fits_terminal = True
    """Whether it adapts to the terminal: off for screenshots, which have to be the same everywhere."""

    def __init__(self, app: App[str]) -> None:
        self._app = app
        for theme in THEMES:
            app.register_theme(theme)
        self.own_keys: Mapping[str, str] = {}
        self._motion_before = app.animation_level
        self._is_chosen = False
        self._uses_ours = False

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
        if name or self._is_chosen or self._has_few_colours or self._app.get_theme(self._app.theme) is None:
            self._is_chosen = bool(name)
            if not name:
                name, more = self._theme_by_default()
                wrong += more
            if self._app.theme != name:
                self._app.theme = name
        elif not self._uses_ours and self._app.theme in _OURS:
            # TEXTUAL_THEME names one of ours, and Textual read it before ours were registered.
            self._app.mutate_reactive(App.theme)
        self._uses_ours = self._app.theme in _OURS
        return wrong

    @property
    def _has_few_colours(self) -> bool:
        """Whether the terminal has only sixteen colours, in which other themes are hard to read."""
        return self.fits_terminal and self._app.console.color_system in {"standard", "windows"}

    def _theme_by_default(self) -> tuple[str, tuple[str, ...]]:
        given = constants.DEFAULT_THEME
        if self._has_few_colours and given == _USUAL:
            return "ansi-dark", ()
        theme = self._app.get_theme(given)
        if theme is not None:
            return theme.name, ()
        hint = meant(given, self._app.available_themes)
        return _USUAL, (f'TEXTUAL_THEME is "{clean(given, 40)}", which is no theme.{hint}',)

    def stop_blinking(self, event: events.Event) -> None:
        if isinstance(event, events.DescendantFocus) and isinstance(event.widget, Input):
            event.widget.cursor_blink = self._app.animation_level != "none"
