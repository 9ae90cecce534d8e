"""The broker: answers LWA token requests with live access tokens, in exchange for throwaway credentials.

The SDK gets a client id, a client secret and a handle instead of the refresh token. They work for one broker, on
loopback, as long as their loan is in the vault; the real refresh token and client secret never leave it.
"""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from urllib.parse import parse_qsl

from spauth_tui.domain.amazon.rates import Call, Rate, wait_for_next
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.errors.exchange import ExchangeError, ExchangeRefused, Throttled
from spauth_tui.domain.errors.vault import NoSuchRecord, PassphraseNeeded, WrongPassphrase
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.identifiers import new_id
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.lending.credentials import LentCredentials
from spauth_tui.services.lending.routes import HEADERS, Answer, error, route
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.system import LoopbackReply, Visit
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.guarding import Clearance, Guarding, Permit
from spauth_tui.services.tokens.handing_out import HandingOut

TOKEN_PATH = "/auth/o2/token"
AT_LEAST = timedelta(minutes=5)  # what the broker hands out is valid at least this long; otherwise it exchanges first
SERVING = Rate(1, 30)  # for one loan: SDKs keep an access token for its hour, so more requests mean a bug
GUESSING = Rate(0.2, 10)  # for wrong credentials, all together
_MOST_REMEMBERED = 64


Ask = Callable[[LentCredentials], Awaitable[Secret | None]]
"""Asks for the passphrase of what was guarded after it was lent; returns None if nobody answers."""


@dataclass(slots=True)
class _OpenLoan:
    lent: LentCredentials
    authorization: Authorization
    permit: Permit | None
    guards: int  # how often the guard had been set when the permit was given: setting it again ends the permit
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    served: list[Call] = field(default_factory=list)
    counting: asyncio.Lock = field(default_factory=asyncio.Lock)


class Brokering:
    """Makes loans, answers their requests with access tokens, and ends them."""

    def __init__(self, vault: Vault, handing_out: HandingOut, guarding: Guarding, clock: Clock) -> None:
        self._vault, self._handing_out, self._guarding, self._clock = vault, handing_out, guarding, clock
        self._open: dict[str, _OpenLoan] = {}
        self._wrong: list[Call] = []
        self._turn = asyncio.Lock()
        """Serializes questions: a second prompt at the terminal would turn the first one's echo back on."""

    def answering(self, ask: Ask) -> Answer:
        """Return what its endpoint answers; `ask` is used if a guard was set after the loan was given."""

        async def exchange(visit: Visit) -> LoopbackReply:
            return await self._exchange(visit, ask)

        return route("POST", TOKEN_PATH, exchange)

    async def give(
        self, authorization: Authorization, name: str, origin: str, clearance: Clearance = None
    ) -> LentCredentials:
        """Issue a throwaway credential; a guard, set now or later, requires the passphrase at that time."""
        guards = await self._guarding.times_set(authorization.id)
        permit = await self._guarding.admit(authorization.id, clearance)
        now = self._clock.now()
        loan = Loan(LoanId(new_id()), authorization.id, f"spauth-broker.{secrets.token_hex(8)}", origin, now)
        lent = LentCredentials(
            loan, name, Secret(secrets.token_urlsafe(32)), Secret(f"spauth-handle.{secrets.token_urlsafe(32)}")
        )
        await self._vault.add(loan, Event.about(authorization.id, now, EventKind.BROKER_GAVE, loan.client_id))
        self._open[loan.client_id] = _OpenLoan(lent, authorization, permit, guards)
        return lent

    async def end(self, loan: Loan) -> None:
        """End a loan of this broker or another; raises `NoSuchRecord` if it has ended already."""
        self._open.pop(loan.client_id, None)
        event = Event.about(loan.authorization_id, self._clock.now(), EventKind.BROKER_ENDED, loan.client_id)
        await self._vault.remove(loan, event)

    async def end_all(self) -> None:
        """End the loans of this broker that have not ended elsewhere."""
        for open_loan in list(self._open.values()):
            if await self._vault.loan(open_loan.lent.loan.id) is not None:
                await self.end(open_loan.lent.loan)
        self._open.clear()

    async def _exchange(self, visit: Visit, ask: Ask) -> LoopbackReply:
        """Answer a request as Login with Amazon would; never raises because of what a client sends."""
        form = _form(visit)
        if form is None:
            return error(400, "invalid_request", "The body is neither a form nor a JSON object of texts")
        if form.get("grant_type") != "refresh_token":
            return error(400, "unsupported_grant_type", "The broker exchanges refresh tokens only")
        proven = self._proven(form)
        if isinstance(proven, LoopbackReply):
            return proven
        return replace(await self._serve(proven, ask), is_proven=True)

    def _ended(self, open_loan: _OpenLoan) -> LoopbackReply:
        self._open.pop(open_loan.lent.loan.client_id, None)
        return error(400, "invalid_grant", "This throwaway credential has been ended")

    def _proven(self, form: Mapping[str, str]) -> _OpenLoan | LoopbackReply:
        open_loan = self._open.get(form.get("client_id", ""))
        expected = open_loan.lent.client_secret if open_loan else Secret(secrets.token_urlsafe(32))
        # Compared anyway, so that the timing does not reveal which part was wrong.
        right_secret = Secret(form.get("client_secret", "")) == expected
        if open_loan is None or not right_secret:
            return self._wrong_guess() or error(401, "invalid_client", "Client authentication failed")
        if Secret(form.get("refresh_token", "")) != open_loan.lent.handle:
            return self._wrong_guess() or error(
                400, "invalid_grant", "The request has an invalid grant parameter : refresh_token"
            )
        return open_loan

    def _wrong_guess(self) -> LoopbackReply | None:
        """Count a wrong guess; return the refusal that slows down further ones. Valid credentials still work."""
        now = self._clock.now()
        wait = wait_for_next(GUESSING, self._wrong, now)
        if wait:
            return _throttled(wait)
        self._wrong = [*self._wrong[-_MOST_REMEMBERED:], Call(now)]
        return None

    async def _serve(self, open_loan: _OpenLoan, ask: Ask) -> LoopbackReply:
        now = self._clock.now()
        wait = wait_for_next(SERVING, open_loan.served, now)
        if wait:
            return _throttled(wait)
        open_loan.served = [*open_loan.served[-_MOST_REMEMBERED:], Call(now)]
        try:
            loan = await self._vault.loan(open_loan.lent.loan.id)
            if loan is None:
                return self._ended(open_loan)
            await self._admit(open_loan, ask)
            token = await self._handing_out.live_token(open_loan.authorization, AT_LEAST)
            now = self._clock.now()
            async with open_loan.counting:
                # It may have ended or been guarded while waiting for Amazon.
                loan = await self._vault.loan(open_loan.lent.loan.id)
                if loan is None:
                    return self._ended(open_loan)
                await self._admit_by_permit(open_loan)
                # Logged only now: until here nothing was handed out.
                event = Event.about(loan.authorization_id, now, EventKind.BROKER_SERVED, loan.client_id)
                await self._vault.change(loan, replace(loan, served=loan.served + 1, last_served_at=now), event)
        except NoSuchRecord:
            return self._ended(open_loan)
        except SpauthError as problem:
            return _problem(problem)
        return LoopbackReply(200, open_loan.lent.answer(token.value, token.life.expires_at - now), HEADERS)

    async def _admit(self, open_loan: _OpenLoan, ask: Ask) -> None:
        """Check that a token may be handed out now. Several requests at once ask the person once."""
        async with open_loan.asking:
            try:
                await self._admit_by_permit(open_loan)
            except PassphraseNeeded:
                async with self._turn:
                    # Counted first, so that a guard set while the person types asks again.
                    guards = await self._guarding.times_set(open_loan.authorization.id)
                    open_loan.permit = await self._guarding.admit(open_loan.authorization.id, await ask(open_loan.lent))
                    open_loan.guards = guards

    async def _admit_by_permit(self, open_loan: _OpenLoan) -> None:
        """Raise `PassphraseNeeded` if the guard was set after the permit was given."""
        if open_loan.permit and await self._guarding.times_set(open_loan.authorization.id) != open_loan.guards:
            open_loan.permit = None
        await self._guarding.admit(open_loan.authorization.id, open_loan.permit)


def _form(visit: Visit) -> Mapping[str, str] | None:
    """Read the body as LWA does: a form, or JSON if the content type says so."""
    try:
        text = visit.body.decode()
        if visit.headers.get("content-type", "").casefold().startswith("application/json"):
            held = json.loads(text)
            fits = isinstance(held, dict) and all(isinstance(value, str) for value in held.values())
            return held if fits else None
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=20))
    except (ValueError, RecursionError):
        return None


def _throttled(wait: timedelta) -> LoopbackReply:
    seconds = max(1, -(-wait // timedelta(seconds=1)))
    return error(429, "temporarily_unavailable", "Too many requests to the broker", {"retry-after": str(seconds)})


def _problem(problem: SpauthError) -> LoopbackReply:
    if isinstance(problem, (PassphraseNeeded, WrongPassphrase)):
        return error(
            403, "access_denied", "It is guarded now, and nobody typed the passphrase at the broker's terminal"
        )
    if isinstance(problem, ExchangeRefused):
        return error(problem.status, problem.error, f"Amazon refused the exchange: {problem.description}")
    if isinstance(problem, Throttled):
        return error(429, "temporarily_unavailable", problem.sentence, {"retry-after": "60"})
    if isinstance(problem, ExchangeError):
        return error(503, "temporarily_unavailable", problem.sentence)
    return error(503, "temporarily_unavailable", "The vault cannot be used right now")
