"""The palette: every action by its name."""

from textual.command import CommandList, CommandPalette

from spauth_tui.ui.base.own_screen import OwnScreen


class EveryAction(CommandPalette, OwnScreen[None]):
    """Textual's palette, which is left once as every screen is."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Move in the list only where that has room: Textual raises `KeyError` elsewhere.

        It may be asked before the list is there, and after.
        """
        return action != "command_list" or any(each.scrollable_content_region for each in self.query(CommandList))
