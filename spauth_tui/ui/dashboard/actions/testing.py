"""Testing and fixing one authorization: test call, explanation, restricted data, merged account, leak, revoking."""

from collections.abc import Mapping

from spauth_tui.domain.diagnosis.explanation import Case
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.dashboard.actions.action import Action, Context, ask, on_one, say


async def prove(context: Context, authorization: Authorization, *, find_region: bool = False) -> None:
    """Test an authorization: the exchange, then one SP-API call."""
    from spauth_tui.ui.authorization.test_call import ProofDialog

    holdings = context.roster.holdings
    await ask(context, ProofDialog(context.workspace, holdings, authorization.id, find_region=find_region))
    await look_again(context, authorization.id)


async def look_again(context: Context, authorization_id: AuthorizationId) -> None:
    """Read the vault again after a screen that may have exchanged, and show the outcome."""
    context.roster.note_failure(authorization_id, context.workspace.tokens.failed)
    await context.reload(authorization_id)


def _why_not_test(context: Context, authorization: Authorization) -> str:
    nothing = (
        f"There is no refresh token to test yet. Press {own_key('pane.steps', context.screen.app)}: the checklist."
    )
    return "" if authorization.current_refresh_token else nothing


async def _why(context: Context, authorization: Authorization) -> None:
    from spauth_tui.ui.authorization.why_it_failed import WhyItFailed, explanation_of

    workspace, roster = context.workspace, context.roster
    case = Case(authorization, roster.holdings, workspace.clock.now())
    problem = roster.problems.get(authorization.id)
    if problem is None and authorization.refusal is None and authorization.api_refusal is None:
        problem = await workspace.tokens.last_failure(authorization.id)
    explanation = explanation_of(case, problem)
    if explanation is None:
        test = f"Nothing failed here. Press {own_key('pane.test', context.screen.app)} to test it."
        say(context, _why_not_test(context, authorization) or test)
        return
    found = await workspace.testing.verifying.found_region(authorization, roster.holdings.account_of(authorization))
    await ask(context, WhyItFailed(workspace, case, explanation, found))
    await context.reload(authorization.id)


async def _merged(context: Context, authorization: Authorization) -> None:
    from spauth_tui.ui.authorization.merged_accounts import MergedAccountsScreen

    await ask(context, MergedAccountsScreen(context.workspace, context.roster.holdings, authorization))


async def _restricted(context: Context, authorization: Authorization) -> None:
    from spauth_tui.ui.authorization.restricted import RestrictedScreen

    await ask(context, RestrictedScreen(context.workspace, authorization.id))
    await context.reload(authorization.id)


async def _leaked(context: Context, authorization: Authorization) -> None:
    """Ask what leaked, then guide through the steps; an open leak is continued."""
    from spauth_tui.ui.application.leak import LeakGuide, ask_what_leaked

    leaked = await ask(context, ask_what_leaked())
    if leaked is None:
        return
    application = context.roster.holdings.application_of(authorization)
    leak = await context.workspace.authorizing.leaks.open(leaked, application, authorization)
    await ask(context, LeakGuide(context.workspace, leak))
    await context.reload(authorization.id)


async def revoke(context: Context, authorization: Authorization) -> None:
    """Guide through revoking at Amazon."""
    from spauth_tui.ui.authorization.revoke_guide import RevokeGuide

    account = context.roster.holdings.account_of(authorization)
    await ask(context, RevokeGuide(context.workspace, authorization, account))
    await context.reload(authorization.id)


ON_ONE: Mapping[str, Action[Context]] = {
    "pane.test": on_one(prove, _why_not_test),
    "pane.why": on_one(_why),
    "pane.restricted": on_one(_restricted),
    "merged": on_one(_merged),
    "leaked": on_one(_leaked),
}
