"""Exchanges with the new client secret and, while that is still valid, falls back to the old one."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from spauth_tui.domain.errors.exchange import ExchangeRefused, NothingToExchange
from spauth_tui.domain.model.application import Application, ClientSecretId, ClientSecretRecord
from spauth_tui.domain.model.client_secrets import exchange_order
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.way import Way
from spauth_tui.services.ports.amazon import Grant
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault

REFUSED_CLIENT = "invalid_client"  # LWA's answer for a client secret it does not accept (LWA's error reference)


async def ask_with_fallback(
    vault: Vault, clock: Clock, application: Application, attempt: Callable[[ClientSecretId], Awaitable[Grant]]
) -> Grant:
    """Return the first grant, falling back from a new client secret to the old one on `invalid_client`.

    A client secret is recorded as refused only if another one was accepted; the new one is tried first again each time.
    """
    refused: list[ClientSecretRecord] = []
    problem: Exception = NothingToExchange("The application has no client secret yet.", ways=(Way.EDIT_APPLICATION,))
    for record in exchange_order(application, clock.now()):
        try:
            grant = await attempt(record.id)
        except ExchangeRefused as refusal:
            if refusal.error != REFUSED_CLIENT:
                raise
            problem = refusal
            refused.append(record)
        else:
            await _note(vault, clock.now(), application, record, refused)
            return grant
    raise problem


async def _note(
    vault: Vault,
    now: datetime,
    application: Application,
    accepted: ClientSecretRecord,
    refused: list[ClientSecretRecord],
) -> None:
    if accepted.proven_at is None or accepted.refused_at is not None:
        event = Event(now, EventKind.CLIENT_SECRET_PROVEN, application.label)
        await vault.change(accepted, replace(accepted, proven_at=now, refused_at=None), event)
    for record in refused:
        # Logged once; later refusals of the same secret only update the time.
        first = None if record.refused_at else Event(now, EventKind.CLIENT_SECRET_REFUSED, application.label)
        await vault.change(record, replace(record, refused_at=now), first)
