"""The walk for revoking an authorization at Amazon: where to click, and the proof afterwards."""

from collections.abc import Iterable

from textual import work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from spauth_tui.domain.amazon.portal import REVOKE_PATH, chosen_portal
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.services.workspace import Workspace
from spauth_tui.ui.dialogs.dialog import Dialog
from spauth_tui.ui.widgets.working_sign import WorkingSign


class RevokeWalk(Dialog[bool]):
    """Returns True once Login with Amazon has refused the refresh token, which proves the revocation."""

    title_words = "Revoke at Amazon"
    hint = "tab moves · enter presses · esc leaves"

    def __init__(self, workspace: Workspace, authorization: Authorization, account: Account) -> None:
        super().__init__()
        self._workspace, self._authorization = workspace, authorization
        self._portal = chosen_portal(account, authorization.portal)
        self._is_proven = False

    def body(self) -> Iterable[Widget]:
        quiet = "$foreground 60%"
        yield Static(
            Content.styled("1  ", quiet)
            + Content(f"Sign in to {self._portal.name} for this account:\n   {self._portal.address}\n")
            + Content.styled("2  ", quiet)
            + Content("Click " + Content(" → ").join(map(Content, REVOKE_PATH)).plain + "\n")
            + Content.styled("3  ", quiet)
            + Content("Come back and ask Login with Amazon: it must refuse now.\n")
        )
        yield Static(
            Content(
                "Amazon documents no call that revokes, and no notice of it. It ends the whole authorization of this "
                "account, so assume that every refresh token of it is gone. An access token that is out already may "
                "work until its hour is over."
            ),
            classes="hint",
        )
        yield WorkingSign()
        yield Static(id="proof")

    def buttons(self) -> Iterable[Button]:
        yield Button("Ask Amazon now", id="prove", variant="primary", compact=True)
        yield Button("Open the portal", id="open", compact=True)
        yield Button("Close", id="cancel", compact=True)

    def pressed(self, button_id: str) -> None:
        if button_id == "open":
            self._open()
        else:
            self._prove()

    def leave(self) -> None:
        """Leave, and say whether it was proven."""
        self.dismiss(self._is_proven)

    @work(group="open", exclusive=True)
    async def _open(self) -> None:
        self.forget_problem()
        try:
            await self._workspace.browser.open(self._portal.address)
        except SpauthError as problem:
            self.tell(problem)

    @work(group="prove", exclusive=True)
    async def _prove(self) -> None:
        self.forget_problem()
        proof, sign = self.query_one("#proof", Static), self.query_one(WorkingSign)
        proof.update("")
        sign.start("Asking Login with Amazon")
        try:
            revoked = await self._workspace.revoking.prove(self._authorization)
        except SpauthError as problem:
            self.tell(problem)
            return
        finally:
            sign.stop()
        if revoked:
            self._is_proven = True
            words = "Proven: Login with Amazon refuses it. Every refresh token here is marked as revoked."
            proof.update(Content.styled(words, "bold $text-success"))
        else:
            words = "Not revoked: Login with Amazon has just given an access token. Check the account, then ask again."
            proof.update(Content.styled(words, "bold $text-warning"))
