"""The palette: every action by its name."""

from textual.command import CommandList, CommandPalette

from spauth_tui.ui.base.own_screen import OwnScreen


class EveryAction(CommandPalette, OwnScreen[None]):
    """Textual's palette, which is left once as every screen is."""

    def _action_command_list(self, action: str) -> None:
        """Move in the list, or choose from it; not while it has no room, where Textual raises `KeyError`."""
        if self.query_one(CommandList).scrollable_content_region:
            super()._action_command_list(action)
