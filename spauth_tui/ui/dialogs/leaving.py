"""What was typed is not thrown away unasked: what fields hold, and the question before they are left."""

from typing import Any

from textual.screen import Screen
from textual.widgets import Input, SelectionList

from spauth_tui.ui.widgets.choice_row import ChoiceRow
from spauth_tui.ui.widgets.secret_input import SecretInput

_LEAVE = "Leave"


def held_by(screen: Screen[Any]) -> dict[str, object]:
    """Return what the fields of a screen hold, by their names; of a secret only whether there is one."""
    held: dict[str, object] = {
        each.id or "": bool(each.value) if isinstance(each, SecretInput) else each.value for each in screen.query(Input)
    }
    held |= {each.id or "": each.chosen for each in screen.query(ChoiceRow)}
    return held | {each.id or "": tuple(each.selected) for each in screen.query(SelectionList)}


async def may_leave(screen: Screen[Any]) -> bool:
    """Ask whether what was typed may go; escape goes on editing. From a worker."""
    from spauth_tui.ui.dialogs.confirm import Confirm

    question, consequence = "Leave this without saving?", "What you typed here is not kept."
    return await screen.app.push_screen_wait(Confirm(question, consequence, _LEAVE, stay="Go on editing")) is True


def is_asking(screen: Screen[Any]) -> bool:
    """Say whether a screen is that question."""
    from spauth_tui.ui.dialogs.confirm import Confirm

    return isinstance(screen, Confirm) and screen.title_words == _LEAVE
