"""A loan: the throwaway credential that the broker issued for one authorization, without its secrets."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from spauth_tui.domain.model.authorization import AuthorizationId

LoanId = NewType("LoanId", str)


@dataclass(frozen=True, slots=True)
class Loan:
    """One loan. It lasts as long as it is in the vault; removing it from any window ends it."""

    id: LoanId
    authorization_id: AuthorizationId
    client_id: str  # the throwaway client id, which is not a secret
    origin: str  # where its broker listens, `http://127.0.0.1:PORT`
    given_at: datetime
    served: int = 0  # how many access tokens it has received
    last_served_at: datetime | None = None
