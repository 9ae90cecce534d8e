"""One SP-API call that proves a token's region and role, and fills in the marketplaces."""

from dataclasses import dataclass, replace

from spauth_tui.domain.account import Account
from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.errors import NothingToCopy
from spauth_tui.domain.event import Event, EventKind
from spauth_tui.domain.marketplace import marketplace
from spauth_tui.services.ports import Clock, SellingPartnerApi, Vault, Verification


@dataclass(frozen=True, slots=True)
class Verified:
    """What the call proved, and the account with the marketplaces it learned."""

    verification: Verification
    account: Account


class Verifying:
    """Tests an authorization against the Selling Partner API, only when asked."""

    def __init__(self, vault: Vault, selling_partner_api: SellingPartnerApi, clock: Clock) -> None:
        self._vault = vault
        self._api = selling_partner_api
        self._clock = clock

    async def verify(self, authorization: Authorization, account: Account, subject: str) -> Verified:
        """Make the call with the stored access token.

        Raises `NothingToCopy` when there is none and `SellingPartnerApiError` when Amazon does not accept it.
        """
        token = await self._vault.access_token(authorization.id)
        if token is None:
            raise NothingToCopy("There is no access token to test with.", "Exchange first.")
        verification = await self._api.verify(token.value, account.kind, account.region, account.environment)
        now = self._clock.now()
        await self._vault.record(Event(now, EventKind.VERIFIED, subject, verification.request_id, authorization.id))
        codes = _codes(verification, account)
        if codes and codes != account.marketplaces:
            account = replace(account, marketplaces=codes)
            await self._vault.save_account(account, Event(now, EventKind.CHANGED, account.label, "marketplaces"))
        return Verified(verification, account)


def _codes(verification: Verification, account: Account) -> tuple[str, ...]:
    known = (marketplace(each.marketplace_id) for each in verification.participations if each.is_participating)
    return tuple(each.code for each in known if each and each.region is account.region)
