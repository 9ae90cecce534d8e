"""Imports credentials from a file: a preview first, then everything or nothing, after a backup."""

import asyncio
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import ClientSecret, ClientSecretId, ClientSecretRecord
from spauth_tui.domain.model.authorization import Authorization, RefreshToken, RefreshTokenId, RefreshTokenRecord
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.removal import WithRemoved
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import clean, harmless, masked
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.formats.reading.reader import nothing, read
from spauth_tui.formats.reading.result import Found, LeftOut
from spauth_tui.services.authorizing.pasted import LooksCut
from spauth_tui.services.import_export.import_line import ImportOutcome, Line, Overrides
from spauth_tui.services.import_export.import_plan import Planner
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Transaction, Vault
from spauth_tui.services.vault_care.backups import Backups


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    container: str
    """What the file was read as: "JSON", "lines"."""
    source: str
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...] = ()
    """What looks like a credential and was left out, and why."""
    stood_on: frozenset[tuple[str, ...]] = frozenset()  # what was in the vault then

    def count(self, outcome: ImportOutcome) -> int:
        """Return how many drafts have this outcome."""
        return sum(each.outcome is outcome for each in self.lines)

    @property
    def why_nothing(self) -> str:
        """Why there is nothing to store, if there is nothing."""
        if self.count(ImportOutcome.DIFFERS):
            return "where the file differs, the vault stays as it is"
        return "the vault holds all of it"

    @property
    def looks_cut(self) -> bool:
        """Whether something to store looks cut short."""
        return any(each.cut for each in self.lines)

    @property
    def words(self) -> str:
        """The counts as text."""
        return (
            ", ".join(f"{self.count(outcome)} {outcome.value}" for outcome in ImportOutcome if self.count(outcome))
            or "nothing"
        )


class Importing:
    """Imports credentials; earlier refresh tokens and client secrets are kept."""

    def __init__(self, vault: Vault, backups: Backups, clock: Clock) -> None:
        self._vault, self._backups, self._clock = vault, backups, clock

    async def preview(self, text: str, source: str, given: Overrides, format_key: str | None = None) -> Preview:
        """Return what importing a text would do, without storing anything; raises `FileNotUnderstood`."""
        # There may be thousands: on a thread, so that the screens stay responsive.
        reading = await asyncio.to_thread(read, text, format_key)
        holdings, removed = await self._vault.holdings(), await self._vault.removed()
        planner = Planner(self._vault, holdings, given, self._clock.now(), removed)
        left_out = list(reading.left_out)
        found = [each for each in reading.found if await self._is_clear(each, planner, given, left_out)]
        if not found:
            raise nothing(left_out)
        planned = await planner.plan(each.draft for each in found)
        lines = tuple(replace(line, where=each.where) for line, each in zip(planned, found, strict=True))
        return Preview(reading.container, harmless(masked(source)), lines, tuple(left_out), _held(holdings, removed))

    async def _is_clear(self, found: Found, planner: Planner, given: Overrides, left_out: list[LeftOut]) -> bool:
        """Whether region and environment are known, or may be assumed; else leave the account out."""
        unclear = (
            ("region", found.unclear_region, given.region, "NA, EU or FE"),
            ("environment", found.unclear_environment, given.environment, "production or sandbox"),
        )
        reasons = [(what, why, values) for what, why, specified, values in unclear if why and specified is None]
        if not reasons or await planner.knows(found.draft):
            return True
        what, why, values = reasons[0]
        words = f"its {what} is not clear: {why}; say it with --{what} {values}"
        left_out.append(LeftOut(found.token[0], found.token[1], words))
        return False

    async def store(self, preview: Preview, *, keep_unusual: bool = False) -> Path | None:
        """Store everything or nothing, after a backup; return the backup's path, None if there was nothing to store.

        Raises `LooksCut` for what looks cut short, unless the person wants to keep it as it is.
        """
        if preview.count(ImportOutcome.REFUSED):
            raise InputRefused(
                "Something in the file cannot be imported, so nothing was.",
                "Correct the file or the flags, and import it again.",
            )
        lines = [each for each in preview.lines if each.outcome in (ImportOutcome.NEW, ImportOutcome.CHANGED)]
        if not lines:
            return None
        if preview.looks_cut and not keep_unusual:
            raise LooksCut("Something in the file looks cut short, so nothing was stored.")
        backup = await self._backups.write_automatic(BackupReason.BEFORE_IMPORT)
        async with self._vault.batch() as batch:
            if _held(await batch.holdings(), await batch.removed()) != preview.stood_on:
                raise InputRefused(
                    "Another window changed the vault after this was shown, so nothing was stored.", "Import it again."
                )
            for each in (each for line in lines for each in line.back):
                of = each.authorizations[0].id if isinstance(each.record, (Authorization, RefreshTokenRecord)) else None
                event = Event(self._clock.now(), EventKind.BROUGHT_BACK, each.name, f"{each.kind}, imported", of)
                await batch.bring_back(each.record, event)
            for line in lines:
                await self._store(batch, line)
            summary = f"{preview.container}: {preview.words}"
            await batch.record(Event(self._clock.now(), EventKind.IMPORTED, preview.source, summary))
        return backup

    async def _store(self, batch: Transaction, line: Line) -> None:
        now, application, authorization, draft = self._clock.now(), line.application, line.authorization, line.draft
        assert application is not None
        assert draft is not None
        if application in line.new:
            await batch.add(application, Event(now, EventKind.CREATED, application.label, "application, imported"))
        if line.client_secret is not None:
            record = ClientSecretRecord(ClientSecretId(new_id()), now, draft.client_secret_ends_at)
            if (before := line.secret_again) is not None:
                # The newest is the one that was stored last: it is stored anew, beside the others.
                record = replace(before, id=record.id, stored_at=now)
            event = Event(now, EventKind.CLIENT_SECRET_STORED, application.label, "imported")
            await batch.keep(application.id, ClientSecret(record, line.client_secret), event)
        for account in (each for each in line.new if isinstance(each, Account)):
            await batch.add(account, Event(now, EventKind.CREATED, account.label, "account, imported"))
        if authorization is None:
            return
        identity = authorization.id
        if authorization in line.new:
            event = Event.about(identity, now, EventKind.CREATED, "authorization, imported")
            await batch.add(authorization, event)
        if line.sets_guard:
            current = await batch.authorization(identity)
            event = Event.about(identity, now, EventKind.GUARDED, "imported")
            await batch.change(current, replace(current, guarded=True), event)
        if line.token_again is not None:
            made = Event.about(identity, now, EventKind.REFRESH_TOKEN_MADE_CURRENT, "imported")
            await batch.make_current(line.token_again.id, now, made)
        if line.refresh_token is not None:
            note = clean(draft.refresh_token_note or "", 200)
            token = RefreshToken(RefreshTokenId(new_id()), line.refresh_token, now, note)
            event = Event.about(identity, now, EventKind.REFRESH_TOKEN_STORED, "imported")
            await batch.keep(identity, token, event)


def _held(holdings: Holdings, removed: WithRemoved) -> frozenset[tuple[str, ...]]:
    """Return what an import depends on: labels and secrets."""
    return frozenset(
        chain(
            ((kind.__name__, identity, str(at)) for (kind, identity), at in removed.marks.items()),
            (
                (each.id, each.label, each.client_id, *(s.id for s in each.client_secrets))
                for each in holdings.applications
            ),
            ((each.id, each.label, each.region.name) for each in holdings.accounts),
            ((each.id, *(token.id for token in each.refresh_tokens)) for each in holdings.authorizations),
        )
    )
