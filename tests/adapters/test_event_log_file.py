"""The log grows for years: what is read of it is what is asked for."""

from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.records import reading
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.domain.model.event import Event, EventKind
from tests import builders
from tests.fakes import NOW

AUTH = AuthorizationId("auth")


async def test_the_events_of_one_authorization_are_found_without_reading_the_log(tmp_path: Path) -> None:
    vault = await SqlcipherVaultStore(tmp_path / "personal.vault").create(builders.PASSPHRASE)
    await builders.furnish(vault)
    async with vault.batch() as batch:
        await batch.record(Event(NOW, EventKind.REFRESHED, "subject", "", AUTH))
        for _ in range(2_000):
            await batch.record(Event(NOW, EventKind.UNLOCKED, "personal"))

    def work(connection: Any) -> int:
        """Return how many thousands of steps SQLite takes."""
        done: list[int] = []
        connection.set_progress_handler(lambda: done.append(1), 1_000)
        assert len(reading.events(connection, AUTH, 500)) == 1
        connection.set_progress_handler(None, 0)
        return len(done)

    assert await vault._file.read(work) == 0
    await vault.close()
