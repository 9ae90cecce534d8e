"""The simulator beside Amazon: it is asked, with made-up credentials, what is then asked of Amazon."""

import contextlib
from collections.abc import Awaitable
from dataclasses import replace

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.demo.amazon import KnownAuthorization, KnownClient
from spauth_tui.demo.simulator import Simulator
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.diagnosis.conformance import EXCHANGE, FALSE_EXCHANGE, FALSE_TEST, TEST, Heard, Outline
from spauth_tui.domain.errors.exchange import ExchangeError
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.authorization import RefreshTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Client, Credentials
from spauth_tui.services.ports.clock import Clock

_CLIENT_ID = "amzn1.application-oa2-client.00000000000000000000000000000000"
_CLIENT_SECRET, _REFRESH_TOKEN = "made-up client secret", "Atzr|made-up"
_FALSE = Secret("made-up")


class SimulatorBeside:
    """Implements `Believed`, with the client that speaks to Amazon."""

    def __init__(self, client: HttpClient, clock: Clock) -> None:
        self._client, self._clock = client, clock

    def outlines(self) -> list[Outline]:
        """Return a list that gets the outline of every further reply."""
        self._client.outlines = []
        return self._client.outlines

    async def beliefs(self, kind: Kind, region: Region, environment: Environment) -> tuple[Heard, ...]:
        """Return how the simulator answers, with what it accepts and what it refuses."""
        heard: list[Heard] = []
        async with Simulator() as simulator:
            amazon, outlines = simulator.amazon, self.outlines()
            amazon.is_strict = True
            amazon.clients[_CLIENT_ID] = KnownClient({_CLIENT_SECRET: None}, kind, environment=environment)
            known = KnownAuthorization(region, kind, environment, _CLIENT_ID)
            amazon.authorizations[_REFRESH_TOKEN] = known
            lwa = LoginWithAmazon(self._client, self._clock, simulator.lwa_url, is_within=True)
            api = SellingPartnerApiClient(self._client, self._clock, simulator.origin, is_within=True)
            good = Credentials(
                Client(_CLIENT_ID, Secret(_CLIENT_SECRET)), Secret(_REFRESH_TOKEN), RefreshTokenId("made-up")
            )

            async def ask(call: str, asking: Awaitable[object]) -> None:
                with contextlib.suppress(ExchangeError, SellingPartnerApiError):
                    await asking
                heard.append(Heard(call, outlines[-1]))

            unknown = replace(good, refresh_token=_FALSE)
            await ask(FALSE_EXCHANGE, lwa.exchange(unknown))
            await ask(EXCHANGE, lwa.exchange(unknown))
            await ask(EXCHANGE, lwa.exchange(replace(good, client=replace(good.client, client_secret=_FALSE))))
            token = (await lwa.exchange(good)).access_token
            heard.append(Heard(EXCHANGE, outlines[-1]))
            await ask(FALSE_TEST, api.verify(_FALSE, kind, region, environment))
            await ask(TEST, api.verify(_FALSE, kind, region, environment))
            await ask(TEST, api.verify(token, kind, region, environment))
            known.is_throttled = True
            await ask(TEST, api.verify(token, kind, region, environment))
        return tuple(heard)
