"""What a guarded authorization asks for before a token is handed out."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from textual.screen import Screen

from spauth_tui.domain.errors import PassphraseNeeded
from spauth_tui.domain.secret import Secret
from spauth_tui.ui.screens.ask_passphrase import AskPassphrase

Given = TypeVar("Given")


async def hand_out(screen: Screen[Any], deed: Callable[[Secret | None], Awaitable[Given]]) -> Given | None:
    """Do a deed that gives a token away; where it is guarded, ask for the passphrase first. None if that is declined.

    To be called from a worker. Raises what the deed raises.
    """
    try:
        return await deed(None)
    except PassphraseNeeded:
        words = "This authorization is guarded: type the vault's passphrase to go on."
        return await screen.app.push_screen_wait(AskPassphrase("Guarded", words, "Go on", deed))
