"""Carries out what screens above the dashboard request."""

from collections.abc import Callable, Mapping
from functools import partial

from spauth_tui.domain.amazon.leak_steps import LeakAction
from spauth_tui.domain.amazon.steps import AUTHORIZE
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.leak import Leak
from spauth_tui.domain.model.way import Way
from spauth_tui.ui.base.messages import (
    AnotherRequested,
    ChecklistRequested,
    ForTheDashboard,
    LeakActionRequested,
    WayChosen,
)
from spauth_tui.ui.dashboard.actions.action import Work, run
from spauth_tui.ui.dashboard.actions.editing import (
    authorize_another,
    checklist,
    edit_account,
    edit_application,
)
from spauth_tui.ui.dashboard.actions.opening import details, rotate
from spauth_tui.ui.dashboard.actions.testing import prove, revoke
from spauth_tui.ui.dashboard.actions.tokens import exchange_one
from spauth_tui.ui.dashboard.board_context import BoardContext


def carry_out(context: BoardContext, request: ForTheDashboard) -> None:
    """Carry out a request."""
    match request:
        case WayChosen():
            work = _take_way(context, request.way, request.authorization_id)
        case LeakActionRequested():
            work = _deal_with(context, request.action, request.leak)
        case AnotherRequested():
            work = authorize_another(context, request.application_id, request.merged_with)
        case ChecklistRequested():
            work = checklist(context, request.authorization_id)
        case _:
            work = None
    if work is not None:
        run(context, work, "requested")


Doing = Callable[[BoardContext, Authorization], Work | None]
_WAYS: Mapping[Way, Doing] = {
    Way.AUTHORIZE: lambda context, chosen: checklist(context, chosen.id, AUTHORIZE),
    Way.EDIT_APPLICATION: edit_application,
    Way.EDIT_ACCOUNT: edit_account,
    Way.ROTATE: lambda context, chosen: rotate(context, chosen.application_id),
    Way.REFRESH: exchange_one,
    Way.TEST: prove,
    Way.FIND_REGION: partial(prove, find_region=True),
}
_LEAK_ACTIONS: Mapping[LeakAction, Doing] = {
    LeakAction.AUTHORIZE: _WAYS[Way.AUTHORIZE],
    LeakAction.REFRESH: exchange_one,
    LeakAction.REVOKE: revoke,
    LeakAction.DETAILS: details,
}
"""What carries out a next step after a failure, and a step after a leak."""


def _take_way(context: BoardContext, way: Way, authorization_id: AuthorizationId) -> Work | None:
    chosen = context.go_to(authorization_id)
    return _WAYS[way](context, chosen) if chosen is not None and way in _WAYS else None


def _deal_with(context: BoardContext, action: LeakAction, leak: Leak) -> Work | None:
    if action is LeakAction.ROTATE:
        return rotate(context, leak.application_id)
    if action is LeakAction.LOG:
        context.do("vault.log")
        return None
    # A leaked client secret belongs to no authorization: any of the application's will do.
    own = context.roster.holdings.of_application(leak.application_id)
    sought = leak.authorization_id or next((each.id for each in own), None)
    chosen = context.go_to(sought) if sought else None
    return _LEAK_ACTIONS[action](context, chosen) if chosen is not None else None
