"""Freeing a slot: which account's authorization should go, then the walk that revokes it at Amazon."""

from typing import Any

from textual.screen import Screen

from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.authorization.revoke_walk import RevokeWalk
from spauth_tui.ui.dialogs.choose import Choose


async def free_a_slot(
    screen: Screen[Any], workspace: Workspace, holdings: Holdings, application_id: ApplicationId
) -> bool:
    """Lead through revoking one of the application's accounts; return whether that is proven. From a worker."""
    held = [each for each in holdings.of_application(application_id) if each.current_refresh_token]
    if not held:
        screen.notify("No account of this application holds a refresh token here.", markup=False, timeout=5)
        return False
    choices = [(holdings.account_by_id[each.account_id].label, each) for each in held]
    chosen = await screen.app.push_screen_wait(Choose("Revoke which account?", choices))
    if chosen is None:
        return False
    account = holdings.account_by_id[chosen.account_id]
    walk: Screen[bool | None] = RevokeWalk(workspace, chosen, account)
    return await screen.app.push_screen_wait(walk) is True
