"""Makes the calls whose replies are compared with the simulator's."""

import contextlib
from dataclasses import replace
from urllib.parse import urlsplit

from spauth_tui.domain.amazon.rates import refuse_too_soon
from spauth_tui.domain.amazon.token_endpoint import TOKEN_ADDRESS
from spauth_tui.domain.diagnosis.conformance import (
    EXCHANGE,
    FALSE_EXCHANGE,
    FALSE_TEST,
    TEST,
    Heard,
    Line,
    Outline,
    compare,
)
from spauth_tui.domain.errors.exchange import ExchangeError
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.authorization import Authorization
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import SellingPartnerApi, TokenEndpoint
from spauth_tui.services.ports.clock import Clock
from spauth_tui.services.ports.simulator import Believed
from spauth_tui.services.ports.vault import Vault
from spauth_tui.services.testing.verifying import Verifying

FALSE_REFRESH_TOKEN, FALSE_ACCESS_TOKEN = Secret("Atzr|spauth-tui-made-this-up"), Secret("Atza|spauth-tui-made-this-up")


class Conforming:
    """Compares the replies to four calls that change nothing, each within its documented rate."""

    def __init__(
        self, vault: Vault, endpoint: TokenEndpoint, api: SellingPartnerApi, verifying: Verifying, clock: Clock
    ) -> None:
        self._vault, self._endpoint, self._api = vault, endpoint, api
        self._verifying, self._clock = verifying, clock

    async def compare(self, authorization: Authorization, account: Account, simulator: Believed) -> tuple[Line, ...]:
        """Test it, then send what Amazon has to refuse; compare every reply.

        Raises the error of the first call if nobody answered it, and what the guard raises.
        """
        believed = await simulator.beliefs(account.kind, account.region, account.environment)
        outlines = simulator.outlines()
        problem: ExchangeError | SellingPartnerApiError | None = None
        try:
            await self._verifying.verify(authorization, account)
        except (ExchangeError, SellingPartnerApiError) as refused:
            problem = refused
        if not outlines and problem is not None:
            raise problem
        heard = _sorted(outlines, EXCHANGE, TEST)
        outlines.clear()
        await self._exchange_falsely(authorization)
        await self._test_falsely(authorization, account)
        return compare(believed, (*heard, *_sorted(outlines, FALSE_EXCHANGE, FALSE_TEST)))

    async def _exchange_falsely(self, authorization: Authorization) -> None:
        credentials = await self._vault.credentials(authorization.id)
        with contextlib.suppress(ExchangeError):
            await self._endpoint.exchange(replace(credentials, refresh_token=FALSE_REFRESH_TOKEN))

    async def _test_falsely(self, authorization: Authorization, account: Account) -> None:
        with contextlib.suppress(SellingPartnerApiError):
            refuse_too_soon(await self._verifying.wait(authorization, account))
            await self._vault.record(Event.about(authorization.id, self._clock.now(), EventKind.COMPARED))
            await self._api.verify(FALSE_ACCESS_TOKEN, account.kind, account.region, account.environment)


def _sorted(outlines: list[Outline], exchange: str, test: str) -> list[Heard]:
    """Return the last reply of each endpoint."""
    path = urlsplit(TOKEN_ADDRESS).path
    found = {exchange if each.address.endswith(path) else test: each for each in outlines}
    return [Heard(call, outline) for call, outline in found.items()]
