"""Tests an authorization on request: the exchange, then one SP-API call that proves its region and role."""

from dataclasses import dataclass, replace
from datetime import timedelta

from spauth_tui.domain.amazon.marketplace import marketplace
from spauth_tui.domain.amazon.rates import Call, rate_of_test, refuse_too_soon, wait_for_next
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.exchange import NothingToCopy
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.proof import REFUSING, ApiRefusal, Proof, foreign_regions
from spauth_tui.domain.model.way import Way
from spauth_tui.services.ports.amazon import SellingPartnerApi
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.tokens.exchanging import Tokens

_CALLS = {EventKind.VERIFIED, EventKind.VERIFICATION_REFUSED, EventKind.REGION_FOUND, EventKind.COMPARED}
_THROTTLED = "429"


@dataclass(frozen=True, slots=True)
class Verified:
    """What the test call proved, what it said about the account's marketplaces, and whether the region fits."""

    proof: Proof
    account: Account  # the account as stored; a test changes nothing
    named: tuple[str, ...] = ()  # the codes of the account's marketplaces in its region, according to SP-API
    foreign: tuple[Region, ...] = ()
    """Other regions whose marketplaces SP-API named, which means that the account's region is wrong."""

    @property
    def differs(self) -> bool:
        """Whether SP-API named other marketplaces than those stored, in any order."""
        return bool(self.named) and set(self.named) != set(self.account.marketplaces)


class Verifying:
    """Tests authorizations at SP-API, one call at a time and within its documented rate."""

    def __init__(self, vault: Vault, selling_partner_api: SellingPartnerApi, tokens: Tokens, clock: Clock) -> None:
        self._vault, self._api, self._tokens, self._clock = vault, selling_partner_api, tokens, clock

    async def wait(self, authorization: Authorization, account: Account) -> timedelta:
        """Return how long until the documented rate, per application and account, allows a test call, by the log."""
        events = await self._vault.events(authorization.id)
        calls = [Call(each.at, emptied=each.detail == _THROTTLED) for each in events if each.kind in _CALLS]
        return wait_for_next(rate_of_test(account.kind), calls, self._clock.now())

    async def verify(self, authorization: Authorization, account: Account) -> Verified:
        """Exchange, then make the call; a refusal is stored in the vault before it is raised."""
        refuse_too_soon(await self.wait(authorization, account))
        await self._tokens.refresh(authorization.id)
        try:
            proof = await self._call(authorization, account, account.region)
            _refuse_empty(proof, account)
        except SellingPartnerApiError as problem:
            await self._note_refusal(authorization, account, problem)
            raise
        return await self._note_proof(authorization, account, proof)

    async def find_region(self, authorization: Authorization, account: Account) -> Region | None:
        """Try an access token in the other regions, one call each; return where SP-API accepts it.

        Exchanges first if none is live. None if no region accepts it. Asks only Amazon's own endpoints. Raises
        `ExchangeError`s, `SellingPartnerApiError` for anything but a refusal, and for sandbox accounts: the sandbox
        accepts tokens from every region.
        """
        if account.environment is Environment.SANDBOX:
            raise SellingPartnerApiError(
                "The sandbox accepts tokens of every region, so it cannot show which one is right.",
                "Test a production account.",
            )
        await self._tokens.live(authorization.id)
        for region in Region:
            if region is account.region:
                continue
            refuse_too_soon(await self.wait(authorization, account))
            try:
                proof = await self._call(authorization, account, region)
            except SellingPartnerApiError as problem:
                await self._log(EventKind.VERIFICATION_REFUSED, authorization, f"{problem.status}")
                if problem.status not in (401, 403) or not problem.is_amazons:
                    raise
                continue
            if account.kind is Kind.SELLER and not proof.participations:
                continue
            await self._log(EventKind.REGION_FOUND, authorization, region.name)
            return region
        return None

    async def found_region(self, authorization: Authorization, account: Account) -> Region | None:
        """Return the region found for the current refresh token, if the account is stored with another one."""
        current = authorization.current_refresh_token
        for event in await self._vault.events(authorization.id):
            if current is None or event.at < current.made_current_at:
                return None
            if event.kind is EventKind.REGION_FOUND:
                found = Region.__members__.get(event.detail)
                return found if found is not account.region else None
        return None

    async def _call(self, authorization: Authorization, account: Account, region: Region) -> Proof:
        token = await self._vault.access_token(authorization.id)
        if token is None:
            raise NothingToCopy("There is no access token to test with.", "Exchange first.")
        return await self._api.verify(token.value, account.kind, region, account.environment)

    async def _log(self, kind: EventKind, authorization: Authorization, detail: str) -> None:
        await self._vault.record(Event.about(authorization.id, self._clock.now(), kind, detail))

    async def _note_refusal(
        self, authorization: Authorization, account: Account, problem: SellingPartnerApiError
    ) -> None:
        now = self._clock.now()
        event = Event.about(authorization.id, now, EventKind.VERIFICATION_REFUSED, f"{problem.status or 'no answer'}")
        if problem.status in REFUSING and problem.is_amazons:
            refusal = ApiRefusal(
                problem.status,
                problem.code,
                problem.message,
                problem.details,
                problem.request_id,
                account.region.endpoint(account.environment),
                now,
            )
            await self._vault.change(authorization, replace(authorization, api_refusal=refusal), event)
        else:
            await self._vault.record(event)

    async def _note_proof(self, authorization: Authorization, account: Account, proof: Proof) -> Verified:
        event = Event.about(authorization.id, self._clock.now(), EventKind.VERIFIED, proof.request_id)
        async with self._vault.batch() as batch:
            stored = await batch.authorization(authorization.id)
            await batch.change(stored, replace(stored, proof=proof, api_refusal=None), event)
        known = (marketplace(each.marketplace_id) for each in proof.participations if each.is_participating)
        named = tuple(each.code for each in known if each and each.region is account.region)
        return Verified(proof, account, named, foreign_regions(proof.participations, account.region))


def _refuse_empty(proof: Proof, account: Account) -> None:
    """Raise `SellingPartnerApiError` if SP-API accepted a seller's call and named no marketplace."""
    if account.kind is Kind.SELLER and not proof.participations:
        raise SellingPartnerApiError(
            "SP-API accepted the call and named no marketplace, which proves nothing.",
            "The account may be of another region: a token of another region was reported to do that.",
            ways=(Way.FIND_REGION, Way.EDIT_ACCOUNT),
            status=200,
            request_id=proof.request_id,
        )
