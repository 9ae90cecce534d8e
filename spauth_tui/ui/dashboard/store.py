"""What the dashboard knows: the vault's holdings, kept current one authorization at a time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.views.tally import Tally, tally


@dataclass(slots=True)
class Roster:
    """Holdings as dictionaries, with what is under way or has just failed beside them."""

    holdings: Holdings = field(default_factory=Holdings)
    authorizations: dict[AuthorizationId, Authorization] = field(default_factory=dict)
    refreshing: set[AuthorizationId] = field(default_factory=set)
    problems: dict[AuthorizationId, SpauthError] = field(default_factory=dict)
    slots: Counter[ApplicationId] = field(default_factory=Counter)
    """Self-authorizations in use, here and elsewhere, by application."""
    marked: set[AuthorizationId] = field(default_factory=set)
    """Those that the person marked, to do one thing to all of them."""
    watched: frozenset[AuthorizationId] = frozenset()
    """Those the person is notified about before their access tokens expire."""

    def take(self, holdings: Holdings) -> None:
        """Replace everything read from the vault; problems of what is gone go with it."""
        self.holdings = holdings
        self.authorizations = dict(holdings.authorization_by_id)
        self.slots = Counter({each.id: each.slots_elsewhere for each in holdings.applications})
        self.slots.update(
            each.application_id for each in holdings.authorizations if each.current_refresh_token is not None
        )
        self.marked &= self.authorizations.keys()
        self.problems = {key: value for key, value in self.problems.items() if key in self.authorizations}

    def current(self) -> Holdings:
        """Return the holdings with every authorization in its newest form."""
        return replace(self.holdings, authorizations=tuple(self.authorizations.values()))

    def application(self, authorization: Authorization) -> Application:
        """Return the application of an authorization."""
        return self.holdings.application_by_id[authorization.application_id]

    def account(self, authorization: Authorization) -> Account:
        """Return the account of an authorization."""
        return self.holdings.account_by_id[authorization.account_id]

    def subject(self, authorization: Authorization) -> str:
        """Return the words by which events and toasts name an authorization."""
        return f"{self.application(authorization).label} / {self.account(authorization).label}"

    def put(self, authorization: Authorization) -> None:
        """Take one authorization in its newer form."""
        before = self.authorizations[authorization.id].current_refresh_token is not None
        after = authorization.current_refresh_token is not None
        self.slots[authorization.application_id] += after - before
        self.authorizations[authorization.id] = authorization

    def note_failure(self, authorization_id: AuthorizationId, failed: Mapping[AuthorizationId, SpauthError]) -> None:
        """Take how the last exchange of an authorization failed, on whatever screen that was, or that it did not."""
        self.problems.pop(authorization_id, None)
        if authorization_id in failed:
            self.problems[authorization_id] = failed[authorization_id]

    def tally(self, now: datetime) -> Tally:
        """Count how the authorizations stand."""
        return tally(self.authorizations.values(), now)
