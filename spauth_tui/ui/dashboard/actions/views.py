"""The dashboard's half that keeps views: a filter, an order and a style of panes under a name."""

from dataclasses import replace

from textual import work

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.preferences import Preferences, View
from spauth_tui.domain.views.order import Order
from spauth_tui.ui.dashboard.board_screen import BoardScreen

MOST_VIEWS = 30


class Viewing(BoardScreen):
    """Views are kept in the vault, as a filter names accounts."""

    sought: str
    order: Order

    @work(group="dialog")
    async def action_views(self) -> None:
        """Offer the kept views, keeping this one, renaming and removing one."""
        from spauth_tui.ui.dashboard.view_form import ViewForm
        from spauth_tui.ui.dialogs.choose import Choose

        try:
            shown = await self.workspace.preferences()
            kept = shown.views
            choices: list[tuple[str, View | str]] = [(each.name, each) for each in kept]
            choices.append(("Keep what is shown now as a view …", "keep"))
            if kept:
                choices += [("Rename a view …", "rename"), ("Remove a view …", "remove")]
            chosen = await self.app.push_screen_wait(Choose("Views", choices))
            if isinstance(chosen, View):
                await self.show_view(chosen)
            elif chosen == "keep":
                now = View("", self.sought, self.order, self.board.pane_style)
                named = await self.app.push_screen_wait(ViewForm(now))
                if named is not None:
                    await self._keep(shown, (*_others(kept, named), named)[-MOST_VIEWS:])
                    self.notify(f"Kept as {named.name}.", markup=False, timeout=4)
            elif chosen == "rename":
                await self._rename_view(shown)
            elif chosen == "remove":
                doomed = await self.app.push_screen_wait(Choose("Remove which view", [(e.name, e) for e in kept]))
                if doomed is not None:
                    await self._keep(shown, tuple(each for each in kept if each != doomed))
                    self.notify(f"{doomed.name} is removed.", markup=False, timeout=4)
        except SpauthError as problem:
            self.tell(problem)

    async def show_view(self, view: View) -> None:
        """Show the board as the view says."""
        raise NotImplementedError

    async def _rename_view(self, shown: Preferences) -> None:
        from spauth_tui.ui.dashboard.view_form import ViewForm
        from spauth_tui.ui.dialogs.choose import Choose

        kept = shown.views
        before = await self.app.push_screen_wait(Choose("Rename which view", [(each.name, each) for each in kept]))
        named = await self.app.push_screen_wait(ViewForm(before)) if before is not None else None
        if before is None or named is None:
            return
        # Another of that name gives way, as when a view is kept.
        renamed = [named if each == before else each for each in kept]
        await self._keep(shown, tuple(each for each in renamed if each is named or each in _others(kept, named)))
        self.notify(f"{before.name} is now {named.name}.", markup=False, timeout=4)

    async def _keep(self, shown: Preferences, views: tuple[View, ...]) -> None:
        await self.workspace.change_preferences(shown, replace(shown, views=views))


def _others(views: tuple[View, ...], named: View) -> tuple[View, ...]:
    return tuple(each for each in views if each.name.casefold() != named.name.casefold())
