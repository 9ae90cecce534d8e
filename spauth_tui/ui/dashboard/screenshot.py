"""A screenshot of the dashboard without names."""

import asyncio
from dataclasses import replace

from textual.widgets import Input

from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.redaction import redacted
from spauth_tui.ui.dashboard.board_context import BoardContext
from spauth_tui.ui.dashboard.filter_box import FilterBox
from spauth_tui.ui.dashboard.top_bar import TopBar


async def paint_redacted(context: BoardContext) -> str:
    """Render the board off screen with numbers for names, then restore it; return an SVG."""
    screen, app = context.screen, context.screen.app
    app.clear_notifications()
    # Messages name accounts, and stay on the screen until it is painted without them.
    await screen.query("Toast").remove()
    painted = asyncio.Event()
    screen.call_after_refresh(painted.set)
    await painted.wait()
    whole, name, sought = context.roster.holdings, context.workspace.name, screen.query_one(FilterBox).value
    with app.batch_update(), screen.prevent(Input.Changed):
        try:
            _rename(context, "vault", redacted(whole), "…" if sought else "")
            return app.export_screenshot(title="spauth-tui")
        finally:
            _rename(context, name, whole, sought)


def _rename(context: BoardContext, name: str, holdings: Holdings, sought: str) -> None:
    context.screen.query_one(FilterBox).value = sought
    context.screen.query_one(TopBar).rename(name)
    context.roster.take(holdings)
    # The same panes in the same places: a new layout would be painted only later.
    groups = (
        replace(each, application=holdings.application_by_id[each.application.id] if each.application else None)
        for each in context.board.groups
    )
    context.show_groups(tuple(groups), sought)
    context.settle()
