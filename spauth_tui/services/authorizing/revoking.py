"""After revoking at Amazon: confirmation from Login with Amazon that the refresh token no longer works."""

from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.exchanging import Tokens

REVOKED_ANSWER = "invalid_grant"
"""LWA's answer for a refresh token that was revoked, has expired or never existed (LWA's error reference)."""

_PROVEN = "{}, proven"


def is_proof(event: Event, token: RefreshTokenRecord) -> bool:
    """Return whether the event says that Login with Amazon refused this refresh token as revoked."""
    return event.kind is EventKind.REFRESH_TOKEN_REVOKED and event.detail == _PROVEN.format(token.fingerprint)


class Revoking:
    """Confirms a revocation and records it."""

    def __init__(self, vault: Vault, tokens: Tokens, clock: Clock) -> None:
        self._vault, self._tokens, self._clock = vault, tokens, clock

    async def prove(self, authorization: Authorization) -> bool:
        """Try an exchange; return whether LWA refuses the refresh token as revoked.

        If so, every refresh token of the authorization is marked as revoked: Amazon revokes the account's
        authorization, not one token (no source contradicts this). Raises every other `ExchangeError`, which proves
        nothing.
        """
        try:
            await self._tokens.refresh(authorization.id)
        except ExchangeRefused as refused:
            if refused.error != REVOKED_ANSWER:
                raise
        else:
            return False
        now = self._clock.now()
        current = await self._vault.authorization(authorization.id)
        async with self._vault.batch() as batch:
            for token in current.refresh_tokens:
                if token.revoked_at is None:
                    detail = _PROVEN.format(token.fingerprint)
                    event = Event.about(current.id, now, EventKind.REFRESH_TOKEN_REVOKED, detail)
                    await batch.mark_revoked(token.id, now, event)
        return True
