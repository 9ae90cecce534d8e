"""Actions of the details only: showing the access token, and changing the history of refresh tokens."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.time import minute_words
from spauth_tui.services.tokens.copying import SHOWN_FOR
from spauth_tui.ui.dashboard.actions.action import Action, Context, ask, on_one
from spauth_tui.ui.dashboard.actions.removing import UNDO, remove_refresh_token
from spauth_tui.ui.dashboard.actions.testing import revoke
from spauth_tui.ui.dialogs.confirm import Confirm
from spauth_tui.ui.dialogs.guarded import hand_out


class DetailsContext(Context, Protocol):
    """The details of one authorization."""

    def token(self) -> RefreshTokenRecord:
        """Return the selected refresh token; raises `InputRefused` if none is."""

    def show_token(self, value: Secret) -> None:
        """Show the access token for a few seconds."""


async def _reveal(context: DetailsContext, authorization: Authorization) -> None:
    """Show the access token for ten seconds, after asking."""
    question = f"Show the access token on the screen for {int(SHOWN_FOR.total_seconds())} seconds?"
    consequence = "Whoever sees the screen, a recording or a shared session can read it."
    if not await ask(context, Confirm(question, consequence, "Show it")):
        return

    async def lend(passphrase: Secret | None) -> Secret:
        return await context.workspace.copying.lend_access_token(authorization.id, passphrase)

    value = await hand_out(context.screen, lend, guarded=authorization.guarded)
    if value is not None:
        context.show_token(value)


TokenAction = Callable[[DetailsContext, Authorization, RefreshTokenRecord], Awaitable[object]]


def _on_token(question: str, consequence: str, verb: str, action: TokenAction) -> Action[DetailsContext]:
    """Return an action on the refresh token that is selected when the key is pressed."""

    async def confirm(context: DetailsContext, authorization: Authorization, token: RefreshTokenRecord) -> None:
        words = f"{question} Fingerprint {token.fingerprint}, stored {minute_words(token.created_at)}."
        if await ask(context, Confirm(words, consequence, verb)):
            await action(context, authorization, token)
        await context.reload()

    return on_one(lambda context, authorization: confirm(context, authorization, context.token()))


def _steps(context: DetailsContext, _: Authorization) -> None:
    context.screen.dismiss(True)


ON_THE_DETAILS: Mapping[str, Action[DetailsContext]] = {
    "pane.reveal": on_one(_reveal),
    "pane.steps": on_one(_steps),
    "details.roll_back": _on_token(
        "Use this earlier refresh token again?",
        "It becomes the current one; the newer ones are kept. Refresh then proves whether it still works.",
        "Roll back",
        lambda context, *given: context.workspace.authorizing.authorizations.roll_back(*given),
    ),
    "details.mark_revoked": _on_token(
        "Mark this refresh token as revoked?",
        "It is not exchanged any more. This revokes nothing at Amazon: do that in the portal.",
        "Mark revoked",
        lambda context, *given: context.workspace.authorizing.authorizations.mark_revoked(*given),
    ),
    "details.remove": on_one(
        lambda context, authorization: remove_refresh_token(context, authorization, context.token())
    ),
    "undo": UNDO,
    "details.revoke": on_one(revoke),
}
