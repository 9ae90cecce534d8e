"""What the palette offers for a screen: each action by name, with its current keys."""

from collections.abc import Iterator
from typing import Any

from rich.markup import escape
from textual.app import SystemCommand
from textual.binding import Binding
from textual.command import CommandList, CommandPalette
from textual.screen import Screen

from spauth_tui.ui.base.own_screen import OwnScreen

_OF_OURS = {"app.help", "app.lock", "app.change_theme"}
"""The app's actions among a screen's keys; others in `app.` and `screen.` are Textual's."""


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
            # The vault may have been locked since it was chosen.
            if screen in app.screen_stack:
                await screen.run_action(action)

        words = f"{binding.tooltip or binding.description} · {' '.join(dict.fromkeys(keys))}"
        yield SystemCommand(binding.description, escape(words), run)


class EveryAction(CommandPalette, OwnScreen[None]):
    """Textual's palette, dismissed only once like all our screens."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow moves in the list only if it has room: Textual raises `KeyError` otherwise.

        May be called before the list exists, and after.
        """
        return action != "command_list" or any(each.scrollable_content_region for each in self.query(CommandList))
