"""The simulator and this program's requests follow Amazon's published models, field by field.

Names and types are those of the models Sellers v1, Vendor Orders v1, Tokens 2021-03-01 and Application Management
2023-11-30 and of their sandbox examples; the notification's are those of its documentation.
"""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.selling_partner import ROTATION_PATH, SELLER_PATH, VENDOR_PATH, SellingPartnerApiClient
from spauth_tui.demo import replies
from spauth_tui.demo.amazon import Amazon, KnownAuthorization, KnownClient
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.grantless import NOTIFICATIONS, ROTATION
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Client
from tests import builders
from tests.fakes import NOW, FakeClock
from tests.simulator import Simulator

PARTICIPATIONS = {
    "payload": [
        {
            "marketplace": {
                "id": str,
                "countryCode": str,
                "name": str,
                "defaultCurrencyCode": str,
                "defaultLanguageCode": str,
                "domainName": str,
            },
            "storeName": str,
            "participation": {"isParticipating": bool, "hasSuspendedListings": bool},
        }
    ]
}
ORDERS = {
    "payload": {
        "pagination": {"nextToken": str},
        "orders": [{"purchaseOrderNumber": str, "purchaseOrderState": str}],
    }
}
RESTRICTED = {"restrictedDataToken": str, "expiresIn": int}
ERRORS = {"errors": [{"code": str, "message": str, "details": str}]}
ERRORS_WITHOUT_DETAILS = {"errors": [{"code": str, "message": str}]}
NEW_SECRET = {
    "notificationVersion": str,
    "notificationType": str,
    "payloadVersion": str,
    "eventTime": str,
    "payload": {
        "applicationOAuthClientNewSecret": {
            "clientId": str,
            "newClientSecret": str,
            "newClientSecretExpiryTime": str,
            "oldClientSecretExpiryTime": str,
        }
    },
    "notificationMetadata": {"applicationId": str, "subscriptionId": str, "publishTime": str, "notificationId": str},
}


def fits(held: Any, model: Any) -> bool:
    """Say whether a value has exactly the fields and types of a model."""
    if isinstance(model, dict):
        return isinstance(held, dict) and held.keys() == model.keys() and all(fits(held[k], model[k]) for k in model)
    if isinstance(model, list):
        return isinstance(held, list) and bool(held) and all(fits(each, model[0]) for each in held)
    return type(held) is model


@pytest.mark.parametrize(
    ("body", "model"),
    [
        (replies.participations_body(Region.EU), PARTICIPATIONS),
        (replies.purchase_orders_body(), ORDERS),
        (replies.restricted_token_body("Atz.sprdt|x"), RESTRICTED),
        (replies.unauthorized("").body, ERRORS),
        (replies.throttled().body, ERRORS),
        (replies.invalid_request("Resource not provided.").body, ERRORS),
        (replies.not_enrolled().body, ERRORS_WITHOUT_DETAILS),
        (replies.personal_data_denied().body, ERRORS_WITHOUT_DETAILS),
        (replies.new_secret_notification("c", "a", "s", NOW).encode(), NEW_SECRET),
    ],
    ids=["sellers", "vendor orders", "tokens", "403", "429", "400 tokens", "400 rotation", "400 role", "notification"],
)
def test_an_answer_has_exactly_the_fields_of_its_model(body: bytes, model: Any) -> None:
    assert fits(json.loads(body), model)


def test_a_comparison_that_could_not_fail_would_prove_nothing() -> None:
    assert not fits({"payload": [{"storeName": "x"}]}, PARTICIPATIONS)


def test_country_codes_are_those_of_iso_3166() -> None:
    held = json.loads(replies.participations_body(Region.EU))
    assert held["payload"][0]["marketplace"]["countryCode"] == "GB"


def test_the_example_for_a_rotation_without_a_queue_is_the_models() -> None:
    (error,) = json.loads(replies.not_enrolled().body)["errors"]
    assert error["code"] == "InvalidInput"
    assert "not enrolled for rotation notification" in error["message"]


class Bench:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator, self.amazon = simulator, simulator.amazon
        self.clock = FakeClock()
        self.amazon.now = self.clock.now
        self.amazon.clients["client"] = KnownClient({"CANARY-secret": None})
        self.http = HttpClient({}, 2)
        self.api = SellingPartnerApiClient(self.http, self.clock, simulator.origin)

    def token(self, scope: str = "", **known: Any) -> Secret:
        form = {
            "grant_type": "client_credentials",
            "client_id": "client",
            "client_secret": "CANARY-secret",
            "scope": scope,
        }
        if not scope:
            self.amazon.authorizations["Atzr|CANARY"] = KnownAuthorization(**known)
            form = {"grant_type": "refresh_token", "refresh_token": "Atzr|CANARY", "client_id": "x"}
        reply = self.amazon.exchange(form, "application/x-www-form-urlencoded")
        return Secret(json.loads(reply.body)["access_token"])


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    async with Simulator() as simulator:
        made = Bench(simulator)
        yield made
        await made.http.close()


async def refused(bench: Bench, token: Secret, kind: Kind = Kind.SELLER, **where: Any) -> SellingPartnerApiError:
    region, environment = where.get("region", Region.NA), where.get("environment", Environment.PRODUCTION)
    with pytest.raises(SellingPartnerApiError) as caught:
        await bench.api.verify(token, kind, region, environment)
    return caught.value


async def test_a_grantless_token_has_its_own_prefix_and_no_refresh_token(bench: Bench) -> None:
    form = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y", "scope": NOTIFICATIONS.text}
    body = json.loads(bench.amazon.exchange(form, "application/x-www-form-urlencoded").body)
    assert body["access_token"].startswith("Atc|")
    assert "refresh_token" not in body


async def test_rotating_answers_204_and_puts_the_secret_in_the_queue(bench: Bench) -> None:
    await bench.api.rotate_client_secret(bench.token(ROTATION.text), Region.NA)
    request = bench.simulator.requests[0]
    assert (request.method, request.path, request.body) == ("POST", ROTATION_PATH, b"")
    assert len(bench.amazon.queue) == 1


async def test_rotating_without_a_queue_is_refused_in_the_models_words(bench: Bench) -> None:
    bench.amazon.clients["client"].has_queue = False
    with pytest.raises(SellingPartnerApiError) as caught:
        await bench.api.rotate_client_secret(bench.token(ROTATION.text), Region.NA)
    assert (caught.value.status, caught.value.code) == (400, "InvalidInput")


async def test_rotating_twice_in_a_minute_is_throttled(bench: Bench) -> None:
    await bench.api.rotate_client_secret(bench.token(ROTATION.text), Region.NA)
    with pytest.raises(SellingPartnerApiError) as caught:
        await bench.api.rotate_client_secret(bench.token(ROTATION.text), Region.NA)
    assert caught.value.status == 429


async def test_rotating_needs_a_token_of_that_scope(bench: Bench) -> None:
    with pytest.raises(SellingPartnerApiError) as caught:
        await bench.api.rotate_client_secret(bench.token(NOTIFICATIONS.text), Region.NA)
    assert caught.value.status == 403


async def test_the_request_for_a_restricted_token_follows_the_model(bench: Bench) -> None:
    resources = [
        Resource("GET", "/orders/v0/orders/{orderId}", ("buyerInfo", "shippingAddress")),
        Resource("GET", "/orders/v0/orders/943-12-123434/address"),
    ]
    grant = await bench.api.restricted_data_token(bench.token(), resources, Region.NA)
    assert json.loads(bench.simulator.requests[0].body) == {
        "restrictedResources": [
            {"method": "GET", "path": "/orders/v0/orders/{orderId}", "dataElements": ["buyerInfo", "shippingAddress"]},
            {"method": "GET", "path": "/orders/v0/orders/943-12-123434/address"},
        ]
    }
    assert grant.lifetime == timedelta(hours=1)
    assert grant.access_token.reveal().startswith("Atz.sprdt|")


async def test_an_unknown_path_gets_the_tokens_apis_400(bench: Bench) -> None:
    with pytest.raises(SellingPartnerApiError) as caught:
        await bench.api.restricted_data_token(bench.token(), [Resource("GET", "/nothing")], Region.NA)
    assert (caught.value.status, caught.value.code) == (400, "InvalidRequest")


async def test_a_restricted_token_without_the_role_is_refused_with_the_reason_in_the_message(bench: Bench) -> None:
    resources = [Resource("GET", "/orders/v0/orders/{orderId}", ("buyerInfo",))]
    with pytest.raises(SellingPartnerApiError) as caught:
        await bench.api.restricted_data_token(bench.token(may_see_personal_data=False), resources, Region.NA)
    assert (caught.value.status, caught.value.code, caught.value.details) == (400, "InvalidInput", "")
    assert "does not have access to one or more requested data elements" in caught.value.message


async def test_a_wrong_region_is_denied_without_a_reason(bench: Bench) -> None:
    problem = await refused(bench, bench.token(region=Region.EU))
    assert (problem.status, problem.code, problem.details) == (403, "Unauthorized", "")


async def test_a_sellers_token_on_a_vendors_call_is_denied_without_a_reason(bench: Bench) -> None:
    assert (await refused(bench, bench.token(), Kind.VENDOR)).details == ""


async def test_a_sandbox_token_in_production_is_malformed(bench: Bench) -> None:
    problem = await refused(bench, bench.token(environment=Environment.SANDBOX))
    assert "revoked, malformed or invalid" in problem.details


async def test_an_expired_access_token_is_called_that(bench: Bench) -> None:
    token = bench.token()
    bench.clock.advance(timedelta(hours=1))
    assert "has expired" in (await refused(bench, token)).details


async def test_a_throttled_call_says_how_often_it_may_be_made_only_by_its_documented_rate(bench: Bench) -> None:
    problem = await refused(bench, bench.token(is_throttled=True))
    assert (problem.status, problem.code, problem.wait) == (429, "QuotaExceeded", None)


@pytest.mark.parametrize(("path", "kind"), [(SELLER_PATH, Kind.SELLER), (VENDOR_PATH, Kind.VENDOR)])
async def test_the_test_calls_go_to_their_documented_paths(bench: Bench, path: str, kind: Kind) -> None:
    await bench.api.verify(bench.token(kind=kind), kind, Region.NA, Environment.PRODUCTION)
    assert (bench.simulator.requests[0].method, bench.simulator.requests[0].path) == ("GET", path)


def test_an_unknown_client_secret_is_refused() -> None:
    amazon = Amazon(clients={builders.CLIENT_ID: KnownClient({"CANARY-right": None})})
    client = Client(builders.CLIENT_ID, Secret("CANARY-wrong"))
    form = {
        "grant_type": "refresh_token",
        "refresh_token": "Atzr|x",
        "client_id": client.client_id,
        "client_secret": client.client_secret.reveal(),
    }
    assert amazon.exchange(form, "application/x-www-form-urlencoded").status == 401
