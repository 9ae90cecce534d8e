"""Logs before acting: nothing leaves the vault without an event, and a failure adds another."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.services.ports.vault import Vault


@asynccontextmanager
async def logged_first(
    vault: Vault, events: Sequence[Event], failed: EventKind = EventKind.EXPORT_FAILED
) -> AsyncIterator[None]:
    """Run the hand-out once its events are in the vault; if it fails, log as many `failed` events."""
    await record_all(vault, events)
    try:
        yield
    except SpauthError:
        await record_all(vault, [replace(each, kind=failed) for each in events])
        raise


async def record_all(vault: Vault, events: Sequence[Event]) -> None:
    """Log all of them, or none."""
    async with vault.batch() as batch:
        for each in events:
            await batch.record(each)
