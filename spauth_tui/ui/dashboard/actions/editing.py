"""Adding and editing: each asks for what it needs, then reads the vault again."""

from collections.abc import Mapping

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.account import AccountId
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.ui.dashboard.actions.action import Action, ask, on_one, say
from spauth_tui.ui.dashboard.actions.testing import look_again
from spauth_tui.ui.dashboard.board_context import BoardContext


async def _add(context: BoardContext) -> None:
    from spauth_tui.ui.dialogs.choose import Choose

    holdings = context.roster.holdings
    if not holdings.accounts and len(holdings.applications) < 2:
        await _take_first_steps(context)
        return
    choices = [
        ("an authorization: one application for one account", _authorize),
        ("an application: client id and client secret", _add_application),
        ("an account: a seller or vendor in one region", _add_account),
    ]
    chosen = await ask(context, Choose("Add", choices))
    if chosen is not None:
        await chosen(context)


async def _take_first_steps(context: BoardContext) -> None:
    """Guide the person from the vault's current state to its first checklist."""
    try:
        authorization = await _first_authorization(context)
    except SpauthError:
        await context.reload()
        raise
    await context.reload(authorization.id if authorization else None)
    if authorization is not None:
        context.screen.run_worker(checklist(context, authorization.id))
        say(context, "4 of 4: the checklist. Leave it whenever you like; s comes back to where you were.", 12)


async def _first_authorization(context: BoardContext) -> Authorization | None:
    """Show the forms of steps 2 to 4, for what is missing; each stores at once. None if the person left before."""
    from spauth_tui.ui.application.form import ApplicationForm
    from spauth_tui.ui.authorization.account_form import AccountForm

    workspace = context.workspace

    async def ask_for_application(known: Application | None) -> Application | None:
        form = ApplicationForm(workspace, known)
        form.title_words = f"2 of 4 · {form.title_words}"
        return await ask(context, form)

    application = next(iter((await workspace.holdings()).applications), None) or await ask_for_application(None)
    entered: Mapping[str, str | int] = {}
    while application is not None:
        form = AccountForm(workspace, await workspace.holdings(), None, kind=application.kind)
        form.title_words, form.offers_back = f"3 of 4 · {form.title_words}", True
        form.entered_before = entered
        account = await ask(context, form)
        if account is not None:
            return await workspace.authorizing.authorizations.add(application.id, account.id)
        if not form.wants_back:
            return None
        # It is stored already, so escape leads forward to the account again.
        changed = await ask_for_application(application) or application
        # An account has the kind of its application.
        follows = "kind" if changed.kind is not application.kind else ""
        entered = {name: held for name, held in form.left_with.items() if name != follows}
        application = changed
    return None


async def _add_application(context: BoardContext) -> None:
    from spauth_tui.ui.application.form import ApplicationForm

    added = await ask(context, ApplicationForm(context.workspace, None))
    if added is not None:
        await context.reload()
        await _authorize(context, added.id)


async def _add_account(context: BoardContext) -> None:
    from spauth_tui.ui.authorization.account_form import AccountForm

    account = await ask(context, AccountForm(context.workspace, context.roster.holdings, None))
    if account is None:
        return
    await context.reload()
    fitting = [each for each in context.roster.holdings.applications if each.kind is account.kind]
    if fitting:
        await _authorize(context, fitting[0].id, account.id)


async def _authorize(
    context: BoardContext, application_id: ApplicationId | None = None, account_id: AccountId | None = None
) -> None:
    from spauth_tui.ui.authorization.authorize_form import AuthorizeForm

    holdings = context.roster.holdings
    application = holdings.application_by_id.get(application_id) if application_id else None
    authorization = await ask(context, AuthorizeForm(context.workspace, holdings, application, account_id))
    await context.reload(authorization.id if authorization else None)
    if authorization is not None:
        await checklist(context, authorization.id)


async def checklist(context: BoardContext, authorization_id: AuthorizationId, step_key: str | None = None) -> None:
    """Open an authorization's checklist at a step, or at the first undone one; then read the vault again."""
    from spauth_tui.ui.authorization.checklist import Checklist

    await ask(context, Checklist(context.workspace, authorization_id, step_key))
    await look_again(context, authorization_id)


async def authorize_another(
    context: BoardContext, application_id: ApplicationId, merged_with: AccountId | None
) -> None:
    """Continue with another account of an application, or the next region of a merged account."""
    from spauth_tui.ui.authorization.account_form import AccountForm

    await context.reload()
    holdings = context.roster.holdings
    account = holdings.account_by_id.get(merged_with) if merged_with else None
    if account is None:
        await _authorize(context, application_id)
        return
    account = await ask(context, AccountForm(context.workspace, holdings, None, merged_with=account))
    if account is None:
        return
    await context.reload()
    added = await context.workspace.authorizing.authorizations.add(application_id, account.id)
    await context.reload(added.id)
    await checklist(context, added.id)


async def _edit(context: BoardContext, authorization: Authorization) -> None:
    from spauth_tui.ui.dialogs.choose import Choose

    holdings = context.roster.holdings
    account, application = holdings.account_of(authorization), holdings.application_of(authorization)
    choices = [
        (f"the account {account.label}", edit_account),
        (f"the application {application.label}", edit_application),
    ]
    chosen = await ask(context, Choose("Edit", choices))
    if chosen is not None:
        await chosen(context, authorization)


async def edit_application(context: BoardContext, authorization: Authorization) -> None:
    """Open the form of an authorization's application."""
    from spauth_tui.ui.application.form import ApplicationForm

    await ask(context, ApplicationForm(context.workspace, context.roster.holdings.application_of(authorization)))
    await context.reload(authorization.id)


async def edit_account(context: BoardContext, authorization: Authorization) -> None:
    """Open the form of an authorization's account."""
    from spauth_tui.ui.authorization.account_form import AccountForm

    holdings = context.roster.holdings
    await ask(context, AccountForm(context.workspace, holdings, holdings.account_of(authorization)))
    await context.reload(authorization.id)


ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    "add": Action(_add),
    "first_steps": Action(_take_first_steps),
    "edit": on_one(_edit),
    "pane.steps": on_one(lambda context, authorization: checklist(context, authorization.id)),
}
