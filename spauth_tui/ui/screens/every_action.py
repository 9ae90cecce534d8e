"""The palette: every action by its name."""

from textual.command import CommandPalette

from spauth_tui.ui.screens.own_screen import OwnScreen


class EveryAction(CommandPalette, OwnScreen[None]):
    """Textual's palette, which is left once as every screen is."""
