"""What the dashboard knows: the vault's holdings, kept current one authorization at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.snapshot import Holdings


@dataclass(slots=True)
class Roster:
    """Holdings, with what is under way or has just failed beside them."""

    holdings: Holdings = field(default_factory=Holdings)
    refreshing: set[AuthorizationId] = field(default_factory=set)
    problems: dict[AuthorizationId, SpauthError] = field(default_factory=dict)
    marked: set[AuthorizationId] = field(default_factory=set)
    """Those that the person marked, to do one thing to all of them."""
    watched: frozenset[AuthorizationId] = frozenset()
    """Those the person is notified about before their access tokens expire."""

    @property
    def authorizations(self) -> dict[AuthorizationId, Authorization]:
        """The authorizations by id."""
        return self.holdings.authorization_by_id

    def take(self, holdings: Holdings) -> None:
        """Replace everything read from the vault; problems of what is gone go with it."""
        self.holdings = holdings
        self.marked &= self.authorizations.keys()
        self.problems = {key: value for key, value in self.problems.items() if key in self.authorizations}

    def put(self, authorization: Authorization) -> None:
        """Take one authorization in its newer form."""
        self.holdings = self.holdings.replacing(authorization)

    def note_failure(self, authorization_id: AuthorizationId, failed: Mapping[AuthorizationId, SpauthError]) -> None:
        """Take how the last exchange of an authorization failed, on whatever screen that was, or that it did not."""
        self.problems.pop(authorization_id, None)
        if authorization_id in failed:
            self.problems[authorization_id] = failed[authorization_id]
