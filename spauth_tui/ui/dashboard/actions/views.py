"""How the board shows things: moving, filter, order, style, and saved views of these."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from spauth_tui.domain.model.appearance import PaneStyle
from spauth_tui.domain.model.preferences import Preferences, View
from spauth_tui.domain.views.order import Order
from spauth_tui.ui.dashboard.actions.action import Action, ask, say
from spauth_tui.ui.dashboard.actions.marks import unmark
from spauth_tui.ui.dashboard.actions.tokens import refreshing_many
from spauth_tui.ui.dashboard.board_context import BoardContext
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.tour_strip import begin_tour, end_tour

_MOST_VIEWS = 30
_STYLE_WORDS = {
    PaneStyle.COMFORTABLE: "Panes with buttons.",
    PaneStyle.COMPACT: "Compact panes: every key still works.",
    PaneStyle.TABLE: "A table, a line for each: every key still works.",
}


def _move(where: str, context: BoardContext) -> None:
    context.board.move(where)


def _filter(context: BoardContext) -> None:
    # At once and not through a message: the next key may be here already.
    context.screen.set_focus(context.screen.query_one(FilterBox))


def _sort(context: BoardContext) -> None:
    orders = list(Order)
    sort_by(context, orders[(orders.index(context.order) + 1) % len(orders)])


def sort_by(context: BoardContext, order: Order) -> None:
    """Switch to an order."""
    context.order = order
    context.rearrange()
    context.board.focus_cursor()
    say(context, f"Sorted {order.value}.", 3)


def _attention(context: BoardContext) -> None:
    context.order = Order.ATTENTION
    context.rearrange()
    context.board.move("home")


def _why_not_attention(context: BoardContext) -> str:
    nothing = "Nothing needs attention: nothing is refused, no secret is about to end, no checklist is open."
    return "" if context.headlines.needs else nothing


async def _style(context: BoardContext) -> None:
    styles = list(PaneStyle)
    style = styles[(styles.index(context.board.pane_style) + 1) % len(styles)]
    await context.board.set_pane_style(style)
    context.show_head()
    say(context, _STYLE_WORDS[style], 3)


def _stop(context: BoardContext) -> None:
    """Stop "refresh all" if it runs, else end the tour, else clear the filter, else remove the marks."""
    if worker := refreshing_many(context):
        worker.cancel()
    elif not end_tour(context.screen):
        if context.sought:
            context.screen.query_one(FilterBox).value = ""
        else:
            unmark(context)


async def _views(context: BoardContext) -> None:
    """Offer the saved views, with saving, renaming and removing."""
    from spauth_tui.ui.dashboard.view_form import ViewForm
    from spauth_tui.ui.dialogs.choose import Choose

    shown = await context.workspace.preferences()
    saved = [(each.name, each) for each in shown.views]
    choices: list[tuple[str, View | str]] = [*saved, ("Keep what is shown now as a view …", "keep")]
    if saved:
        choices += [("Rename a view …", "rename"), ("Remove a view …", "remove")]
    chosen = await ask(context, Choose("Views", choices))
    if isinstance(chosen, View):
        await context.show_view(chosen)
    elif chosen == "keep":
        named = await ask(context, ViewForm(View("", context.sought, context.order, context.board.pane_style)))
        if named is not None:
            await _keep(context, shown, (*_others(shown.views, named), named)[-_MOST_VIEWS:])
            say(context, f"Kept as {named.name}.")
    elif chosen == "rename":
        before = await ask(context, Choose("Rename which view", saved))
        named = await ask(context, ViewForm(before)) if before is not None else None
        if before is not None and named is not None:
            # It replaces another view of that name, as saving does.
            renamed = [named if each == before else each for each in shown.views]
            others = _others(shown.views, named)
            await _keep(context, shown, tuple(each for each in renamed if each is named or each in others))
            say(context, f"{before.name} is now {named.name}.")
    elif chosen == "remove":
        removed = await ask(context, Choose("Remove which view", saved))
        if removed is not None:
            await _keep(context, shown, tuple(each for each in shown.views if each != removed))
            say(context, f"{removed.name} is removed.")


async def _keep(context: BoardContext, shown: Preferences, views: tuple[View, ...]) -> None:
    await context.workspace.change_preferences(shown, replace(shown, views=views))


def _others(views: tuple[View, ...], named: View) -> tuple[View, ...]:
    return tuple(each for each in views if each.name.casefold() != named.name.casefold())


_DIRECTIONS = ("up", "down", "left", "right", "page_up", "page_down", "home", "end")
ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    "filter": Action(_filter),
    "sort": Action(_sort),
    "attention": Action(_attention, _why_not_attention),
    "style": Action(_style, exclusive=True),
    "stop": Action(_stop),
    "views": Action(_views),
    "tour": Action(lambda context: begin_tour(context.screen)),
    **{f"move.{where}": Action(partial(_move, where)) for where in _DIRECTIONS},
}
