"""Handing an access token to the clipboard or, for ten seconds, to the screen."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from spauth_tui.domain.access_token import AccessToken
from spauth_tui.domain.account import Account
from spauth_tui.domain.application import Kind
from spauth_tui.domain.authorization import AuthorizationId
from spauth_tui.domain.errors import NothingToCopy
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.secret import Secret
from spauth_tui.services.guarding import Guarding
from spauth_tui.services.ports import Clipboard, Clock, Receipt, Vault

CLEARED_AFTER = timedelta(seconds=45)
"""How long a copied access token stays on the clipboard."""
SHOWN_FOR = timedelta(seconds=10)
"""How long a revealed token stays on the screen."""


class CopyForm(Enum):
    """The forms in which an access token can be copied, with the words to choose by."""

    BARE = "the access token alone"
    HEADER = "an HTTP header, x-amz-access-token"
    CURL = "a curl command for its endpoint"
    ENVIRONMENT = "shell lines: export SP_API_ACCESS_TOKEN=…"
    JSON = "JSON with endpoint and expiry"


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied and what became of it."""

    receipt: Receipt
    form: CopyForm
    left: timedelta
    """How long the access token still lives."""


class Copying:
    """Copies access tokens, clears them again, and lends one to the screen."""

    def __init__(self, vault: Vault, clipboard: Clipboard, clock: Clock, guarding: Guarding) -> None:
        self._vault = vault
        self._guarding = guarding
        self._clipboard = clipboard
        self._clock = clock
        self.clears_at: datetime | None = None
        """When the clipboard is to be cleared (UTC); None while nothing of ours is on it."""

    async def copy_access_token(
        self,
        authorization_id: AuthorizationId,
        account: Account,
        subject: str,
        form: CopyForm = CopyForm.BARE,
        passphrase: Secret | None = None,
    ) -> Copied:
        """Copy a live access token; raises `NothingToCopy`, `ClipboardUnavailable` and, guarded, `PassphraseNeeded`."""
        token = await self._live(authorization_id)
        await self._guarding.admit(authorization_id, passphrase)
        receipt = await self._clipboard.copy(written(token, account, form), CLEARED_AFTER)
        self.clears_at = self._clock.now() + CLEARED_AFTER
        await self._vault.record(Event(self._clock.now(), EventKind.COPIED, subject, form.value, authorization_id))
        return Copied(receipt, form, token.life.remaining(self._clock.now()))

    async def copy_short_lived(
        self, value: Secret, subject: str, what: str, authorization_id: AuthorizationId | None = None
    ) -> Receipt:
        """Copy a grantless access token or a restricted data token; cleared like an access token."""
        receipt = await self._clipboard.copy(value, CLEARED_AFTER)
        self.clears_at = self._clock.now() + CLEARED_AFTER
        await self._vault.record(Event(self._clock.now(), EventKind.COPIED, subject, what, authorization_id))
        return receipt

    async def copy_plain(self, text: str) -> Receipt:
        """Copy something that is no secret, such as a portal's address."""
        receipt = await self._clipboard.copy(Secret(text))
        self.clears_at = None
        return receipt

    async def lend_access_token(
        self, authorization_id: AuthorizationId, subject: str, passphrase: Secret | None = None
    ) -> Secret:
        """Return a live access token to be shown for `SHOWN_FOR`; raises `NothingToCopy`, `PassphraseNeeded`."""
        token = await self._live(authorization_id)
        await self._guarding.admit(authorization_id, passphrase)
        await self._vault.record(Event(self._clock.now(), EventKind.REVEALED, subject, "", authorization_id))
        return token.value

    async def clear_if_ours(self) -> None:
        """Empty the clipboard if it still holds what was copied last."""
        self.clears_at = None
        await self._clipboard.clear_if_ours()

    async def _live(self, authorization_id: AuthorizationId) -> AccessToken:
        token = await self._vault.access_token(authorization_id)
        if token is None:
            raise NothingToCopy
        if token.life.remaining(self._clock.now()) <= timedelta(0):
            raise NothingToCopy("The access token has expired.", "Press Refresh first.")
        return token


def written(token: AccessToken, account: Account, form: CopyForm) -> Secret:
    """Write an access token in one of the forms people paste; the endpoint is the account's own."""
    value = token.value.reveal()
    endpoint = account.region.endpoint(account.environment)
    expires_at = token.life.expires_at.isoformat(timespec="seconds").replace("+00:00", "Z")
    match form:
        case CopyForm.BARE:
            text = value
        case CopyForm.HEADER:
            text = f"x-amz-access-token: {value}"
        case CopyForm.CURL:
            path = "/sellers/v1/marketplaceParticipations"
            if account.kind is Kind.VENDOR:
                path = "/vendor/orders/v1/purchaseOrders?limit=1&includeDetails=false"
            text = f"curl -H 'x-amz-access-token: {value}' '{endpoint}{path}'"
        case CopyForm.ENVIRONMENT:
            text = (
                f"export SP_API_ACCESS_TOKEN='{value}'\n"
                f"export SP_API_ACCESS_TOKEN_EXPIRES_AT='{expires_at}'\n"
                f"export SP_API_ENDPOINT='{endpoint}'\n"
            )
        case CopyForm.JSON:
            text = json.dumps({"access_token": value, "expires_at": expires_at, "endpoint": endpoint})
    return Secret(text)
