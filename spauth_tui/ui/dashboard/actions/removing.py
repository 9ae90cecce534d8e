"""Removing, taking that back, and what was removed: it is deleted after seven days, or once a word was typed."""

from collections.abc import Mapping, Sequence
from functools import partial

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.removal import Removal
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.text.time import span_words
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.base.keys import own_key
from spauth_tui.ui.dashboard.actions.action import Action, Context, Work, ask, no_mark_and_no_pane, say
from spauth_tui.ui.dashboard.board_context import BoardContext
from spauth_tui.ui.dialogs.confirm import Confirm, ConfirmTyped
from spauth_tui.ui.dialogs.guarded import hand_out

_MOST_NAMED = 8
_DELETE = "Delete one of them for good …"


def _remove(context: BoardContext) -> Work | None:
    """Remove what is marked, or if nothing is, what is under the cursor."""
    if marked := context.marked():
        holdings = context.roster.holdings
        named = [holdings.subject(each) for each in marked[:_MOST_NAMED]]
        more = [f"and {len(marked) - _MOST_NAMED:,} more"] if len(marked) > _MOST_NAMED else []
        return _remove_records(context, marked, counted(len(marked), "authorization"), [*named, *more, ""])
    authorization = context.chosen()
    return None if authorization is None else _remove_one(context, authorization)


async def _remove_one(context: BoardContext, authorization: Authorization) -> None:
    from spauth_tui.ui.dialogs.choose import Choose

    holdings = context.roster.holdings
    account, application = holdings.account_of(authorization), holdings.application_of(authorization)
    records: dict[str, Application | Account | Authorization] = {
        f"authorization {holdings.subject(authorization)}": authorization,
        f"account {account.label}": account,
        f"application {application.label}": application,
    }
    choices = [
        (f"the {name}{'' if record is authorization else ', with its authorizations'}", name)
        for name, record in records.items()
    ]
    name = await ask(context, Choose("Remove", choices))
    if name is not None:
        await _remove_records(context, [records[name]], name)


async def _remove_records(
    context: BoardContext,
    records: Sequence[Application | Account | Authorization],
    name: str,
    names: Sequence[str] = (),
) -> None:
    removing = context.workspace.authorizing.removing
    if live := await removing.unproven(records):
        consequence = "\n".join((*names, _still_valid(live)))
        if not await ask(context, Confirm(f"Remove {name}?", consequence, "Remove")):
            return

    async def action(passphrase: Secret | None) -> bool:
        await removing.remove(records, passphrase)
        return True

    words = "Something guarded would go: type the vault's passphrase to remove it."
    try:
        if await hand_out(context.screen, action, words):
            say(context, _removed_words(context, name), 12)
    except SpauthError as problem:
        context.tell(problem)
    await context.reload()


def _still_valid(count: int) -> str:
    them, it, is_ = ("it", "it", "is") if count == 1 else ("them", "they", "are")
    return (
        f"{counted(count, 'refresh token')} in it {is_} not proven revoked: Amazon is not told, and goes on accepting "
        f"{them}. Revoke the authorization in the portal as well. Here {it} can be brought back for 7 days."
    )


def _removed_words(context: Context, name: str) -> str:
    undo, vault = own_key("undo", context.screen.app), own_key("vault", context.screen.app)
    return f"Removed {name}. {undo} brings it back for 30 seconds; {vault}, Removed does for 7 days."


async def remove_refresh_token(context: Context, authorization: Authorization, token: RefreshTokenRecord) -> None:
    """Remove an earlier refresh token, after asking if Amazon may still accept it."""
    removing, name = context.workspace.authorizing.removing, f"refresh token {token.fingerprint}"
    confirm = Confirm(f"Remove the {name}?", _still_valid(1), "Remove")
    if await removing.is_unproven(authorization, token) and not await ask(context, confirm):
        return

    async def action(passphrase: Secret | None) -> bool:
        await removing.remove_refresh_token(authorization, token, passphrase)
        return True

    words = "This refresh token is guarded: type the vault's passphrase to remove it."
    if await hand_out(context.screen, action, words):
        say(context, _removed_words(context, f"the {name}"), 12)
    await context.reload()


async def _undo(context: Context) -> None:
    back, left = await context.workspace.authorizing.removing.undo()
    await context.reload(next((each.record.id for each in back if isinstance(each.record, Authorization)), None))
    more = f" Another window has changed {left:,} of them since: those stay as they are there." if left else ""
    say(context, f"Brought back {_named(back)}.{more}", 8)


def _named(removals: Sequence[Removal]) -> str:
    return removals[0].title if len(removals) == 1 else f"all {len(removals):,}"


def _why_no_undo(context: Context) -> str:
    if context.workspace.authorizing.removing.can_undo:
        return ""
    vault = own_key("vault", context.screen.app)
    return f"Nothing was removed in the last 30 seconds. {vault}, Removed has all of the last 7 days."


async def _removed(context: BoardContext) -> None:
    """List what was removed, and bring back what is chosen, or delete one for good."""
    from spauth_tui.ui.dialogs.choose import Choose

    workspace = context.workspace
    removals = await workspace.authorizing.removing.all()
    if not removals:
        key = own_key("remove", context.screen.app)
        say(context, f"Nothing is removed. What {key} removes is here for 7 days.")
        return
    lines: list[tuple[str, Removal | None]] = [*_lines(workspace, removals), (_DELETE, None)]
    choices = [(words, (removal,)) for words, removal in lines]
    chosen = await ask(context, Choose("Removed: enter brings back", choices))
    if chosen is None:
        return
    if (removal := chosen[0]) is None:
        removal = await ask(context, Choose("Delete for good", _lines(workspace, removals)))
        if removal is not None:
            await _delete(context, removal)
        return
    await workspace.authorizing.removing.bring_back([removal])
    await context.reload(removal.record.id if isinstance(removal.record, Authorization) else None)
    say(context, f"Brought back {removal.title}.", 8)


def _lines(workspace: Workspace, removals: Sequence[Removal]) -> list[tuple[str, Removal]]:
    now = workspace.clock.now()
    return [(f"{each.title}, {span_words(each.left(now))} left", each) for each in removals]


async def _delete(context: BoardContext, removal: Removal) -> None:
    consequences = (
        "It cannot be brought back from this vault.",
        "Backups written before still have it.",
        "Amazon is not told: a refresh token stays valid there until its authorization is revoked.",
    )
    question = f"Delete the {removal.title} for good?"
    if not await ask(context, ConfirmTyped(question, consequences, "delete", "Delete for good")):
        return
    words = "It is guarded: type the vault's passphrase to delete it."
    guarded = any(each.guarded for each in removal.authorizations)
    delete = partial(context.workspace.authorizing.removing.delete, removal)

    async def action(passphrase: Secret | None) -> bool:
        await delete(passphrase)
        return True

    if await hand_out(context.screen, action, words, guarded=guarded):
        say(context, f"Deleted the {removal.title} for good.", 8)


UNDO: Action[Context] = Action(_undo, _why_no_undo)
ON_THE_BOARD: Mapping[str, Action[BoardContext]] = {
    "remove": Action(_remove, no_mark_and_no_pane),
    "undo": UNDO,
    "removed": Action(_removed),
}
