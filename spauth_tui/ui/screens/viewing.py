"""The dashboard's half that keeps views: a filter, an order and a style of panes under a name."""

from dataclasses import replace

from textual import work

from spauth_tui.domain.arranging import Order
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.preferences import View
from spauth_tui.ui.screens.board_screen import BoardScreen

MOST_VIEWS = 30


class Viewing(BoardScreen):
    """Views are kept in the vault, as a filter names accounts."""

    sought: str
    order: Order

    @work(group="dialog")
    async def action_views(self) -> None:
        """Offer the kept views, keeping this one, and removing one."""
        from spauth_tui.ui.screens.choose import Choose
        from spauth_tui.ui.screens.view_form import ViewForm

        try:
            kept = (await self.workspace.preferences()).views
            choices: list[tuple[str, View | str]] = [(each.name, each) for each in kept]
            choices.append(("Keep what is shown now as a view …", "keep"))
            if kept:
                choices.append(("Remove a view …", "remove"))
            chosen = await self.app.push_screen_wait(Choose("Views", choices))
            if isinstance(chosen, View):
                await self.show_view(chosen)
            elif chosen == "keep":
                now = View("", self.sought, self.order, self.board.pane_style)
                named = await self.app.push_screen_wait(ViewForm(now))
                if named is not None:
                    others = tuple(each for each in kept if each.name.casefold() != named.name.casefold())
                    await self._keep((*others, named)[-MOST_VIEWS:])
                    self.notify(f"Kept as {named.name}.", markup=False, timeout=4)
            elif chosen == "remove":
                doomed = await self.app.push_screen_wait(Choose("Remove which view", [(e.name, e) for e in kept]))
                if doomed is not None:
                    await self._keep(tuple(each for each in kept if each != doomed))
                    self.notify(f"{doomed.name} is removed.", markup=False, timeout=4)
        except SpauthError as problem:
            self.tell(problem)

    async def show_view(self, view: View) -> None:
        """Show the board as the view says."""
        raise NotImplementedError

    async def _keep(self, views: tuple[View, ...]) -> None:
        present = await self.workspace.preferences()
        await self.workspace.save_preferences(replace(present, views=views))
