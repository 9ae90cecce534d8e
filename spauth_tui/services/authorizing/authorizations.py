"""What a person does with authorizations: the checklist's actions and the history of refresh tokens."""

from dataclasses import replace

from spauth_tui.domain.amazon.steps import STEP_BY_KEY
from spauth_tui.domain.errors.input import DuplicateAuthorization, InputRefused, LimitReached
from spauth_tui.domain.errors.vault import VaultDamaged
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import (
    Authorization,
    AuthorizationId,
    RefreshToken,
    RefreshTokenId,
    RefreshTokenRecord,
)
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.authorizing.labels import MAX_NOTE, accept_text
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Transaction, Vault


class AlreadyStored(InputRefused):
    """The authorization has this refresh token."""

    sentence = "This refresh token is already stored for this account."
    remedy = (
        "Authorize app in the portal gives a new one. To use an earlier one again, roll back to it in the dashboard's "
        "details."
    )


class Authorizations:
    """Adds authorizations, records the checklist's steps, and keeps their refresh tokens."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    async def add(self, application_id: ApplicationId, account_id: AccountId) -> Authorization:
        """Store a new authorization; raises `InputRefused`, `DuplicateAuthorization`, `LimitReached`.

        If that application's authorization for that account was removed, it comes back with its refresh tokens.
        """
        now = self._clock.now()
        authorization = Authorization(AuthorizationId(new_id()), application_id, account_id, created_at=now)
        async with self._vault.batch() as batch:
            holdings = await batch.holdings()
            application, account = holdings.application_by_id[application_id], holdings.account_by_id[account_id]
            _refuse_unfit(application, account, holdings)
            for each in (await batch.removed()).removals:
                twin = each.record
                if isinstance(twin, Authorization) and (twin.application_id, twin.account_id) == (
                    application_id,
                    account_id,
                ):
                    await batch.bring_back(twin, Event.about(twin.id, now, EventKind.BROUGHT_BACK, each.kind))
                    return await batch.authorization(twin.id)
            event = Event.about(authorization.id, now, EventKind.CREATED, "authorization")
            await batch.add(authorization, event)
        return authorization

    async def tick(self, authorization: Authorization, step_key: str, *, done: bool) -> Authorization:
        """Tick or untick a step that leaves no evidence in the vault."""
        ticks = authorization.ticks | {step_key} if done else authorization.ticks - {step_key}
        kind = EventKind.STEP_TICKED if done else EventKind.STEP_UNTICKED
        event = Event.about(authorization.id, self._clock.now(), kind, STEP_BY_KEY[step_key].title)
        return await self._vault.change(authorization, replace(authorization, ticks=ticks), event)

    async def choose_portal(self, authorization: Authorization, portal_key: str) -> Authorization:
        """Remember which portal the person uses; raises `ChangedMeanwhile`."""
        return await self._vault.change(authorization, replace(authorization, portal=portal_key), None)

    async def store_refresh_token(
        self, authorization: Authorization, refresh_token: Secret, note: str = ""
    ) -> Authorization:
        """Store a new refresh token, read it back and compare, make it current; earlier ones still work at Amazon.

        One of this authorization's that was removed comes back. Raises `AlreadyStored`.
        """
        now = self._clock.now()
        token = RefreshToken(RefreshTokenId(new_id()), refresh_token, now, accept_text(note, MAX_NOTE, "note"))
        event = Event.about(authorization.id, now, EventKind.REFRESH_TOKEN_STORED, token.note)
        identity = token.id
        async with self._vault.batch() as batch:
            for record in (await batch.authorization(authorization.id)).refresh_tokens:
                if await batch.refresh_token(record.id) == refresh_token:
                    raise AlreadyStored(field="refresh_token")
            if gone := await _removed_token(batch, authorization.id, refresh_token):
                detail = f"refresh token {gone.fingerprint}"
                await batch.bring_back(gone, Event.about(authorization.id, now, EventKind.BROUGHT_BACK, detail))
                await batch.make_current(gone.id, now, event)
                identity = gone.id
            else:
                await batch.keep(authorization.id, token, event)
        if await self._vault.refresh_token(identity) != refresh_token:
            raise VaultDamaged(
                "The refresh token read back from the vault is not the one that was stored.",
                "Do not close the portal. Check the disk, then paste it again.",
            )
        return await self._vault.authorization(authorization.id)

    async def read_back(self, authorization: Authorization) -> int:
        """Read the current refresh token; return its length. Raises `VaultDamaged` if it is not what was stored."""
        current = authorization.current_refresh_token
        if current is None:
            raise InputRefused("No refresh token is stored yet.", "Finish step 3 first.")
        value = await self._vault.refresh_token(current.id)
        if len(value) != current.length:
            raise VaultDamaged
        return len(value)

    async def roll_back(self, authorization: Authorization, token: RefreshTokenRecord) -> Authorization:
        """Make an earlier refresh token current again."""
        now = self._clock.now()
        event = Event.about(authorization.id, now, EventKind.REFRESH_TOKEN_MADE_CURRENT, token.fingerprint)
        await self._vault.make_current(token.id, now, event)
        return await self._vault.authorization(authorization.id)

    async def mark_revoked(self, authorization: Authorization, token: RefreshTokenRecord) -> Authorization:
        """Record that a refresh token was revoked at Amazon; it is no longer exchanged."""
        now = self._clock.now()
        event = Event.about(authorization.id, now, EventKind.REFRESH_TOKEN_REVOKED, token.fingerprint)
        await self._vault.mark_revoked(token.id, now, event)
        return await self._vault.authorization(authorization.id)

    async def history(self, authorization: Authorization) -> tuple[Event, ...]:
        """Return the events of an authorization, newest first."""
        return await self._vault.events(authorization.id)


async def _removed_token(
    batch: Transaction, authorization_id: AuthorizationId, value: Secret
) -> RefreshTokenRecord | None:
    for each in (await batch.removed()).removals:
        record = each.record
        if not isinstance(record, RefreshTokenRecord) or each.authorizations[0].id != authorization_id:
            continue
        if await batch.refresh_token(record.id, even_removed=True) == value:
            return record
    return None


def _refuse_unfit(application: Application, account: Account, holdings: Holdings) -> None:
    if application.kind is not account.kind:
        raise InputRefused(
            f"{application.label} is a {application.kind.value} application and {account.label} a "
            f"{account.kind.value} account.",
            "Choose an account of the same kind.",
            field="account",
        )
    existing = holdings.of_application(application.id)
    if any(each.account_id == account.id for each in existing):
        raise DuplicateAuthorization(field="account")
    taken = len(existing) + application.slots_elsewhere
    if taken >= application.authorization_limit:
        raise LimitReached(
            f"{application.label} already uses {taken} of its {application.authorization_limit} slots.", field="account"
        )
