"""What the palette offers of a screen: each action by its name, with the keys that it has now."""

from collections.abc import Iterator
from typing import Any

from rich.markup import escape
from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import CommandList, CommandPalette
from textual.screen import Screen

from spauth_tui.ui.base.own_screen import OwnScreen

_OF_OURS = {"app.help", "app.lock", "app.change_theme"}
"""Actions of the app that a screen's keys do; others of `app.` and `screen.` are Textual's."""


def commands(screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Yield every key's action."""
    app = screen.app
    found: dict[str, tuple[Binding, list[str]]] = {}
    for _, binding, enabled, _ in screen.active_bindings.values():
        is_move = (binding.id or "").startswith(("move.", "list.", "palette"))
        is_textuals = (
            binding.action.startswith(("app.", "screen.")) and binding.action not in _OF_OURS
        ) or binding.action == "quit"
        if enabled and not is_move and not is_textuals and binding.description:
            _, keys = found.setdefault(binding.action, (binding, []))
            keys.append(app.get_key_display(binding))
    for binding, keys in found.values():

        async def run(action: str = binding.action) -> None:
            # It was chosen a moment ago: the vault may have been locked since.
            if screen in app.screen_stack:
                await screen.run_action(action)

        words = f"{binding.tooltip or binding.description} · {' '.join(dict.fromkeys(keys))}"
        yield SystemCommand(binding.description, escape(words), run)


class EveryAction(CommandPalette, OwnScreen[None]):
    """Textual's palette, which is left once as every screen is."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Move in the list only where that has room: Textual raises `KeyError` elsewhere.

        It may be asked before the list is there, and after.
        """
        return action != "command_list" or any(each.scrollable_content_region for each in self.query(CommandList))
