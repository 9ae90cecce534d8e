"""What is done on the details alone: showing the access token, and the lineage of refresh tokens."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.time import minute_words
from spauth_tui.services.tokens.copying import SHOWN_FOR
from spauth_tui.ui.dashboard.actions.action import Action, Context, on_one
from spauth_tui.ui.dashboard.actions.testing import revoke
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.guarded import hand_out


class DetailsContext(Context, Protocol):
    """The details of one authorization."""

    def token(self) -> RefreshTokenRecord:
        """Return the refresh token that was chosen; raises `InputRefused`."""
        ...

    def show_token(self, value: Secret) -> None:
        """Show the access token for its time."""
        ...


async def _reveal(context: DetailsContext, authorization: Authorization) -> None:
    """Show the access token for ten seconds, after asking."""
    question = f"Show the access token on the screen for {int(SHOWN_FOR.total_seconds())} seconds?"
    consequence = "Whoever sees the screen, a recording or a shared session can read it."
    if not await context.screen.app.push_screen_wait(Confirm(question, consequence, "Show it")):
        return

    async def lend(passphrase: Secret | None) -> Secret:
        return await context.workspace.copying.lend_access_token(authorization.id, passphrase)

    try:
        value = await hand_out(context.screen, lend, guarded=authorization.guarded)
    except SpauthError as problem:
        context.tell(problem)
        return
    if value is not None:
        context.show_token(value)


async def _roll_back(context: DetailsContext, authorization: Authorization) -> None:
    """Make the chosen refresh token current again."""
    await _change(
        context,
        "Use this earlier refresh token again?",
        "It becomes the current one; the newer ones are kept. Refresh then proves whether it still works.",
        "Roll back",
        lambda token: context.workspace.authorizations.roll_back(authorization, token),
    )


async def _mark_revoked(context: DetailsContext, authorization: Authorization) -> None:
    """Note that the chosen refresh token was revoked at Amazon."""
    await _change(
        context,
        "Mark this refresh token as revoked?",
        "It is not exchanged any more. This revokes nothing at Amazon: do that in the portal.",
        "Mark revoked",
        lambda token: context.workspace.authorizations.mark_revoked(authorization, token),
    )


async def _purge(context: DetailsContext, authorization: Authorization) -> None:
    """Delete the chosen refresh token for good."""

    async def purge(token: RefreshTokenRecord) -> None:
        async def deed(passphrase: Secret | None) -> None:
            await context.workspace.removing.purge(authorization, token, passphrase)

        words = "This refresh token is guarded: type the vault's passphrase to delete it."
        await hand_out(context.screen, deed, words)

    await _change(
        context,
        "Delete this refresh token for good?",
        "It is overwritten in the vault and cannot be brought back from it. Backups written before still hold it. "
        "At Amazon it stays valid until the authorization is revoked.",
        "Purge",
        purge,
    )


async def _change(
    context: DetailsContext,
    question: str,
    consequence: str,
    verb: str,
    deed: Callable[[RefreshTokenRecord], Awaitable[object]],
) -> None:
    try:
        token = context.token()
        words = f"{question} Fingerprint {token.fingerprint}, stored {minute_words(token.created_at)}."
        if await context.screen.app.push_screen_wait(Confirm(words, consequence, verb)):
            await deed(token)
    except SpauthError as problem:
        context.tell(problem)
        return
    await context.reload()


def _steps(context: DetailsContext, _: Authorization) -> None:
    """Leave for the checklist."""
    context.screen.dismiss(True)


ON_THE_DETAILS: Mapping[str, Action[DetailsContext]] = {
    "pane.reveal": on_one(_reveal),
    "pane.steps": on_one(_steps),
    "details.roll_back": on_one(_roll_back),
    "details.mark_revoked": on_one(_mark_revoked),
    "details.purge": on_one(_purge),
    "details.revoke": on_one(revoke),
}
