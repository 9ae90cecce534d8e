"""Everything the vault holds, without secret values."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Never, TypeVar

from spauth_tui.domain.errors.vault import NoSuchRecord
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.leak import Leak
from spauth_tui.domain.model.loan import Loan
from spauth_tui.domain.model.unreadable import Unreadable

Key = TypeVar("Key")
Record = TypeVar("Record")


class _Records(dict[Key, Record]):
    """Raises `NoSuchRecord` for a missing key: another program may have removed it."""

    def __missing__(self, key: Key) -> Never:
        raise NoSuchRecord


@dataclass(frozen=True)
class Holdings:
    """Applications, accounts and authorizations, from one read of the vault."""

    applications: tuple[Application, ...] = ()
    accounts: tuple[Account, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    leaks: tuple[Leak, ...] = ()  # leaks that are still being dealt with, newest first
    loans: tuple[Loan, ...] = ()  # current loans of brokers, newest first
    unreadable: tuple[Unreadable, ...] = ()  # rows that cannot be read completely; most are still shown in part

    @cached_property
    def application_by_id(self) -> dict[ApplicationId, Application]:
        """Applications by id; an unknown id raises `NoSuchRecord`."""
        return _Records((each.id, each) for each in self.applications)

    @cached_property
    def account_by_id(self) -> dict[AccountId, Account]:
        """Accounts by id; an unknown id raises `NoSuchRecord`."""
        return _Records((each.id, each) for each in self.accounts)

    @cached_property
    def authorization_by_id(self) -> dict[AuthorizationId, Authorization]:
        """Authorizations by id; an unknown id raises `NoSuchRecord`."""
        return _Records((each.id, each) for each in self.authorizations)

    def application_of(self, authorization: Authorization) -> Application:
        """Return the application of an authorization; raises `NoSuchRecord`."""
        return self.application_by_id[authorization.application_id]

    def account_of(self, authorization: Authorization) -> Account:
        """Return the account of an authorization; raises `NoSuchRecord`."""
        return self.account_by_id[authorization.account_id]

    def subject(self, authorization: Authorization) -> str:
        """Return the labels that name an authorization: `application / account`."""
        return f"{self.application_of(authorization).label} / {self.account_of(authorization).label}"

    def of_application(self, application_id: ApplicationId) -> tuple[Authorization, ...]:
        """Return the authorizations of one application."""
        return tuple(each for each in self.authorizations if each.application_id == application_id)

    def slots_used(self, application_id: ApplicationId) -> int:
        """Count the used slots: authorizations with a refresh token that is not revoked, and slots used elsewhere.

        What exactly uses a slot is not documented; this is our count, and the console is authoritative.
        """
        application = self.application_by_id.get(application_id)
        here = sum(1 for each in self.of_application(application_id) if each.current_refresh_token is not None)
        return here + (application.slots_elsewhere if application else 0)

    def replacing(self, authorization: Authorization) -> "Holdings":
        """Return a copy with one authorization replaced."""
        newer = (authorization if each.id == authorization.id else each for each in self.authorizations)
        return replace(self, authorizations=tuple(newer))
