"""The throwaway credentials of a loan, as printed for the person and returned to the SDK."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from spauth_tui.domain.model.loan import Loan
from spauth_tui.domain.model.secret import Secret


@dataclass(frozen=True, slots=True)
class LentCredentials:
    """What one SDK gets."""

    loan: Loan
    name: str
    client_secret: Secret
    handle: Secret

    def printed(self) -> Mapping[str, str]:
        """Return what to give to the SDK, for printing; the handle takes the refresh token's place."""
        return {
            "client_id": self.loan.client_id,
            "client_secret": self.client_secret.reveal(),
            "refresh_token": self.handle.reveal(),
        }

    def answer(self, access_token: Secret, left: timedelta) -> Secret:
        """Return the response body as Login with Amazon would send it."""
        return Secret(
            json.dumps(
                {
                    "access_token": access_token.reveal(),
                    "refresh_token": self.handle.reveal(),
                    "token_type": "bearer",
                    "expires_in": int(left.total_seconds()),
                }
            )
        )
