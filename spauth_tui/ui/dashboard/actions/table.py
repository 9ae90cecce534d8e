"""Every action of the dashboard, by the id of its key. An action is added to the table of its concern."""

from collections.abc import Mapping

from spauth_tui.ui.dashboard.actions import (
    editing,
    import_export,
    marks,
    opening,
    removing,
    testing,
    tokens,
    vault,
    views,
)
from spauth_tui.ui.dashboard.actions.action import Action
from spauth_tui.ui.dashboard.board_context import BoardContext

ACTIONS: Mapping[str, Action[BoardContext]] = {
    **testing.ON_ONE,
    **tokens.ON_THE_BOARD,
    **opening.ON_THE_BOARD,
    **editing.ON_THE_BOARD,
    **removing.ON_THE_BOARD,
    **import_export.ON_THE_BOARD,
    **marks.ON_THE_BOARD,
    **views.ON_THE_BOARD,
    **vault.ON_THE_BOARD,
}
