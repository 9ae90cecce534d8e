"""The connections to Amazon, which live as long as the app."""

from spauth_tui.bootstrap.outside import OutsideWorld
from spauth_tui.ui.app.app import Lifetime


class Connections(Lifetime):
    """Closes the connections when the app ends."""

    def __init__(self, world: OutsideWorld) -> None:
        self._world = world

    async def end(self) -> None:
        """Close them."""
        await self._world.hang_up()
