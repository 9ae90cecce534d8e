"""The SP-API call over real HTTP, against the simulator."""

from collections.abc import AsyncIterator

import pytest

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.selling_partner import SellingPartnerApiClient
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.proof import Proof
from spauth_tui.domain.model.secret import Secret
from tests.fakes import FakeClock
from tests.simulator import Simulator

TOKEN = Secret("Atza|CANARY")


class Bench:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.client = HttpClient({}, 2)
        self.api = SellingPartnerApiClient(self.client, FakeClock(), simulator.origin)

    async def verify(self, kind: Kind = Kind.SELLER, environment: Environment = Environment.PRODUCTION) -> Proof:
        return await self.api.verify(TOKEN, kind, Region.EU, environment)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with Simulator() as simulator:
        made = Bench(simulator)
        yield made
        await made.client.close()


async def test_a_seller_sees_the_marketplaces(bench: Bench) -> None:
    assert [each.country_code for each in (await bench.verify()).participations] == ["GB", "DE", "FR"]


async def test_the_access_token_goes_into_its_own_header(bench: Bench) -> None:
    await bench.verify()
    headers = bench.simulator.requests[0].headers
    assert headers["x-amz-access-token"] == TOKEN.reveal()
    assert "authorization" not in headers
    assert headers["x-amz-date"] == "20260301T120000Z"
    assert headers["user-agent"].startswith("spauth-tui/")


async def test_a_vendor_asks_for_purchase_orders(bench: Bench) -> None:
    await bench.verify(Kind.VENDOR)
    assert bench.simulator.requests[0].path == "/vendor/orders/v1/purchaseOrders"
    assert bench.simulator.requests[0].query["limit"] == "1"


async def test_the_vendor_sandbox_gets_its_canned_parameters(bench: Bench) -> None:
    await bench.verify(Kind.VENDOR, Environment.SANDBOX)
    assert bench.simulator.requests[0].query["createdAfter"] == "2019-08-20T14:00:00"


async def test_a_refusal_carries_amazons_details_and_request_id(bench: Bench) -> None:
    bench.simulator.sp_api_refusal = "The access token you provided has expired."
    with pytest.raises(SellingPartnerApiError) as caught:
        await bench.verify()
    assert (caught.value.status, caught.value.details) == (403, "The access token you provided has expired.")
    assert caught.value.request_id == "demo-request-id"


async def test_a_call_is_never_tried_again(bench: Bench) -> None:
    bench.simulator.sp_api_refusal = ""
    with pytest.raises(SellingPartnerApiError):
        await bench.verify()
    assert len(bench.simulator.requests) == 1
