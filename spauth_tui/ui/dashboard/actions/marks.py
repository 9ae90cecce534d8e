"""Marking and watching. Marks last until they are removed or the vault is locked, even if hidden."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.ui.dashboard.actions.action import Action, on_one, say
from spauth_tui.ui.dashboard.board_context import BoardContext


def _mark(context: BoardContext, authorization: Authorization) -> None:
    """Mark or unmark it, and go to the next."""
    context.roster.marked ^= {authorization.id}
    context.show([authorization.id])
    context.board.move("right")


def _mark_on(where: str, context: BoardContext) -> None:
    """Move as `Board.move` does, and mark everything on the way."""
    order, before = context.board.order, context.board.cursor
    context.board.move(where)
    after = context.board.cursor
    if before is None or after is None:
        return
    first, last = sorted((order.index(before), order.index(after)))
    passed = order[first : last + 1]
    context.roster.marked |= set(passed)
    context.show(passed)


def _mark_all(context: BoardContext) -> None:
    """Mark everything that the filter shows; if all of it is marked, unmark it."""
    shown, roster = set(context.board.order), context.roster
    roster.marked = roster.marked - shown if shown <= roster.marked else roster.marked | shown
    context.show(shown)


def unmark(context: BoardContext) -> None:
    """Remove every mark."""
    gone, context.roster.marked = context.roster.marked, set()
    context.show(gone)


async def _watch(context: BoardContext, authorization: Authorization) -> None:
    workspace, roster = context.workspace, context.roster
    # Toggled from what the board shows; what another window has changed stays.
    shown = replace(await workspace.preferences(), watched=roster.watched)
    wanted = replace(shown, watched=shown.watched ^ {authorization.id})
    roster.watched = (await workspace.change_preferences(shown, wanted)).watched
    context.show([authorization.id])
    if context.sought:
        context.rearrange(counts=False)
    is_watched = authorization.id in roster.watched
    say(context, "Watched: you get a notice before it expires." if is_watched else "No longer watched.")


ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    "mark": on_one(_mark),
    "mark.all": Action(_mark_all),
    "unmark": Action(unmark),
    "pane.watch": on_one(_watch),
    **{f"mark.{where}": Action(partial(_mark_on, where)) for where in ("up", "down", "left", "right")},
}
