"""The guide for revoking an authorization at Amazon: where to click, and how to confirm it."""

from collections.abc import Iterable
from typing import Any

from textual import work
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from spauth_tui.domain.amazon.portal import REVOKE_PATH, chosen_portal
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.choose import Choose
from spauth_tui.ui.dialogs.dialog import Dialog, aside
from spauth_tui.ui.widgets.button import Button
from spauth_tui.ui.widgets.spinner import Spinner


class RevokeGuide(Dialog[bool]):
    """Returns True once Login with Amazon has refused the refresh token, which confirms the revocation."""

    title_words = "Revoke at Amazon"
    hint = "tab moves · enter presses · esc leaves"

    def __init__(self, workspace: Workspace, authorization: Authorization, account: Account) -> None:
        super().__init__()
        self._workspace, self._authorization = workspace, authorization
        self._portal = chosen_portal(account, authorization.portal)
        self._is_proven = False

    def body(self) -> Iterable[Widget]:
        quiet = "$dim"
        yield Static(
            Content.styled("1  ", quiet)
            + Content(f"Sign in to {self._portal.name} for this account:\n   {self._portal.address}\n")
            + Content.styled("2  ", quiet)
            + Content(f"Click {' → '.join(REVOKE_PATH)}\n")
            + Content.styled("3  ", quiet)
            + Content("Come back and ask Login with Amazon: it must refuse now.\n")
        )
        yield aside(
            "Amazon documents no call that revokes, and no notice of it. It ends the whole authorization of this "
            "account, so assume that every refresh token of it is gone. An access token that is out already may "
            "work until its hour is over."
        )
        yield Spinner()
        yield Static(id="proof")

    def buttons(self) -> Iterable[Button]:
        yield Button("Ask Amazon now", id="prove", variant="primary")
        yield Button("Open the portal", id="open")
        yield Button("Close", id="cancel")

    def pressed(self, button_id: str) -> None:
        if button_id == "open":
            self._open()
        else:
            self._prove()

    def leave(self) -> None:
        """Leave, and return whether the revocation was confirmed."""
        self.dismiss(self._is_proven)

    @work(group="open", exclusive=True)
    async def _open(self) -> None:
        with self.telling():
            await self._workspace.browser.open(self._portal.address)

    @work(group="prove", exclusive=True)
    async def _prove(self) -> None:
        proof = self.query_one("#proof", Static)
        proof.update("")
        with self.telling(), self.query_one(Spinner).doing("Asking Login with Amazon"):
            if await self._workspace.authorizing.revoking.prove(self._authorization):
                self._is_proven = True
                words = "Proven: Login with Amazon refuses it. Every refresh token here is marked as revoked."
                proof.update(Content.styled(words, "bold $text-success"))
            else:
                words = (
                    "Not revoked: Login with Amazon has just given an access token. Check the account, then ask again."
                )
                proof.update(Content.styled(words, "bold $text-warning"))


async def free_a_slot(
    screen: Screen[Any], workspace: Workspace, holdings: Holdings, application_id: ApplicationId
) -> bool:
    """Guide through revoking one of the application's accounts; return whether it was confirmed. From a worker."""
    held = [each for each in holdings.of_application(application_id) if each.current_refresh_token]
    if not held:
        screen.notify("No account of this application holds a refresh token here.", markup=False, timeout=5)
        return False
    choices = [(holdings.account_of(each).label, each) for each in held]
    chosen = await screen.app.push_screen_wait(Choose("Revoke which account?", choices))
    if chosen is None:
        return False
    account = holdings.account_of(chosen)
    guide: Screen[bool | None] = RevokeGuide(workspace, chosen, account)
    return await screen.app.push_screen_wait(guide) is True
