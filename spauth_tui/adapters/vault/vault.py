"""The unlocked vault: every write is one durable transaction with its event; and its file, until it is locked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.connection import refuse_newer
from spauth_tui.adapters.vault.files.backup_files import write_backup, write_backup_to
from spauth_tui.adapters.vault.key import opens
from spauth_tui.adapters.vault.open_file import OpenFile
from spauth_tui.adapters.vault.records import keeping, reading, writing
from spauth_tui.adapters.vault.steps import EachAlone, InBatch, WritingTurn
from spauth_tui.adapters.vault.transaction import SqlTransaction
from spauth_tui.adapters.vault.turns import Turns
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import Event
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.vault.backup import BackupReason

POLL = timedelta(milliseconds=50)
LONGEST_TURN = timedelta(seconds=30)
"""How long to wait for another program's exchange, which takes 20 seconds, and more with retries."""


class SqlcipherVault(SqlTransaction):
    """Implements `Vault`."""

    def __init__(self, file: OpenFile, path: Path) -> None:
        self._file, self._path = file, path
        self._writing = WritingTurn()
        self._turns = Turns(path)
        self._remembered: tuple[Any, Holdings] | None = None
        """The holdings as last read, and what shows whether anything was written since."""
        super().__init__(EachAlone(file, self._writing))

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[SqlTransaction]:
        async with self._writing:
            await self._file.checked()
            steps = InBatch(self._file)
            try:
                await self._file.run(self._file.begin)
                yield SqlTransaction(steps)
                await self._file.run(self._file.commit)
            except BaseException:
                await self._file.run(self._file.roll_back)
                raise
            finally:
                steps.is_over = True

    async def holdings(self, of: ApplicationId | None = None) -> Holdings:
        """Read everything but secret values; not again if nothing has changed since."""
        return await self._file.look(self._recalled) if of is None else await super().holdings(of)

    def _recalled(self, connection: Any) -> Holdings:
        now = connection, self._written_by_others(connection), connection.total_changes
        if self._remembered is None or self._remembered[0] != now or connection.in_transaction:
            held = reading.holdings(connection)
            if connection.in_transaction:
                # Read in a batch, which may still be undone.
                return held
            self._remembered = now, held
        return self._remembered[1]

    async def checked(self) -> None:
        await self._file.checked()

    async def changes(self) -> int:
        return await self._file.poll(self._written_by_others)

    def _written_by_others(self, connection: Any) -> int:
        """Return SQLite's count of others' writes; raises `VaultTooNew` if the new writes include a migration."""
        version = int(connection.execute("PRAGMA data_version").fetchone()[0])
        if self._remembered is None or version != self._remembered[0][1]:
            refuse_newer(connection)
        return version

    @asynccontextmanager
    async def turn(self, authorization_id: AuthorizationId) -> AsyncIterator[None]:
        self._writing.refuse_in_own()
        waited = timedelta(0)
        while not self._turns.take(authorization_id) and waited < LONGEST_TURN:
            await asyncio.sleep(POLL.total_seconds())
            waited += POLL
        try:
            yield
        finally:
            self._turns.give_back(authorization_id)

    async def is_passphrase(self, passphrase: Secret) -> bool:
        return await asyncio.to_thread(opens, passphrase, self._file.key)

    async def back_up(self, reason: BackupReason, at: datetime, target: Path | None = None) -> Path:
        def call(connection: Any) -> Path:
            if target is not None:
                return write_backup_to(connection, self._file.key, target)
            return write_backup(connection, self._file.key, self._path, reason, at)

        async with self._writing:
            await self._file.checked()
            return await self._file.run(call)

    async def change_passphrase(self, passphrase: Secret, event: Event) -> None:
        async with self._writing:
            await self._file.checked()
            await self._file.rekey(passphrase, lambda db: writing.event(db, event))

    async def set_fingerprint_key(self, key: bytes) -> None:
        """Use a known fingerprint key, so that screenshots stay the same; not for a real vault.

        Existing fingerprints stay.
        """
        await self._steps.write(lambda db: keeping.fingerprint_key(db, key))

    async def close(self) -> None:
        self._writing.refuse_in_own()
        if not self._file.is_closed:
            self._remembered = None
            await self._file.close()
            self._turns.close()
