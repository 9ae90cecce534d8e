"""Doing what was asked for on a screen above the dashboard."""

from spauth_tui.domain.amazon.leak_steps import Deed
from spauth_tui.domain.amazon.steps import AUTHORIZE
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.incident import Incident
from spauth_tui.domain.model.way import Way
from spauth_tui.ui.base.messages import AnotherRequested, ChecklistRequested, DeedWanted, ForTheDashboard, WayChosen
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


def follow(context: BoardContext, wish: ForTheDashboard) -> None:
    """Do it."""
    match wish:
        case WayChosen():
            work = _take_way(context, wish.way, wish.authorization_id)
        case DeedWanted():
            work = _deal_with(context, wish.deed, wish.incident)
        case AnotherRequested():
            work = authorize_another(context, wish.application_id, wish.merged_with)
        case ChecklistRequested():
            work = checklist(context, wish.authorization_id)
        case _:
            work = None
    if work is not None:
        run(context, work, "follow")


def _take_way(context: BoardContext, way: Way, authorization_id: AuthorizationId) -> Work | None:
    authorization = context.go_to(authorization_id)
    if authorization is None:
        return None
    match way:
        case Way.AUTHORIZE:
            return checklist(context, authorization_id, AUTHORIZE)
        case Way.EDIT_APPLICATION:
            return edit_application(context, authorization)
        case Way.EDIT_ACCOUNT:
            return edit_account(context, authorization)
        case Way.ROTATE:
            return rotate(context, authorization.application_id)
        case Way.REFRESH:
            return exchange_one(context, authorization)
        case Way.TEST | Way.FIND_REGION:
            return prove(context, authorization, find_region=way is Way.FIND_REGION)
        case _:
            return None


def _deal_with(context: BoardContext, deed: Deed, incident: Incident) -> Work | None:
    if deed is Deed.ROTATE:
        return rotate(context, incident.application_id)
    if deed is Deed.LOG:
        context.do("vault.log")
        return None
    ids = [each.id for each in context.roster.authorizations.values() if each.application_id == incident.application_id]
    # A leak of the application's own has none: then any of its authorizations will do.
    sought = incident.authorization_id or next(iter(ids), None)
    chosen = context.go_to(sought) if sought else None
    if chosen is None:
        return None
    match deed:
        case Deed.AUTHORIZE:
            return checklist(context, chosen.id, AUTHORIZE)
        case Deed.REFRESH:
            return exchange_one(context, chosen)
        case Deed.REVOKE:
            return revoke(context, chosen)
        case _:
            return details(context, chosen)
