"""The last line of a screen: the keys that do something there."""

from textual.widgets import Footer


class KeyLine(Footer):
    """Textual's footer, composed anew only where other keys are to be shown: each move of the focus asks for it."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._said: object = None

    async def recompose(self) -> None:
        """Show the keys as they are now."""
        if not self.is_attached:
            return
        said = [
            (each.binding, each.enabled, each.tooltip, self.app.get_key_display(each.binding))
            for each in self.screen.active_bindings.values()
            if each.binding.show
        ]
        if said != self._said:
            self._said = said
            await super().recompose()
