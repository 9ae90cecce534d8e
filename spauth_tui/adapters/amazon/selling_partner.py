"""The few SP-API calls of this program: test a token, rotate a client secret, get a restricted data token.

Paths, bodies and answers follow Amazon's models: Sellers v1, Vendor Orders v1, Application Management 2023-11-30 and
Tokens 2021-03-01.
"""

import platform
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from spauth_tui.adapters.amazon.http import Field, HttpClient
from spauth_tui.adapters.amazon.reply import ForeignValue, Reply
from spauth_tui.domain.amazon.region import Environment, Region, at_simulator
from spauth_tui.domain.diagnosis.causes import api_in_brief
from spauth_tui.domain.errors.exchange import NetworkSettingsRefused, Unreachable
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.proof import REFUSING, ApiRefusal, Participation, Proof
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.way import Way
from spauth_tui.services.ports.amazon import Grant
from spauth_tui.services.ports.clock import Clock

SELLER_PATH = "/sellers/v1/marketplaceParticipations"
VENDOR_PATH = "/vendor/orders/v1/purchaseOrders"
ROTATION_PATH = "/applications/2023-11-30/clientSecret"
RESTRICTED_PATH = "/tokens/2021-03-01/restrictedDataToken"
_LONGEST_LIFE = 86_400
_SANDBOX_QUERY = {
    "limit": "2",
    "createdAfter": "2019-08-20T14:00:00",
    "createdBefore": "2019-09-21T00:00:00",
    "includeDetails": "true",
    "sortOrder": "DESC",
}


class SellingPartnerApiClient:
    """Calls SP-API; implements `SellingPartnerApi`. Never retries.

    Tokens go only to the six endpoints of `domain.amazon.region`. `override` is a simulator, which the caller has
    checked to be on loopback. `is_within` says that the simulator runs in this process.
    """

    def __init__(
        self, client: HttpClient, clock: Clock, override: str | None = None, *, is_within: bool = False
    ) -> None:
        self.goes_elsewhere = override is not None and not is_within
        self._client, self._clock, self._override = client, clock, override

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Proof:
        endpoint = region.endpoint(environment)
        path, query = (SELLER_PATH, {}) if kind is Kind.SELLER else (VENDOR_PATH, self._vendor_query(environment))
        reply = await self._call("GET", endpoint, path, access_token, query=query)
        held = reply.as_json()
        if reply.status != 200 or "payload" not in held:
            raise not_understood(reply)
        participations = _participations(held["payload"], reply) if kind is Kind.SELLER else ()
        where = self._reached(endpoint) if self.goes_elsewhere else endpoint
        return Proof(self._clock.now(), where, request_id_of(reply), participations)

    async def rotate_client_secret(self, grantless_token: Secret, region: Region) -> str:
        reply = await self._call("POST", region.endpoint(Environment.PRODUCTION), ROTATION_PATH, grantless_token)
        if reply.status != 204:
            raise not_understood(reply)
        return request_id_of(reply)

    async def restricted_data_token(self, access_token: Secret, resources: Sequence[Resource], region: Region) -> Grant:
        body = {
            "restrictedResources": [
                {"method": each.method, "path": each.path}
                | ({"dataElements": list(each.elements)} if each.elements else {})
                for each in resources
            ]
        }
        endpoint = region.endpoint(Environment.PRODUCTION)
        reply = await self._call("POST", endpoint, RESTRICTED_PATH, access_token, body=body)
        held = reply.as_json()
        token, seconds = held["restrictedDataToken"].new_token(), held["expiresIn"].number(1, _LONGEST_LIFE)
        if reply.status != 200 or token is None or seconds is None:
            raise not_understood(reply)
        return Grant(token, timedelta(seconds=seconds))

    def _reached(self, endpoint: str) -> str:
        return at_simulator(endpoint, self._override) if self._override else endpoint

    async def _call(
        self,
        method: str,
        endpoint: str,
        path: str,
        token: Secret,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Reply:
        now = self._clock.now()
        headers: dict[str, Field] = {
            "x-amz-access-token": token,
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
            "user-agent": f"spauth-tui/0.1 (Language=Python/{platform.python_version()}; Platform={platform.system()})",
        }
        try:
            reply = await self._client.send(
                method, f"{self._reached(endpoint)}{path}", headers=headers, query=query, json=body
            )
        except NetworkSettingsRefused as refused:
            raise SellingPartnerApiError(refused.sentence, refused.remedy, ways=refused.ways) from None
        except Unreachable as unreachable:
            ways = (Way.SIMULATE,) if unreachable.kind == "simulator" else (Way.TEST,)
            raise SellingPartnerApiError(unreachable.sentence, unreachable.remedy, ways=ways) from None
        if reply.too_large:
            raise not_understood(reply)
        if reply.status not in (200, 204):
            raise refusal_of(reply, now)
        return reply

    def _vendor_query(self, environment: Environment) -> Mapping[str, str]:
        if environment is Environment.SANDBOX:
            return _SANDBOX_QUERY
        now = self._clock.now()
        return {
            "limit": "1",
            "includeDetails": "false",
            "createdAfter": (now - timedelta(days=6)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "createdBefore": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }


def _participations(payload: ForeignValue, reply: Reply) -> tuple[Participation, ...]:
    if not payload.is_list:
        raise not_understood(reply)
    return tuple(
        Participation(
            each["marketplace"]["id"].words(40),
            each["marketplace"]["countryCode"].words(4),
            each["storeName"].words(80),
            each["participation"]["isParticipating"].is_true,
            each["participation"]["hasSuspendedListings"].is_true,
        )
        for each in payload.items(100)
        if each["marketplace"].is_object and each["participation"].is_object
    )


def request_id_of(reply: Reply) -> str:
    """Return what to quote to Amazon's support; empty if there is none."""
    return reply.header("x-amzn-requestid") or reply.header("x-amz-rid") or reply.as_json()["request_id"].words(100)


def not_understood(reply: Reply) -> SellingPartnerApiError:
    """Return the error for an answer that does not follow Amazon's model."""
    return SellingPartnerApiError(
        "Amazon's reply was not understood.",
        "A proxy may have answered instead of Amazon. Check the network.",
        ways=(Way.TEST,),
        status=reply.status,
        request_id=request_id_of(reply),
    )


def refusal_of(reply: Reply, now: datetime) -> SellingPartnerApiError:
    """Return the error for an answer that is not a success."""
    held = reply.as_json()
    if not held.is_object and reply.status < 500:
        kind = reply.header("content-type", 40).partition(";")[0] or "no content type"
        return SellingPartnerApiError(
            f"Something between this computer and Amazon answered ({reply.status}, {kind}).",
            "A proxy, firewall or captive portal may be in the way. Check the network.",
            ways=(Way.TEST,),
            status=reply.status,
            request_id=request_id_of(reply),
            is_amazons=False,
        )
    first, *others = list(held["errors"].items(5)) or [held]
    more = " ".join(f"{each['code'].words(60)}: {each['message'].words()} {each['details'].words()}" for each in others)
    refusal = ApiRefusal(
        reply.status,
        first["code"].words(60),
        first["message"].words(),
        f"{first['details'].words()} {more}".strip(),
        request_id_of(reply),
        "",
        now,
    )
    happened, remedy = api_in_brief(refusal)
    words = " ".join(part for part in (refusal.code, refusal.message, refusal.details) if part)
    return SellingPartnerApiError(
        f"{happened} Amazon's answer: {reply.status} {words}".rstrip(),
        remedy,
        ways=(Way.EXPLAIN if reply.status in REFUSING else Way.TEST,),
        status=reply.status,
        code=refusal.code,
        message=refusal.message,
        details=refusal.details,
        request_id=refusal.request_id,
        wait=reply.asked_to_wait(now),
    )
