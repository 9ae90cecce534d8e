"""Rotates a client secret: stores and tests the new one, removes the old one, or has Amazon rotate it."""

from dataclasses import dataclass, replace
from datetime import datetime

from spauth_tui.domain.amazon.notifications import NewSecret, Notifications, SecretDeadline
from spauth_tui.domain.amazon.rates import ROTATION as ROTATION_RATE
from spauth_tui.domain.amazon.rates import Call, refuse_too_soon, wait_for_next
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors.exchange import ExchangeRefused, NothingToExchange
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.application import (
    CLIENT_SECRET_LIFETIME,
    OVERLAP,
    Application,
    ClientSecret,
    ClientSecretId,
    ClientSecretRecord,
)
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.grantless import ROTATION
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import date_words
from spauth_tui.services.authorizing.pasted import accept_client_secret, read_rotation
from spauth_tui.services.ports.amazon import SellingPartnerApi, TokenEndpoint
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Reading, Vault
from spauth_tui.services.tokens.grantless import Grantless


@dataclass(frozen=True, slots=True)
class PasteResult:
    """The result of a paste: the updated application, and whether it had a new client secret."""

    application: Application
    has_new_secret: bool
    words: str
    others: tuple[Application, ...] = ()
    """Other applications of the vault for which the same paste contains a new client secret."""


class Rotating:
    """Moves an application from one client secret to the next without a gap."""

    def __init__(
        self, vault: Vault, endpoint: TokenEndpoint, api: SellingPartnerApi, grantless: Grantless, clock: Clock
    ) -> None:
        self._vault, self._endpoint, self._api, self._grantless = vault, endpoint, api, grantless
        self._clock = clock

    async def take(
        self, application: Application, pasted: Secret, rotated_at: datetime | None, *, keep_unusual: bool = False
    ) -> PasteResult:
        """Store what was pasted: a client secret, or one of Amazon's two notifications about it.

        A bare client secret expires 180 days after `rotated_at` (unknown without it), and the old one seven days after,
        unless it ends sooner; a notification gives the exact times. Raises `InputRefused` for another application's
        notification, for a secret that is stored already, and for one that looks cut unless `keep_unusual`.
        """
        found = read_rotation(pasted, keep_unusual=keep_unusual)
        if isinstance(found, Secret):
            ends = rotated_at + CLIENT_SECRET_LIFETIME if rotated_at else None
            return await self._store(application, found, ends, rotated_at + OVERLAP if rotated_at else None)
        others, unknown = await self._others(application, found)
        new, deadline = found.of(application.client_id)
        if new is not None:
            taken = await self._take_new(application, new, deadline)
        elif deadline is not None:
            taken = await self._note_deadline(application, deadline)
        else:
            raise _about_others(found, others)
        labels = [each.label for each in others] + [f"a client id that ends in {each[-8:]}" for each in unknown]
        words = [taken.words, *(f"Not used: {each.sentence}" for each in found.flaws)]
        if labels:
            words.append(f"It also holds a new client secret of {', '.join(labels)}.")
        return replace(taken, words=" ".join(words), others=others)

    async def _others(
        self, application: Application, found: Notifications
    ) -> tuple[tuple[Application, ...], tuple[str, ...]]:
        """Return whose other client secrets a paste contains: applications of the vault, and unknown client ids."""
        mine = {each.client_id: each for each in (await self._vault.holdings()).applications}
        others = [each.client_id for each in found.new_secrets if each.client_id != application.client_id]
        return tuple(mine[each] for each in others if each in mine), tuple(each for each in others if each not in mine)

    async def _take_new(self, application: Application, new: NewSecret, deadline: SecretDeadline | None) -> PasteResult:
        value = accept_client_secret(new.value, keep_unusual=True)
        ends, old_ends = new.expires_at, new.old_expires_at
        if deadline is not None and deadline.sent_at > new.sent_at:
            ends = deadline.expires_at
        elif deadline is not None:
            old_ends = min(old_ends, deadline.expires_at)
        if ends <= self._clock.now():
            raise InputRefused(
                f"The client secret in this notification expired on {date_words(ends)}, so nothing was stored.",
                "Rotate again, and take the newest notification from the queue.",
                field="client_secret",
            )
        return await self._store(application, value, ends, old_ends)

    async def prove(self, application: Application, holdings: Holdings) -> str:
        """Exchange with the newest client secret only; return whom it was accepted for. Raises `ExchangeError`s."""
        newest = application.client_secret
        if newest is None:
            raise NothingToExchange("The application has no client secret yet.", "Paste it first.")
        authorization = _provable(holdings, application)
        if authorization is None:
            raise NothingToExchange(
                "No account of this application has a working refresh token, and without one the "
                "client secret cannot be tested.",
                "Authorize an account first; its first exchange proves the client secret too.",
            )
        credentials = await self._vault.credentials(authorization.id, newest.id)
        try:
            await self._endpoint.exchange(credentials)
        except ExchangeRefused as refused:
            if refused.error == "invalid_client":
                await self._vault.change(newest, replace(newest, refused_at=self._clock.now()), None)
            raise
        now = self._clock.now()
        event = Event(now, EventKind.CLIENT_SECRET_PROVEN, application.label)
        async with self._vault.batch() as batch:
            secrets = (await batch.application(application.id)).client_secrets
            for current in (each for each in secrets if each.id == newest.id):
                await batch.change(current, replace(current, proven_at=now, refused_at=None), event)
        return holdings.account_by_id[authorization.account_id].label

    async def ask_amazon(self, application: Application, region: Region) -> str:
        """Have Amazon rotate, irreversibly, and send the new secret to the registered queue; return the request id."""
        await self._refuse_too_soon(self._vault, application)
        await self._grantless.obtain(application, ROTATION)
        token = await self._grantless.lend(application, ROTATION)
        async with self._vault.batch() as batch:
            # Check again now that no other window can ask in between: the call cannot be undone.
            await self._refuse_too_soon(batch, application)
            # The client id decides, not the label.
            now, kind = self._clock.now(), EventKind.ROTATION_ASKED
            await batch.record(Event(now, kind, application.label, application.client_id))
        return await self._api.rotate_client_secret(token, region)

    async def _refuse_too_soon(self, vault: Reading, application: Application) -> None:
        """Raise `SellingPartnerApiError` while the documented rate does not allow another call."""
        asked_at = await vault.last_asked_to_rotate(application.client_id)
        refuse_too_soon(wait_for_next(ROTATION_RATE, [Call(asked_at)] if asked_at else [], self._clock.now()))

    async def _store(
        self, application: Application, value: Secret, ends: datetime | None, old_ends: datetime | None
    ) -> PasteResult:
        now = self._clock.now()
        record = ClientSecretRecord(ClientSecretId(new_id()), now, ends)
        async with self._vault.batch() as batch:
            # Read again: another window may have stored it, or an earlier expiry.
            current = await batch.application(application.id)
            for known in current.client_secrets:
                if (await batch.client(application.id, known.id)).client_secret == value:
                    raise InputRefused(
                        "This client secret is stored already.",
                        "Rotate the secret in the portal and copy the new one.",
                        field="client_secret",
                    )
            before = current.client_secret
            if before is not None and old_ends is not None:
                sooner = min(before.expires_at or old_ends, old_ends)
                await batch.change(before, replace(before, expires_at=sooner), None)
            event = Event(now, EventKind.CLIENT_SECRET_STORED, application.label, "rotation")
            await batch.keep(application.id, ClientSecret(record, value), event)
        until = f", until {date_words(ends)}" if ends else ""
        return PasteResult(
            await self._vault.application(application.id), True, f"The new client secret is stored{until}."
        )

    async def _note_deadline(self, application: Application, deadline: SecretDeadline) -> PasteResult:
        newest = application.client_secret
        if newest is None:
            raise InputRefused(
                "The application has no client secret yet, so there is nothing to record a deadline for.",
                "Paste the client secret first.",
                field="client_secret",
            )
        day = date_words(deadline.expires_at)
        event = Event(self._clock.now(), EventKind.CLIENT_SECRET_DATED, application.label, day)
        await self._vault.change(newest, replace(newest, expires_at=deadline.expires_at), event)
        over = ", which is over" if deadline.expires_at <= self._clock.now() else ""
        words = f"The deadline is noted: {day}{over}. The notification has no new client secret."
        return PasteResult(await self._vault.application(application.id), False, words)


def _about_others(found: Notifications, others: tuple[Application, ...]) -> InputRefused:
    about = [each.client_id for each in found.new_secrets] + [each.client_id for each in found.deadlines]
    by_client = {each.client_id: each.label for each in others}
    named = ", ".join(by_client.get(each, f"a client id that ends in {each[-8:]}") for each in dict.fromkeys(about))
    return InputRefused(
        "This notification is about another application: its client id differs.",
        f"It is about {named}. Open that application and paste it there.",
        field="client_secret",
    )


def _provable(holdings: Holdings, application: Application) -> Authorization | None:
    """Return the authorization whose refresh token most likely works: not refused, most recently proven."""
    fit = [
        each
        for each in holdings.of_application(application.id)
        if each.current_refresh_token is not None and (each.refusal is None or each.refusal.error == "invalid_client")
    ]
    return max(fit, key=lambda each: (each.is_proven, each.created_at), default=None)
