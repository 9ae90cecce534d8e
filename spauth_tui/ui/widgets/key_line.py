"""The last line of a screen: the keys that do something there."""

from textual.widgets import Footer


class KeyLine(Footer):
    """Textual's footer, composed anew only where other keys are to be shown: each move of the focus asks for it."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._said: object = None

    async def recompose(self) -> None:
        """Show the keys as they are now."""
        while self.is_attached and (said := self._to_say()) != self._said:
            # Other keys may be right by the time that these are there.
            self._said = said
            await super().recompose()

    def _to_say(self) -> object:
        return [
            (each.binding, each.enabled, each.tooltip, self.app.get_key_display(each.binding))
            for each in self.screen.active_bindings.values()
            if each.binding.show
        ]
