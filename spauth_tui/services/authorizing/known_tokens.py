"""Finds the authorization that a refresh token is stored for, by its keyed fingerprint and then by its value."""

from collections import defaultdict

from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.ports.vault import Vault


class KnownTokens:
    """The refresh tokens of one reading of the vault."""

    def __init__(self, vault: Vault, holdings: Holdings) -> None:
        self._vault = vault
        self._by_fingerprint: dict[str, list[tuple[Authorization, RefreshTokenRecord]]] = defaultdict(list)
        for authorization in holdings.authorizations:
            for record in authorization.refresh_tokens:
                self._by_fingerprint[record.fingerprint].append((authorization, record))

    async def find(self, value: Secret) -> tuple[Authorization, RefreshTokenRecord] | None:
        """Return the authorization that has this refresh token, current or earlier; None if there is none."""
        if not self._by_fingerprint:
            return None
        for authorization, record in self._by_fingerprint.get(await self._vault.fingerprint(value), ()):
            # A fingerprint is short: two tokens may share one.
            if await self._vault.refresh_token(record.id) == value:
                return authorization, record
        return None
