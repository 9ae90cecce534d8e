"""Which authorizations the person is notified about before they expire."""

from collections.abc import Mapping
from dataclasses import replace

from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.ui.dashboard.actions.action import Action, on_one, say
from spauth_tui.ui.dashboard.board_context import BoardContext


async def _watch(context: BoardContext, authorization: Authorization) -> None:
    """Watch it, or watch it no longer."""
    workspace, roster = context.workspace, context.roster
    # Turned round from what the board shows; what another window watches or does not is left as it is.
    shown = replace(await workspace.preferences(), watched=roster.watched)
    wanted = replace(shown, watched=shown.watched ^ {authorization.id})
    roster.watched = (await workspace.change_preferences(shown, wanted)).watched
    context.show([authorization.id])
    if context.sought:
        context.rearrange(counts=False)
    is_watched = authorization.id in roster.watched
    say(context, "Watched: you get a notice before it expires." if is_watched else "No longer watched.")


ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {"pane.watch": on_one(_watch)}
