"""Removes records, old client secrets and earlier refresh tokens, after asking the guard; brings them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ClientSecretRecord
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.client_secrets import removable
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.removal import Key, Marked, Removal
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.authorizing.revoking import REVOKED_ANSWER, is_proof
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import EVERYTHING, Vault
from spauth_tui.services.tokens.guarding import Clearance, Guarding

UNDONE_FOR = timedelta(seconds=30)  # how long the newest removal can be taken back by one key


@dataclass(frozen=True, slots=True)
class _Newest:
    """What was removed last in this session."""

    at: datetime
    keys: frozenset[Key]


class Removing:
    """Removes records with everything that belongs to them, and brings them back. Nothing changes at Amazon."""

    def __init__(self, vault: Vault, guarding: Guarding, clock: Clock) -> None:
        self._vault, self._guarding, self._clock = vault, guarding, clock
        self._newest: _Newest | None = None

    async def remove(
        self, records: Sequence[Application | Account | Authorization], clearance: Clearance = None
    ) -> None:
        """Remove all or none, after asking the guard: once they are deleted, the application's secret is unguarded."""
        permit = await self._guarding.admit_all(_affected(records, await self._vault.holdings()), clearance)
        at = self._clock.now()
        async with self._vault.batch() as batch:
            # Read again: one may have been guarded in the meantime.
            held = await batch.holdings()
            await self._guarding.admit_all(_affected(records, held), permit)
            for each in records:
                await batch.remove(each, _removed(each, held, at))
        self._note(records, at)

    async def remove_old_secrets(
        self, application: Application, records: Sequence[ClientSecretRecord], clearance: Clearance = None
    ) -> Application:
        """Remove earlier client secrets, after asking the guard; raises `InputRefused` if one may still be needed."""
        await self._guarding.admit_application(application.id, clearance)
        at = self._clock.now()
        async with self._vault.batch() as batch:
            for record in records:
                # Read again: another window may have seen the newest one refused.
                spare = removable(await batch.application(application.id), self._clock.now())
                if record.id not in {each.id for each in spare}:
                    raise InputRefused(
                        "This client secret may still be needed: the newest one has not worked yet.",
                        "Test the newest one first.",
                    )
                await batch.remove(record, Event(at, EventKind.CLIENT_SECRET_REMOVED, application.label))
        self._note(records, at)
        return await self._vault.application(application.id)

    async def remove_refresh_token(
        self, authorization: Authorization, token: RefreshTokenRecord, clearance: Clearance = None
    ) -> Authorization:
        """Remove a refresh token, but not the current one, after asking the guard."""
        await self._guarding.admit(authorization.id, clearance)
        at, detail = self._clock.now(), f"refresh token {token.fingerprint}"
        async with self._vault.batch() as batch:
            # Another window may have rolled back to it since it was shown.
            current = (await batch.authorization(authorization.id)).current_refresh_token
            if current is not None and current.id == token.id:
                raise InputRefused(
                    "This is the refresh token in use.", "Store a new one, roll back, or mark it as revoked first."
                )
            await batch.remove(token, Event.about(authorization.id, at, EventKind.REMOVED, detail))
        self._note([token], at)
        return await self._vault.authorization(authorization.id)

    async def unproven(self, records: Sequence[Application | Account | Authorization]) -> int:
        """Count the refresh tokens in them that Amazon may still take: neither refused as revoked nor proven so."""
        affected = _affected(records, await self._vault.holdings())
        return sum([len(await self._unproven(each, each.refresh_tokens)) for each in affected])

    async def is_unproven(self, authorization: Authorization, token: RefreshTokenRecord) -> bool:
        """Return the same about one refresh token."""
        return bool(await self._unproven(authorization, (token,)))

    async def _unproven(
        self, authorization: Authorization, tokens: Sequence[RefreshTokenRecord]
    ) -> list[RefreshTokenRecord]:
        refusal = authorization.refusal
        if refusal is not None and refusal.error == REVOKED_ANSWER:
            return []
        if not any(each.revoked_at for each in tokens):
            return list(tokens)
        # A person may have marked it without having revoked anything.
        events = await self._vault.events(authorization.id, EVERYTHING)
        return [
            each for each in tokens if each.revoked_at is None or not any(is_proof(event, each) for event in events)
        ]

    async def all(self) -> tuple[Removal, ...]:
        """Return what was removed and can be brought back, newest first."""
        return (await self._vault.removed()).removals

    @property
    def can_undo(self) -> bool:
        """Whether something was removed in this session, and only just now."""
        return self._newest is not None and self._clock.now() - self._newest.at < UNDONE_FOR

    async def undo(self) -> tuple[tuple[Removal, ...], int]:
        """Take back the newest removal, but nothing that another window has changed since.

        Return what came back, and how many did not. Raises `InputRefused` if nothing can.
        """
        newest, self._newest = self._newest, None
        if newest is None or self._clock.now() - newest.at >= UNDONE_FOR:
            raise InputRefused("Nothing was removed just now.")
        removals = (await self._vault.removed()).removals
        own = tuple(each for each in removals if each.key in newest.keys and each.removed_at == newest.at)
        if not own:
            raise _changed()
        await self.bring_back(own)
        return own, len(newest.keys) - len(own)

    async def bring_back(self, removals: Sequence[Removal]) -> None:
        """Bring back all or none, each with everything it had, its guard too; raises `InputRefused` if one cannot."""
        now = self._clock.now()
        async with self._vault.batch() as batch:
            marks = (await batch.removed()).marks
            for each in removals:
                if marks.get(each.key) != each.removed_at:
                    raise _changed()
                await batch.bring_back(each.record, _event(each, now, EventKind.BROUGHT_BACK))
            held = await batch.holdings()
            for each in removals:
                refuse_unfit(each, held)

    async def delete(self, removal: Removal, clearance: Clearance = None) -> None:
        """Delete for good now, after asking the guard; backups written before still have it."""
        permit = await self._guarding.admit_all(removal.authorizations, clearance)
        async with self._vault.batch() as batch:
            current = next((each for each in (await batch.removed()).removals if each.key == removal.key), None)
            if current is None or current.removed_at != removal.removed_at:
                raise _changed()
            await self._guarding.admit_all(current.authorizations, permit)
            await batch.delete(removal.record, _event(removal, self._clock.now(), EventKind.DELETED))

    def _note(self, records: Sequence[Marked], at: datetime) -> None:
        self._newest = _Newest(at, frozenset((type(each), each.id) for each in records))


def _changed() -> InputRefused:
    return InputRefused("Another window has changed it since, so it stays as it is there.", "Look at Removed again.")


def refuse_unfit(removal: Removal, held: Holdings) -> None:
    """Raise `InputRefused` if what was brought back does not fit what is there now."""
    record = removal.record
    others: list[Application] | list[Account] = []
    if isinstance(record, Application):
        others = [each for each in held.applications if each.id != record.id]
        if twin := next((each.label for each in held.applications if _is_twin(each, record)), ""):
            raise InputRefused(f"{twin} has its client id now.", "Remove that one, then bring this one back.")
    elif isinstance(record, Account):
        others = [each for each in held.accounts if each.id != record.id]
    if removal.name.casefold() in {each.label.casefold() for each in others}:
        raise InputRefused(
            f"There is another {removal.kind} called {removal.name} now.",
            "Give that one another label, then bring this one back.",
        )
    own = [each for each in removal.authorizations if each.id in held.authorization_by_id]
    if isinstance(record, (Authorization, RefreshTokenRecord)) and not own:
        raise InputRefused(f"What {removal.title} belongs to is removed too.", "Bring that back first.")
    for each in own:
        application, account = held.application_of(each), held.account_of(each)
        if application.kind is not account.kind:
            raise InputRefused(
                f"{application.label} is a {application.kind.value} application now, and {account.label} a "
                f"{account.kind.value} account.",
                "Change that back first.",
            )


def _is_twin(other: Application, record: Application) -> bool:
    return other.id != record.id and other.client_id == record.client_id


def _removed(record: Application | Account | Authorization, held: Holdings, at: datetime) -> Event:
    if isinstance(record, Authorization):
        return Event(at, EventKind.REMOVED, held.subject(record), "authorization", record.id)
    return Event(at, EventKind.REMOVED, record.label, "account" if isinstance(record, Account) else "application")


def _event(removal: Removal, at: datetime, kind: EventKind) -> Event:
    record = removal.record
    of = removal.authorizations[0].id if isinstance(record, (Authorization, RefreshTokenRecord)) else None
    return Event(at, kind, removal.name, removal.kind, of)


def _affected(records: Sequence[Application | Account | Authorization], held: Holdings) -> list[Authorization]:
    ids = {str(each.id) for each in records}
    return [each for each in held.authorizations if ids & {each.id, each.account_id, each.application_id}]
