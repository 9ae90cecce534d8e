"""Hands live access tokens to programs, exchanging only if needed; every hand-out is logged."""

from datetime import timedelta

from spauth_tui.domain.errors.input import TooLittleTime
from spauth_tui.domain.model.access_token import SAFETY_MARGIN, AccessToken
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.text.time import span_words
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.exchanging import Tokens
from spauth_tui.services.tokens.guarding import Clearance, Guarding


class HandingOut:
    """Hands out access tokens."""

    def __init__(self, vault: Vault, tokens: Tokens, guarding: Guarding, clock: Clock) -> None:
        self._vault, self._tokens, self._guarding, self._clock = vault, tokens, guarding, clock

    async def access_token(
        self,
        authorization: Authorization,
        to: str,
        *,
        at_least: timedelta = SAFETY_MARGIN,
        renew: bool = False,
        clearance: Clearance = None,
    ) -> AccessToken:
        """Return one valid for at least `at_least`, exchanging if necessary; `to` says in the log who got it."""
        permit = await self._guarding.admit(authorization.id, clearance)
        token = await self.live_token(authorization, at_least, renew=renew)
        # It may have been guarded while waiting for Amazon.
        await self._guarding.admit(authorization.id, permit or clearance)
        await self._vault.record(Event.about(authorization.id, self._clock.now(), EventKind.HANDED_OUT, to))
        return token

    async def live_token(
        self, authorization: Authorization, at_least: timedelta, *, renew: bool = False
    ) -> AccessToken:
        """Do the same without guard and event, which are the caller's responsibility."""
        token = None if renew else await self._vault.access_token(authorization.id)
        if token is None or token.life.remaining(self._clock.now()) < at_least:
            await self._tokens.refresh(authorization.id)
            token = await self._vault.access_token(authorization.id)
        left = token.life.remaining(self._clock.now()) if token else timedelta(0)
        if token is None or left < at_least:
            raise TooLittleTime(
                f"Amazon's new access token is valid for {span_words(left)}, which is less than you asked for."
            )
        return token
