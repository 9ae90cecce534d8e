"""What an import would do, without doing it: each draft is new, changed, different, unchanged or refused."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.diagnosis.cut_short import (
    cut_client_secret,
    cut_refresh_token,
    short_refresh_token,
    shortest_that_worked,
)
from spauth_tui.domain.errors.input import InputRefused, LimitReached
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Application, ApplicationId, ClientSecretRecord, Kind
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshTokenRecord
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.removal import Key, Removal, WithRemoved
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.text.clean import clean
from spauth_tui.formats.draft import Draft
from spauth_tui.services.authorizing.accounts import MAX_NOTES, accept_marketplaces
from spauth_tui.services.authorizing.applications import accept_client_id, accept_elsewhere, accept_limit
from spauth_tui.services.authorizing.labels import MAX_LABEL, accept_label, accept_text
from spauth_tui.services.authorizing.pasted import (
    accept_client_secret,
    accept_refresh_token,
    digits_of,
    is_unusual,
)
from spauth_tui.services.import_export.import_line import (
    ImportOutcome,
    Line,
    Overrides,
    account_differences,
    application_differences,
    line_words,
    shown,
)
from spauth_tui.services.ports.vault import Vault


@dataclass(frozen=True, slots=True)
class _Notes:
    assumed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


class Planner:
    """Plans the drafts one after another; each sees what those before it would create.

    What was removed comes back if the file has its client id or its refresh token, or the same application and account.
    """

    def __init__(
        self, vault: Vault, holdings: Holdings, given: Overrides, now: datetime, removed: WithRemoved | None = None
    ) -> None:
        self._vault, self._given, self._now = vault, given, now
        self._removals = {each.key: each for each in removed.removals} if removed else {}
        everything = removed.holdings if removed and removed.marks else holdings
        self._applications = {each.client_id: each for each in (*everything.applications, *holdings.applications)}
        self._labels = {each.label.casefold(): each for each in holdings.applications}
        self._accounts = {fold(each.label): each for each in holdings.accounts}
        self._account_by_id = everything.account_by_id
        self._subject = everything.subject
        self._worked = shortest_that_worked(holdings)
        self._tokens: dict[str, list[tuple[Authorization, RefreshTokenRecord]]] = defaultdict(list)
        """The refresh tokens by their keyed fingerprints, which are short: two tokens may share one."""
        for authorization in (*holdings.authorizations, *everything.authorizations):
            for record in authorization.refresh_tokens:
                self._tokens[record.fingerprint].append((authorization, record))
        self._authorizations = {(each.application_id, each.account_id): each for each in everything.authorizations}
        self._taken = {
            each.id: len(holdings.of_application(each.id)) + each.slots_elsewhere for each in holdings.applications
        }
        self._numbers: defaultdict[str, int] = defaultdict(lambda: 2)
        """For each label, no lower number is free."""
        self._new_secrets: dict[ApplicationId, Secret] = {}
        self._tokens_of_the_file: set[Secret] = set()
        self._made: set[ApplicationId | AccountId | AuthorizationId] = set()
        self._back: dict[Key, Removal] = {}
        """What the draft that is being planned brings back."""

    async def plan(self, drafts: Iterable[Draft]) -> tuple[Line, ...]:
        """Return a line for each draft; never raises because of a draft's contents."""
        return tuple([await self._line(draft) for draft in drafts])

    async def knows(self, draft: Draft) -> bool:
        """Whether the vault has the account that a draft is for."""
        label = self._given.account or draft.account
        if label is not None and fold(label) in self._accounts:
            return True
        token = draft.refresh_token
        return token is None or bool(self._tokens and self._tokens.get(await self._vault.fingerprint(token)))

    async def _line(self, draft: Draft) -> Line:
        try:
            return await self._accepted(draft)
        except InputRefused as refused:
            return Line(
                f"{shown(draft.application or draft.client_id)}/{shown(draft.account or '?')}",
                ImportOutcome.REFUSED,
                (str(refused),),
            )

    async def _accepted(self, draft: Draft) -> Line:
        notes = _Notes()
        self._back = {}
        application, is_new = self._application(draft, notes)
        self._bring_back(application)
        secret, again = await self._client_secret(application, draft, notes)
        if is_new and secret is None:
            notes.assumed.append("client secret: none, so nothing can be exchanged yet")
        new = (application,) if is_new else ()
        if not is_new:
            notes.kept.extend(application_differences(draft, application))
        line = Line(application.label, ImportOutcome.SAME, (), (), draft, application, new=new, client_secret=secret)
        line = replace(line, secret_again=again)
        if draft.refresh_token is not None or draft.account is not None or self._given.account is not None:
            line = await self._with_authorization(line, draft, application, notes)
        self._keep(application, secret)
        back = tuple(self._back.values())
        words = (*(f"{each.kind} brought back" for each in back), *line_words(line, draft.client_secret_ends_at))
        made = (line.authorization or application) in line.new
        outcome = ImportOutcome.DIFFERS if notes.kept else ImportOutcome.SAME
        if made or words:
            outcome = ImportOutcome.NEW if made else ImportOutcome.CHANGED
        return replace(
            line,
            outcome=outcome,
            words=words,
            assumed=tuple(notes.assumed),
            kept=tuple(notes.kept),
            cut=tuple(notes.cut),
            back=back,
        )

    def _bring_back(
        self, record: Application | Account | Authorization | ClientSecretRecord | RefreshTokenRecord
    ) -> None:
        """Bring back what the draft means, once; raises `InputRefused` if its label is taken."""
        removal = self._removals.pop((type(record), record.id), None)
        if removal is None:
            return
        taken: object = None
        if isinstance(record, Application):
            taken = self._labels.get(record.label.casefold())
        elif isinstance(record, Account):
            taken = self._accounts.get(fold(record.label))
        if taken is not None:
            raise InputRefused(
                f"It was removed, and there is another {removal.kind} called {removal.name} now.",
                "Give that one another label, and import it again.",
            )
        self._back[removal.key] = removal

    async def _with_authorization(self, line: Line, draft: Draft, application: Application, notes: _Notes) -> Line:
        token = given = _accepted_token(draft, notes)
        if token is not None and token in self._tokens_of_the_file:
            raise InputRefused("The file has this refresh token twice.", "Each account has its own: correct the file.")
        owner = await self._owner(token, application)
        account, makes_account = (
            (self._account_by_id[owner[0].account_id], False) if owner else self._account(draft, application, notes)
        )
        if not makes_account:
            notes.kept.extend(account_differences(draft, self._given, account))
        again = None
        existing = self._authorizations.get((application.id, account.id))
        if existing is not None and existing.id in self._made:
            raise InputRefused(
                "The file has this application and account twice.",
                "Keep one of them, or give the accounts different labels.",
            )
        if owner is not None:
            token, again = None, self._again(*owner, notes)
        elif token is not None and (cut := cut_refresh_token(len(token), self._worked)):
            notes.cut.append(f"refresh token: {cut}")
        elif token is not None and (short := short_refresh_token(len(token))):
            notes.assumed.append(f"refresh token: accepted, although {short}")
        elif draft.refresh_token is None:
            notes.assumed.append("refresh token: none, so its checklist continues at step 3")
        authorization = existing or Authorization(AuthorizationId(new_id()), application.id, account.id, self._now)
        taken = self._taken.get(application.id, application.slots_elsewhere)
        if existing is None and taken >= application.authorization_limit:
            raise LimitReached(
                f"{application.label} already uses {taken} of its {application.authorization_limit} slots."
            )
        self._bring_back(account)
        self._bring_back(authorization)
        sets_guard = bool(draft.guarded) and not authorization.guarded
        if sets_guard:
            authorization = replace(authorization, guarded=True)
        if given is not None:
            self._tokens_of_the_file.add(given)
        self._made.add(authorization.id)
        self._accounts[fold(account.label)] = account
        self._authorizations[(application.id, account.id)] = authorization
        if existing is None:
            self._taken[application.id] = taken + 1
        return replace(
            line,
            name=f"{application.label}/{account.label}",
            authorization=authorization,
            new=(*line.new, *((account,) if makes_account else ()), *((authorization,) if existing is None else ())),
            refresh_token=token,
            token_again=again,
            sets_guard=sets_guard and existing is not None,
        )

    def _keep(self, application: Application, secret: Secret | None) -> None:
        self._applications[application.client_id] = self._labels[application.label.casefold()] = application
        self._taken.setdefault(application.id, application.slots_elsewhere)
        if secret is not None:
            self._new_secrets[application.id] = secret

    def _application(self, draft: Draft, notes: _Notes) -> tuple[Application, bool]:
        client_id = accept_client_id(draft.client_id)
        known = self._applications.get(client_id)
        label = self._given.application or draft.application
        if known is not None:
            if label and label.casefold() != known.label.casefold() and self._given.application:
                raise InputRefused(
                    f"Its client id belongs to {known.label}, not to {clean(label, 40)}.", "Leave --application out."
                )
            if self._kind(draft, None) not in (None, known.kind):
                raise InputRefused(f"{known.label} is a {known.kind.value} application.", "Correct --kind or the file.")
            return known, False
        if not label:
            label = f"Application {client_id[-4:]}"
            notes.assumed.append(f"application: {label}")
        label = accept_label(label)
        if label.casefold() in self._labels:
            raise InputRefused(
                f"There is already an application {label}, with another client id.", "Give another --application."
            )
        kind = self._kind(draft, notes)
        limit = accept_limit(str(draft.authorization_limit)) if draft.authorization_limit is not None else None
        elsewhere = accept_elsewhere(str(draft.slots_elsewhere)) if draft.slots_elsewhere is not None else 0
        made = Application(ApplicationId(new_id()), label, client_id, kind or Kind.SELLER, self._now)
        made = replace(made, authorization_limit=limit or made.authorization_limit, slots_elsewhere=elsewhere)
        return made, True

    def _kind(self, draft: Draft, notes: _Notes | None) -> Kind | None:
        kind = self._given.kind or draft.kind
        if kind is None and notes is not None:
            notes.assumed.append("kind of the application: seller")
        return kind

    def _account(self, draft: Draft, application: Application, notes: _Notes) -> tuple[Account, bool]:
        label = self._given.account or draft.account
        region = draft.region or self._given.region
        environment = draft.environment or self._given.environment
        if not label:
            # An account with this label is a different one: nothing in the file says that it is the same.
            label = self._unused(
                draft.marketplaces[0] if draft.marketplaces else f"Account {(region or Region.NA).name}"
            )
            notes.assumed.append(f"account: {label}")
        label = accept_label(label)
        known = self._accounts.get(fold(label))
        if known is not None:
            self._refuse_another(known, application, region, environment)
            return known, False
        if region is None:
            region = Region.NA
            notes.assumed.append("region: NA")
        if environment is None:
            environment = Environment.PRODUCTION
            notes.assumed.append("environment: production")
        seller = application.kind is Kind.SELLER
        return (
            Account(
                AccountId(new_id()),
                label,
                application.kind,
                region,
                self._now,
                environment,
                accept_marketplaces(" ".join(draft.marketplaces), region),
                accept_text(draft.merged_name or "", MAX_LABEL, "merged_name") if seller else "",
                accept_text(draft.vendor_group or "", MAX_LABEL, "vendor_group") if not seller else "",
                accept_text(draft.notes or "", MAX_NOTES, "notes"),
            ),
            True,
        )

    def _unused(self, label: str) -> str:
        if fold(label) not in self._accounts:
            return label
        while fold(f"{label} {self._numbers[label]}") in self._accounts:
            self._numbers[label] += 1
        return f"{label} {self._numbers[label]}"

    async def _owner(
        self, token: Secret | None, application: Application
    ) -> tuple[Authorization, RefreshTokenRecord] | None:
        """Return where this refresh token is stored; None if it is new."""
        if token is None or not self._tokens:
            return None
        alike = self._tokens.get(await self._vault.fingerprint(token), ())
        found = [each for each in alike if await self._vault.refresh_token(each[1].id, even_removed=True) == token]
        if not found:
            return None
        authorization, record = found[0]
        account = self._account_by_id[authorization.account_id]
        if authorization.application_id != application.id:
            raise InputRefused(
                f"Its refresh token is stored for {self._subject(authorization)}, another application.",
                "A refresh token belongs to one client id. Correct the file.",
            )
        if self._given.account and fold(self._given.account) != fold(account.label):
            raise InputRefused(
                f"Its refresh token is stored for {self._subject(authorization)}.", "Leave --account out."
            )
        self._bring_back(record)
        return authorization, record

    def _again(
        self, authorization: Authorization, record: RefreshTokenRecord, notes: _Notes
    ) -> RefreshTokenRecord | None:
        """Return the refresh token of the file if it should become current again: today's does not work."""
        current, refusal = authorization.current_refresh_token, authorization.refusal
        if current is None or record == current:
            return None
        is_bad = cut_refresh_token(current.length, self._worked) or (refusal and refusal.error == "invalid_grant")
        if is_bad and record.revoked_at is None:
            return record
        notes.kept.append("refresh token: the file has an earlier one, the vault keeps the current one")
        return None

    def _refuse_another(
        self, known: Account, application: Application, region: Region | None, environment: Environment | None
    ) -> None:
        """Raise if the account with that label is clearly not the one the file means."""
        if known.kind is not application.kind:
            raise InputRefused(
                f"{known.label} is a {known.kind.value} account and {application.label} a "
                f"{application.kind.value} application.",
                "Give another --account.",
            )
        if region is not None and region is not known.region:
            raise InputRefused(
                f"{known.label} is an account in {known.region.value}, but this is for {region.value}.",
                "Give another --account: each region is an account of its own.",
            )
        if environment is not None and environment is not known.environment:
            raise InputRefused(f"{known.label} is a {known.environment.value} account.", "Give another --account.")

    async def _client_secret(
        self, application: Application, draft: Draft, notes: _Notes
    ) -> tuple[Secret | None, ClientSecretRecord | None]:
        """Return the client secret if it becomes the current one, with its record if it is an earlier one."""
        if draft.client_secret is None:
            return None, None
        value = accept_client_secret(draft.client_secret, keep_unusual=True)
        if self._new_secrets.get(application.id) == value:
            return None, None
        newest = application.client_secret
        for record in application.client_secrets:
            known = await self._vault.client(application.id, record.id, even_removed=True)
            if known.client_secret != value:
                continue
            was_removed = (type(record), record.id) in self._removals
            self._bring_back(record)
            if was_removed or newest is None or record == newest:
                return None, None
            if newest.refused_at is not None or cut_client_secret(newest.hex_digits):
                return value, record
            notes.kept.append("client secret: the file has an earlier one, the vault keeps the newest")
            return None, None
        if cut := cut_client_secret(digits_of(value)):
            notes.cut.append(f"client secret: {cut}")
        return value, None


def fold(label: str) -> str:
    """Fold a label as files write it, so that `_ACME_DE` matches the account Acme DE."""
    return " ".join(re.split(r"[\s_-]+", label.casefold().strip()))


def _accepted_token(draft: Draft, notes: _Notes) -> Secret | None:
    if draft.refresh_token is None:
        return None
    value = accept_refresh_token(draft.refresh_token, Holdings(), keep_unusual=True)
    if is_unusual(value):
        notes.assumed.append("refresh token: accepted, although it does not begin with Atzr|")
    return value
