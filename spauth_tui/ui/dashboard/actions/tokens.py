"""Refreshing and copying tokens, and guarding authorizations with the passphrase."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.worker import Worker, WorkerState

from spauth_tui.domain.amazon.token_endpoint import EXCHANGE_COMMAND
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.vault import PassphraseNeeded
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.time import clock_face
from spauth_tui.domain.views.status import needs_refresh
from spauth_tui.services.ports.system import Certainty
from spauth_tui.services.tokens.copying import CLEARED_AFTER, Copied
from spauth_tui.services.tokens.exchanging import Outcome
from spauth_tui.services.tokens.token_forms import TokenForm
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.base.problems import advice
from spauth_tui.ui.dashboard.actions.action import Action, Context, Work, ask, no_mark_and_no_pane, no_pane, on_one, say
from spauth_tui.ui.dashboard.board_context import BoardContext
from spauth_tui.ui.dialogs.guarded import hand_out, typing_waits

Progress = Callable[[int, int, int], None]
_MANY = "many"


def exchange_one(context: Context, authorization: Authorization) -> Work | None:
    """Exchange for one authorization; does nothing while an exchange is running."""
    return None if authorization.id in context.roster.refreshing else _exchange(context, [authorization])


def refreshing_many(context: Context) -> Worker[Any] | None:
    """Return the worker that is refreshing many, if any."""
    screen = context.screen
    mine = (each for each in screen.workers if each.node is screen and each.group == _MANY)
    return next((each for each in mine if each.state is WorkerState.RUNNING), None)


def _refresh(context: BoardContext) -> Work | None:
    """Exchange for what is marked, or for the authorization under the cursor, unless an exchange is running."""
    marked = context.marked()
    ready = [each for each in marked if each.current_refresh_token and each.id not in context.roster.refreshing]
    if ready:
        _exchange_many(context, ready)
    if left := len(marked) - len(ready):
        say(context, f"{left} of {len(marked)} left out: no refresh token, or under way.")
    authorization = context.chosen()
    return None if marked or authorization is None else exchange_one(context, authorization)


def _why_not_refresh(context: BoardContext) -> str:
    return _is_refreshing(context) if context.roster.marked else no_pane(context)


def _is_refreshing(context: BoardContext) -> str:
    """Say that a run is going on: escape can stop only one at a time."""
    return "Refreshing already. Press escape to stop." if refreshing_many(context) else ""


def _due(context: BoardContext) -> list[Authorization]:
    """Return every authorization that has a refresh token and whose access token is not live."""
    roster, now = context.roster, context.workspace.clock.now()
    return [
        each
        for each in roster.authorizations.values()
        if (needs_refresh(each, now) or each.id in roster.problems) and each.id not in roster.refreshing
    ]


def _why_not_refresh_all(context: BoardContext) -> str:
    nothing = "" if _due(context) else "Nothing to refresh: every access token is live."
    return _is_refreshing(context) or nothing


def _exchange_many(context: BoardContext, chosen: Sequence[Authorization]) -> None:
    context.screen.run_worker(_exchange(context, chosen, context.advance), group=_MANY)


async def _exchange(context: Context, chosen: Sequence[Authorization], progress: Progress | None = None) -> None:
    roster = context.roster
    application_ids = {each.application_id for each in chosen}
    guarded = any(each.guarded and each.application_id in application_ids for each in roster.authorizations.values())
    with typing_waits(context.screen, asks=guarded and context.workspace.goes_elsewhere):
        await _exchange_all(context, chosen, progress)


async def _exchange_all(context: Context, chosen: Sequence[Authorization], progress: Progress | None) -> None:
    roster, ids = context.roster, {each.id for each in chosen}
    say_progress = progress or (lambda *_: None)
    for authorization_id in ids:
        roster.problems.pop(authorization_id, None)
    roster.refreshing |= ids
    context.show(ids)
    done = failed = 0
    declined: list[SpauthError] = []
    try:
        say_progress(0, len(chosen), 0)
        async for outcome in context.workspace.tokens.refresh_many([each.id for each in chosen]):
            _take(context, outcome)
            done += 1
            if isinstance(outcome.problem, PassphraseNeeded):
                declined.append(outcome.problem)
            elif outcome.problem is not None:
                failed += 1
            say_progress(done, len(chosen), failed)
    except SpauthError as problem:
        context.tell(problem)
    finally:
        left_over = roster.refreshing & ids
        roster.refreshing -= left_over
        context.show(left_over)
        context.settle()
        say_progress(0, 0, 0)
    if declined:
        sentences = dict.fromkeys(each.sentence for each in declined)
        to_do = advice(declined[0].remedy, declined[0].ways, context.screen.app)
        say(context, " ".join((*sentences, to_do)), severity="warning")
    if progress and done > len(declined):
        end = f", {failed} failed: press {own_key('attention', context.screen.app)}" if failed else "."
        words = f"{done - failed - len(declined)} refreshed{end}"
        say(context, words, severity="warning" if failed else "information")


def _take(context: Context, outcome: Outcome) -> None:
    authorization, roster = outcome.authorization, context.roster
    roster.refreshing.discard(authorization.id)
    if authorization.id not in roster.authorizations:
        return
    roster.put(authorization)
    if isinstance(outcome.problem, PassphraseNeeded):
        # Nothing was sent: what the pane says about the previous exchange is still true.
        roster.note_failure(authorization.id, context.workspace.tokens.failed)
    elif outcome.problem is not None and not isinstance(outcome.problem, ExchangeRefused):
        roster.problems[authorization.id] = outcome.problem
    context.ended(outcome)


async def copy(context: Context, authorization: Authorization, form: TokenForm) -> None:
    """Copy the access token in one of its forms."""
    roster = context.roster
    newest = roster.authorizations.get(authorization.id)
    if newest is None:
        say(context, "It was removed meanwhile: nothing was copied.", severity="warning")
        return
    account = roster.holdings.account_of(newest)

    async def action(passphrase: Secret | None) -> Copied:
        return await context.workspace.copying.copy_access_token(newest.id, account, form, passphrase=passphrase)

    copied = await hand_out(context.screen, action, guarded=newest.guarded)
    if copied is not None:
        context.screen.notify(_receipt_words(copied), title=account.label, markup=False, timeout=6)
        context.settle()


def _receipt_words(copied: Copied) -> str:
    """Describe the result of a copy, promising no more than is known."""
    done = {
        Certainty.READ_BACK: "Copied, and read back",
        Certainty.HANDED_OVER: "Handed to the clipboard program",
        Certainty.SENT: "Sent to the terminal, which cannot confirm it",
    }[copied.receipt.certainty]
    seconds = int(CLEARED_AFTER.total_seconds())
    lives = f"It is valid for another {clock_face(copied.left)}; the clipboard is cleared in {seconds} seconds."
    return f"{done} ({copied.receipt.backend}). {lives}"


async def _copy_as(context: Context, authorization: Authorization) -> None:
    from spauth_tui.ui.dialogs.choose import Choose

    choices: list[tuple[str, TokenForm | str]] = [(form.value, form) for form in TokenForm]
    choices.append(("the exchange itself as a curl command, without secrets", EXCHANGE_COMMAND))
    form = await ask(context, Choose("Copy as", choices))
    if isinstance(form, TokenForm):
        await copy(context, authorization, form)
    elif form is not None:
        receipt = await context.workspace.copying.copy_plain(form)
        say(context, f"The command is {receipt.certainty.value}. It reads the secrets from your shell's variables.")


async def guard(context: Context, chosen: Sequence[Authorization]) -> None:
    """Guard these, or unguard them if all are guarded."""
    roster, guarding = context.roster, context.workspace.guarding
    if all(each.guarded for each in chosen):
        words = await _unguard(context, chosen)
    else:
        unguarded = [each for each in chosen if not each.guarded]
        for each in unguarded:
            roster.put(await guarding.guard(each))
        what = counted(len(unguarded), "authorization")
        words = f"{what} guarded: the passphrase is asked for before a token goes out."
    context.show([each.id for each in chosen])
    context.settle()
    if words:
        say(context, words)


async def _unguard(context: Context, chosen: Sequence[Authorization]) -> str:
    from spauth_tui.ui.dialogs.ask_passphrase import AskPassphrase

    roster = context.roster

    async def action(passphrase: Secret) -> int:
        for each in await context.workspace.guarding.unguard_many(chosen, passphrase):
            roster.put(each)
        return len(chosen)

    what = counted(len(chosen), "authorization")
    words = f"From then on no passphrase is asked for before a token of {what} is copied, shown or handed out."
    done = await ask(context, AskPassphrase("Remove the guard", words, "Remove the guard", action))
    return "" if done is None else f"{counted(done, 'authorization')} no longer guarded."


def _guard_marked(context: BoardContext) -> Work:
    chosen = context.chosen()
    return guard(context, context.marked() or [each for each in [chosen] if each is not None])


ON_ONE: Mapping[str, Action[Context]] = {
    "pane.refresh": on_one(exchange_one),
    "pane.copy": on_one(lambda context, authorization: copy(context, authorization, TokenForm.BARE)),
    "pane.copy_as": on_one(_copy_as),
    "pane.guard": on_one(lambda context, authorization: guard(context, [authorization])),
}
ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    **ON_ONE,
    "pane.refresh": Action(_refresh, _why_not_refresh),
    "refresh_all": Action(lambda context: _exchange_many(context, _due(context)), _why_not_refresh_all),
    "guard": Action(_guard_marked, no_mark_and_no_pane),
}
