"""What the dashboard knows about the vault, kept current one authorization at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.snapshot import Holdings


@dataclass(slots=True)
class Roster:
    """The vault's holdings, and which exchanges are running or have just failed."""

    holdings: Holdings = field(default_factory=Holdings)
    refreshing: set[AuthorizationId] = field(default_factory=set)
    problems: dict[AuthorizationId, SpauthError] = field(default_factory=dict)
    marked: set[AuthorizationId] = field(default_factory=set)
    """Those that the person marked, to act on all of them."""
    watched: frozenset[AuthorizationId] = frozenset()
    """Those whose access tokens are announced before they expire."""

    @property
    def authorizations(self) -> dict[AuthorizationId, Authorization]:
        """The authorizations by id."""
        return self.holdings.authorization_by_id

    def take(self, holdings: Holdings) -> None:
        """Replace everything read from the vault; forget problems of what is gone."""
        self.holdings = holdings
        self.marked &= self.authorizations.keys()
        self.problems = {key: value for key, value in self.problems.items() if key in self.authorizations}

    def put(self, authorization: Authorization) -> None:
        """Replace one authorization with its newer version."""
        self.holdings = self.holdings.replacing(authorization)

    def note_failure(self, authorization_id: AuthorizationId, failed: Mapping[AuthorizationId, SpauthError]) -> None:
        """Record how the last exchange of an authorization failed, on any screen, or that it succeeded."""
        self.problems.pop(authorization_id, None)
        if authorization_id in failed:
            self.problems[authorization_id] = failed[authorization_id]
