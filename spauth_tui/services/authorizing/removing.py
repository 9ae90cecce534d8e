"""Removes records, old client secrets and earlier refresh tokens, after asking the guard."""

from collections.abc import Sequence

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ClientSecretRecord
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.client_secrets import removable
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.guarding import Clearance, Guarding


class Removing:
    """Removes records with everything that belongs to them. Nothing changes at Amazon."""

    def __init__(self, vault: Vault, guarding: Guarding, clock: Clock) -> None:
        self._vault, self._guarding, self._clock = vault, guarding, clock

    async def remove(
        self, records: Sequence[Application | Account | Authorization], clearance: Clearance = None
    ) -> None:
        """Remove all or none, after asking the guard, since this would also unguard the application's client secret."""
        permit = await self._guarding.admit_all(_affected(records, await self._vault.holdings()), clearance)
        async with self._vault.batch() as batch:
            # Read again: one may have been guarded in the meantime.
            held = await batch.holdings()
            await self._guarding.admit_all(_affected(records, held), permit)
            for each in records:
                await batch.remove(each, self._event(each, held))

    async def remove_old_secrets(
        self, application: Application, records: Sequence[ClientSecretRecord], clearance: Clearance = None
    ) -> Application:
        """Delete earlier client secrets, after asking the guard; raises `InputRefused` if one may still be needed."""
        await self._guarding.admit_application(application.id, clearance)
        for record in records:
            event = Event(self._clock.now(), EventKind.CLIENT_SECRET_REMOVED, application.label)
            async with self._vault.batch() as batch:
                # Read again: another window may have seen the newest one refused.
                spare = removable(await batch.application(application.id), self._clock.now())
                if record.id not in {each.id for each in spare}:
                    raise InputRefused(
                        "This client secret may still be needed: the newest one has not worked yet.",
                        "Test the newest one first.",
                    )
                await batch.remove(record, event)
        return await self._vault.application(application.id)

    async def purge(
        self, authorization: Authorization, token: RefreshTokenRecord, clearance: Clearance = None
    ) -> Authorization:
        """Delete a refresh token, but not the current one, after asking the guard. Backups still have it."""
        await self._guarding.admit(authorization.id, clearance)
        event = Event.about(authorization.id, self._clock.now(), EventKind.REFRESH_TOKEN_PURGED, token.fingerprint)
        async with self._vault.batch() as batch:
            # Another window may have rolled back to it since it was shown.
            current = (await batch.authorization(authorization.id)).current_refresh_token
            if current is not None and current.id == token.id:
                raise InputRefused(
                    "This is the refresh token in use.", "Store a new one, roll back, or mark it as revoked first."
                )
            await batch.remove(token, event)
        return await self._vault.authorization(authorization.id)

    def _event(self, record: Application | Account | Authorization, held: Holdings) -> Event:
        now, kind = self._clock.now(), EventKind.REMOVED
        if isinstance(record, Authorization):
            return Event(now, kind, held.subject(record), "authorization", record.id)
        return Event(now, kind, record.label, "account" if isinstance(record, Account) else "application")


def _affected(records: Sequence[Application | Account | Authorization], held: Holdings) -> list[Authorization]:
    ids = {str(each.id) for each in records}
    return [each for each in held.authorizations if ids & {each.id, each.account_id, each.application_id}]
