"""What was removed: marked in the vault, gone everywhere, and brought back as it was until it is deleted for good."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ClientSecretRecord
from spauth_tui.domain.model.authorization import Authorization, RefreshTokenRecord
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.time import date_words

KEPT_FOR = timedelta(days=7)
"""How long it can be brought back; the next unlock after that deletes it for good."""

Key = tuple[type, str]  # the kind and the id of a record
Marked = Application | Account | Authorization | ClientSecretRecord | RefreshTokenRecord


@dataclass(frozen=True, slots=True)
class Removal:
    """One removal, and what a person calls it."""

    record: Marked
    kind: str
    name: str
    removed_at: datetime
    authorizations: tuple[Authorization, ...]
    """Those that it is, has, or belongs to: their guard is its guard."""

    @property
    def key(self) -> Key:
        """The record's kind and id."""
        return type(self.record), self.record.id

    @property
    def title(self) -> str:
        """The kind and the name."""
        return f"{self.kind} {self.name}"

    def left(self, now: datetime) -> timedelta:
        """Return how long it is kept."""
        return max(self.removed_at + KEPT_FOR - now, timedelta(0))


@dataclass(frozen=True, slots=True)
class WithRemoved:
    """Everything, removed or not, and when each record was removed; nothing at all where nothing is removed."""

    holdings: Holdings
    marks: Mapping[Key, datetime]

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What was removed, newest first."""
        return tuple(sorted(self._each(), key=lambda each: each.removed_at, reverse=True))

    def _each(self) -> Iterator[Removal]:
        held, marks = self.holdings, self.marks
        for application in held.applications:
            own = held.of_application(application.id)
            if at := marks.get((Application, application.id)):
                yield Removal(application, "application", application.label, at, own)
            for secret in application.client_secrets:
                if at := marks.get((ClientSecretRecord, secret.id)):
                    name = f"{application.label} {date_words(secret.stored_at)}"
                    yield Removal(secret, "client secret", name, at, own)
        for account in held.accounts:
            if at := marks.get((Account, account.id)):
                own = tuple(each for each in held.authorizations if each.account_id == account.id)
                yield Removal(account, "account", account.label, at, own)
        for each in held.authorizations:
            name = f"{held.application_of(each).label}/{held.account_of(each).label}"
            if at := marks.get((Authorization, each.id)):
                yield Removal(each, "authorization", name, at, (each,))
            for token in each.refresh_tokens:
                if at := marks.get((RefreshTokenRecord, token.id)):
                    yield Removal(token, "refresh token", f"{name} {token.fingerprint}", at, (each,))
