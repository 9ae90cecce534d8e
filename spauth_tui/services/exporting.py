"""Writing credentials in another client's form: refresh token and client secret leave the vault, and it is logged."""

from collections.abc import Sequence
from pathlib import Path

from spauth_tui.dialects.draft import Dialect, Draft
from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.client_secrets import exchange_order
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.secret import Secret
from spauth_tui.services.backups import accept_target
from spauth_tui.services.guarding import Guarding
from spauth_tui.services.ports import Clock, NewFiles, Vault


class Exporting:
    """Collects credentials and writes them to files for the user alone."""

    def __init__(self, vault: Vault, guarding: Guarding, files: NewFiles, clock: Clock) -> None:
        self._vault, self._guarding, self._files, self._clock = vault, guarding, files, clock

    async def collect(
        self, authorizations: Sequence[Authorization], where: str, passphrase: Secret | None
    ) -> tuple[Draft, ...]:
        """Return what a form can be written from; `where` says in the log where it goes.

        The client secret is the one that exchanges work with now. Raises `PassphraseNeeded`, `WrongPassphrase`.
        """
        for each in authorizations:
            await self._guarding.admit(each.id, passphrase)
        holdings = await self._vault.holdings()
        drafts = [await self._draft(holdings.authorization_by_id[each.id], holdings) for each in authorizations]
        now = self._clock.now()
        async with self._vault.batch() as batch:
            for each in authorizations:
                event = Event(now, EventKind.SECRETS_EXPORTED, holdings.subject(each), where, each.id)
                await batch.record(event)
        return tuple(drafts)

    async def write(self, dialect: Dialect, drafts: Sequence[Draft], target: str) -> Path:
        """Write a new file, mode 0600; raises `NotExportable`, `InputRefused`, `BackupExists`, other `VaultError`s."""
        path = accept_target(target)
        await self._files.write_secret(path, dialect.write(drafts))
        return path

    async def _draft(self, authorization: Authorization, holdings: Holdings) -> Draft:
        application = holdings.application_by_id[authorization.application_id]
        account = holdings.account_by_id[authorization.account_id]
        record = next(iter(exchange_order(application, self._clock.now())), None)
        client = await self._vault.client(application.id, record.id) if record else None
        current = authorization.current_refresh_token
        return Draft(
            application.client_id,
            client.client_secret if client else None,
            await self._vault.refresh_token(current.id) if current else None,
            application.label,
            account.label,
            account.kind,
            account.region,
            account.environment,
            account.marketplaces,
            record.expires_at if record else None,
            application.authorization_limit,
            application.slots_elsewhere,
            account.merged_name or None,
            account.vendor_group or None,
            account.notes or None,
            current.note or None if current else None,
            authorization.guarded or None,
        )
