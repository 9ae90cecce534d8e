"""Copies an access token to the clipboard or shows it on the screen for ten seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from spauth_tui.domain.errors.exchange import NothingToCopy
from spauth_tui.domain.model.access_token import AccessToken
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import Clipboard, Receipt
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.guarding import Guarding
from spauth_tui.services.tokens.logged_first import logged_first
from spauth_tui.services.tokens.token_forms import TokenForm, call_of, written

CLEARED_AFTER = timedelta(seconds=45)  # how long a copied access token stays on the clipboard
SHOWN_FOR = timedelta(seconds=10)  # how long a revealed token stays on the screen


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied, and how that went."""

    receipt: Receipt
    form: TokenForm
    left: timedelta  # how long the access token remains valid


class Copying:
    """Copies access tokens, clears the clipboard again, and lends one to the screen."""

    def __init__(
        self, vault: Vault, clipboard: Clipboard, clock: Clock, guarding: Guarding, reached: Callable[[str], str]
    ) -> None:
        self._vault, self._guarding, self._clipboard, self._clock = vault, guarding, clipboard, clock
        self._reached = reached
        self.clears_at: datetime | None = None
        """When the clipboard will be cleared (UTC); None while it contains nothing of ours."""
        self._ways: set[str] = set()
        """The backends used since the clipboard was last cleared; a backend's next copy replaces its last."""

    async def copy_access_token(
        self,
        authorization_id: AuthorizationId,
        account: Account,
        form: TokenForm = TokenForm.BARE,
        passphrase: Secret | None = None,
    ) -> Copied:
        """Copy a live access token; raises `NothingToCopy`, `ClipboardUnavailable`, `PassphraseNeeded` if guarded."""
        token = await self._live(authorization_id)
        await self._guarding.admit(authorization_id, passphrase)
        receipt = await self._copy(
            written(token, call_of(account, self._reached), form),
            Event.about(authorization_id, self._clock.now(), EventKind.COPIED, form.value),
        )
        return Copied(receipt, form, token.life.remaining(self._clock.now()))

    async def copy_short_lived(self, value: Secret, what: str, of: Application | Authorization) -> Receipt:
        """Copy a grantless access token or a restricted data token; cleared like an access token."""
        now, kind = self._clock.now(), EventKind.COPIED
        if isinstance(of, Application):
            return await self._copy(value, Event(now, kind, of.label, what))
        return await self._copy(value, Event.about(of.id, now, kind, what))

    async def copy_plain(self, text: str) -> Receipt:
        """Copy something that is not a secret, such as a portal's address."""
        receipt = await self._clipboard.copy(Secret(text))
        self._ways.discard(receipt.backend)
        if not self._ways:
            self.clears_at = None
        return receipt

    async def lend_access_token(self, authorization_id: AuthorizationId, passphrase: Secret | None = None) -> Secret:
        """Return a live access token to show for `SHOWN_FOR`; raises `NothingToCopy`, `PassphraseNeeded`."""
        token = await self._live(authorization_id)
        await self._guarding.admit(authorization_id, passphrase)
        await self._vault.record(Event.about(authorization_id, self._clock.now(), EventKind.REVEALED))
        return token.value

    async def _copy(self, value: Secret, event: Event) -> Receipt:
        async with logged_first(self._vault, [event], EventKind.COPY_FAILED):
            receipt = await self._clipboard.copy(value, CLEARED_AFTER)
        self._ways.add(receipt.backend)
        self.clears_at = self._clock.now() + CLEARED_AFTER
        return receipt

    async def clear_if_ours(self) -> None:
        """Clear the clipboard if it still contains what was copied last."""
        self.clears_at = None
        self._ways.clear()
        await self._clipboard.clear_if_ours()

    async def _live(self, authorization_id: AuthorizationId) -> AccessToken:
        token = await self._vault.access_token(authorization_id)
        if token is None:
            raise NothingToCopy
        if token.life.remaining(self._clock.now()) <= timedelta(0):
            raise NothingToCopy("The access token has expired.")
        return token
