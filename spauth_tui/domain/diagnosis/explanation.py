"""What a person learns about a failure: what happened, the causes in order, what to do, and where."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.domain.model.way import Way
from spauth_tui.domain.text.time import rfc3339


class Verdict(Enum):
    """What the vault's records say about a cause, the strongest suspicion first."""

    LIKELY = "found"
    OPEN = "possible"
    CLEARED = "ruled out"


@dataclass(frozen=True, slots=True)
class Cause:
    """One possible cause. `words` say what it is, or what was found unless the verdict is OPEN."""

    words: str
    verdict: Verdict = Verdict.OPEN


@dataclass(frozen=True, slots=True)
class Said:
    """Amazon's own words, without secrets, to quote in a support case."""

    where: str
    status: int
    code: str
    words: str
    request_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Explanation:
    """A failure, explained. `ways` start with what to do first."""

    happened: str
    causes: tuple[Cause, ...]
    remedy: str
    ways: tuple[Way, ...] = ()
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """The records that causes are checked against."""

    authorization: Authorization
    holdings: Holdings
    now: datetime

    @property
    def application(self) -> Application:
        """The application that was refused."""
        return self.holdings.application_of(self.authorization)

    @property
    def account(self) -> Account:
        """The account it was refused for."""
        return self.holdings.account_of(self.authorization)

    @property
    def others(self) -> tuple[Authorization, ...]:
        """The other authorizations of the same application."""
        mine = self.authorization
        return tuple(each for each in self.holdings.of_application(mine.application_id) if each.id != mine.id)

    def name_of(self, authorization: Authorization) -> str:
        """Return the label of an authorization's account."""
        return self.holdings.account_of(authorization).label


def in_order(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """Sort causes: found, possible, ruled out; otherwise in the given order."""
    verdicts = list(Verdict)
    return tuple(sorted(causes, key=lambda each: verdicts.index(each.verdict)))


def support_words(explanation: Explanation, case: Case) -> str:
    """Return what Amazon's support asks for, one fact per line, without labels and secrets."""
    said = explanation.said
    lines = [
        "SP-API support case",
        f"What happened: {explanation.happened}",
        f"Application: private {case.application.kind.value} application, client id {case.application.client_id}",
        f"Region: {case.account.region.name}, {case.account.environment.value}",
    ]
    if said is not None:
        lines += [
            f"When: {rfc3339(said.at)}",
            f"Where: {said.where}",
            f"Answer: {said.status} {said.code}".rstrip(),
            f"Amazon's words: {said.words or 'none'}",
            f"Request id: {said.request_id or 'none'}",
        ]
    return "\n".join(lines) + "\n"
