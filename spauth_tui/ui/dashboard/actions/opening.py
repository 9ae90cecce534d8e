"""Opening the screens of one authorization and of its application."""

from collections.abc import Mapping

from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.ui.dashboard.actions.action import Action, ask, on_one
from spauth_tui.ui.dashboard.actions.editing import checklist
from spauth_tui.ui.dashboard.actions.testing import look_again
from spauth_tui.ui.dashboard.board_context import BoardContext


async def details(context: BoardContext, authorization: Authorization, *, reveal: bool = False) -> None:
    """Open the details, then the checklist if the person continues to it."""
    from spauth_tui.ui.dashboard.details import Details

    screen = Details(context.workspace, authorization.id)
    if reveal:
        screen.call_after_refresh(screen.action_do, "pane.reveal")
    goes_on = await ask(context, screen)
    await look_again(context, authorization.id)
    if goes_on:
        await checklist(context, authorization.id)


async def application(context: BoardContext, application_id: ApplicationId) -> None:
    """Open the screen of one application."""
    from spauth_tui.ui.application.screen import ApplicationScreen

    await ask(context, ApplicationScreen(context.workspace, application_id, context.app_context))
    await context.reload(context.board.cursor)


async def rotate(context: BoardContext, application_id: ApplicationId) -> None:
    """Guide through the rotation of an application's client secret."""
    from spauth_tui.ui.application.rotate import RotationGuide

    await ask(context, RotationGuide(context.workspace, application_id, context.app_context))
    await context.reload(context.board.cursor)


ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    "pane.details": on_one(details),
    "pane.reveal": on_one(lambda context, authorization: details(context, authorization, reveal=True)),
    "application": on_one(lambda context, authorization: application(context, authorization.application_id)),
    "application.rotate": on_one(lambda context, authorization: rotate(context, authorization.application_id)),
}
