"""Writes credentials in another client's format: client secret and refresh token leave the vault, which is logged."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.client_secrets import exchange_order
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.formats.draft import Draft, FileFormat
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import NewFiles
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.guarding import Clearance, Guarding, Permit
from spauth_tui.services.tokens.logged_first import logged_first, record_all
from spauth_tui.services.vault_care.backups import accept_target


class Exporting:
    """Collects credentials and writes them to files that only the user can read."""

    def __init__(self, vault: Vault, guarding: Guarding, files: NewFiles, clock: Clock) -> None:
        self._vault, self._guarding, self._files, self._clock = vault, guarding, files, clock

    async def as_text(
        self, file_format: FileFormat, authorizations: Sequence[Authorization], where: str, clearance: Clearance
    ) -> Secret:
        """Return a file's text with the client secret that works now; `where` goes into the log."""
        text = file_format.write(await self._drafts(authorizations, clearance))
        await record_all(self._vault, self._events(authorizations, where))
        return text

    @asynccontextmanager
    async def as_variables(
        self, file_format: FileFormat, authorization: Authorization, where: str, clearance: Clearance
    ) -> AsyncIterator[Mapping[str, Secret]]:
        """Yield the environment variables of a client; a failure before the end is logged too."""
        (draft,) = await self._drafts((authorization,), clearance)
        names = file_format.variables(draft)
        if names is None:
            raise NotExportable(f"{file_format.title} does not read environment variables.", "Use --file or --stdin.")
        async with logged_first(self._vault, self._events((authorization,), where)):
            yield names

    async def to_file(
        self, file_format: FileFormat, authorizations: Sequence[Authorization], target: str, clearance: Clearance
    ) -> Path:
        """Write a new file, mode 0600; raises `PlaceRefused`, `BackupExists` and other `VaultError`s too."""
        path = accept_target(target)
        text = file_format.write(await self._drafts(authorizations, clearance))
        events = self._events(authorizations, f"{file_format.key}, to a file")
        async with logged_first(self._vault, events):
            await self._files.write_secret(path, text)
        return path

    async def _drafts(self, authorizations: Sequence[Authorization], clearance: Clearance) -> list[Draft]:
        permit = await self._admit(authorizations, clearance)
        holdings = await self._vault.holdings()
        drafts = [await self._draft(holdings.authorization_by_id[each.id], holdings) for each in authorizations]
        # Some may have been guarded while they were being read.
        await self._admit(authorizations, permit)
        return drafts

    async def _admit(self, authorizations: Sequence[Authorization], clearance: Clearance) -> Permit | None:
        """Check that they may be exported, including client secrets shared with guarded authorizations."""
        applications = {each.application_id for each in authorizations}
        held = (await self._vault.holdings()).authorizations
        return await self._guarding.admit_all([each for each in held if each.application_id in applications], clearance)

    def _events(self, authorizations: Sequence[Authorization], where: str) -> list[Event]:
        now = self._clock.now()
        return [Event.about(each.id, now, EventKind.SECRETS_EXPORTED, where) for each in authorizations]

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
