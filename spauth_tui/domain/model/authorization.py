"""One application's authorization for one account, with the history of its refresh tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NewType

from spauth_tui.domain.model.access_token import AccessTokenLife
from spauth_tui.domain.model.account import AccountId
from spauth_tui.domain.model.application import ApplicationId
from spauth_tui.domain.model.proof import ApiRefusal, Proof
from spauth_tui.domain.model.restricted import RestrictedLife
from spauth_tui.domain.model.secret import Secret

AuthorizationId = NewType("AuthorizationId", str)
RefreshTokenId = NewType("RefreshTokenId", str)


class RefreshTokenState(Enum):
    """The state of a refresh token, as the details show it."""

    CURRENT = "current"
    SUPERSEDED = "superseded, still valid at Amazon"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class RefreshTokenRecord:
    """One refresh token without its value.

    A new refresh token does not invalidate the old ones (Amazon's page "Authorize Private Applications"), so nothing is
    overwritten: the current one is the most recently chosen one that is not revoked.
    """

    id: RefreshTokenId
    created_at: datetime
    made_current_at: datetime
    fingerprint: str  # eight hex digits of a keyed hash; the key never leaves the vault
    length: int
    note: str = ""
    revoked_at: datetime | None = None
    is_usual: bool = True  # whether it begins with `Atzr|`, as refresh tokens do (LWA documentation)


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """A refresh token on its way into the vault, which computes its fingerprint."""

    id: RefreshTokenId
    value: Secret
    created_at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What LWA said when it last refused this authorization; cleared by the next success."""

    error: str
    description: str
    request_id: str
    status: int
    refused_at: datetime


def latest_instant(at: datetime, others: Iterable[datetime]) -> datetime:
    """Return the instant, or one just after the last of the others, which a clock that ran ahead may have set."""
    return max((at, *(each + timedelta(microseconds=1) for each in others)))


@dataclass(frozen=True, slots=True)
class Authorization:
    """One application authorized for one account, and so for one region. Token values stay in the vault."""

    id: AuthorizationId
    application_id: ApplicationId
    account_id: AccountId
    created_at: datetime
    refresh_tokens: tuple[RefreshTokenRecord, ...] = ()  # newest first
    access_token: AccessTokenLife | None = None
    refusal: Refusal | None = None
    ticks: frozenset[str] = frozenset()
    """Keys of the checklist steps that the person ticked; evidence proves the others."""
    portal: str = ""  # key of the portal the person chose in the checklist
    proof: Proof | None = None  # the last accepted SP-API call; None if there was none
    api_refusal: ApiRefusal | None = None  # how SP-API refused the last test call; None if it did not
    restricted_tokens: tuple[RestrictedLife, ...] = ()  # the live restricted data tokens, newest first
    guarded: bool = False  # whether the passphrase is needed again before a token is copied, shown or handed out

    @property
    def current_refresh_token(self) -> RefreshTokenRecord | None:
        """The refresh token to exchange; None if there is none or all are revoked."""
        usable = [token for token in self.refresh_tokens if token.revoked_at is None]
        return max(usable, key=lambda token: token.made_current_at, default=None)

    def state_of(self, token: RefreshTokenRecord) -> RefreshTokenState:
        """Return the state of one of the refresh tokens."""
        if token.revoked_at is not None:
            return RefreshTokenState.REVOKED
        current = self.current_refresh_token
        return RefreshTokenState.CURRENT if current and current.id == token.id else RefreshTokenState.SUPERSEDED

    @property
    def is_proven(self) -> bool:
        """Whether LWA has answered an exchange of the current refresh token with an access token."""
        current = self.current_refresh_token
        return bool(current and self.access_token and self.access_token.refresh_token_id == current.id)
