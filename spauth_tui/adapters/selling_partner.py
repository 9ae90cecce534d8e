"""The few SP-API calls of this program: one proves a token, one rotates a client secret, one lends restricted tokens.

Paths, bodies and answers follow Amazon's models: Sellers v1, Vendor Orders v1, Application Management 2023-11-30 and
Tokens 2021-03-01.
"""

import platform
from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from spauth_tui.adapters.api_refusals import as_json, not_understood, refusal_of, request_id_of
from spauth_tui.adapters.http import Answer, HttpClient
from spauth_tui.domain.application import Kind
from spauth_tui.domain.errors import SellingPartnerApiError, Unreachable
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.proof import Participation
from spauth_tui.domain.region import Environment, Region
from spauth_tui.domain.restricted import Resource
from spauth_tui.domain.secret import Secret
from spauth_tui.domain.shapes import is_sendable
from spauth_tui.services.ports import Clock, Grant, Verification

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
    """Calls SP-API; fulfils `services.ports.SellingPartnerApi`. Never retries.

    Tokens go to the six endpoints of `domain.region` alone. `override` may be given for a simulator, by who has made
    sure that it is on loopback; the endpoint's host is then the first part of the path.
    """

    def __init__(self, client: HttpClient, clock: Clock, override: str | None = None) -> None:
        self._client = client
        self._clock = clock
        self._override = override

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Verification:
        """Make the call that proves region and role; raises `SellingPartnerApiError`."""
        endpoint = region.endpoint(environment)
        path, query = (SELLER_PATH, {}) if kind is Kind.SELLER else (VENDOR_PATH, self._vendor_query(environment))
        answer = await self._call("GET", endpoint, path, access_token, query=query)
        held = as_json(answer)
        if answer.status != 200 or not isinstance(held, dict) or "payload" not in held:
            raise not_understood(answer)
        participations = _participations(held["payload"], answer) if kind is Kind.SELLER else ()
        return Verification(endpoint, request_id_of(answer), participations)

    async def rotate_client_secret(self, grantless_token: Secret, region: Region) -> str:
        """Have Amazon make a new client secret; return the request id."""
        answer = await self._call("POST", region.endpoint(Environment.PRODUCTION), ROTATION_PATH, grantless_token)
        if answer.status != 204:
            raise not_understood(answer)
        return request_id_of(answer)

    async def restricted_data_token(self, access_token: Secret, resources: Sequence[Resource], region: Region) -> Grant:
        """Get a restricted data token for the resources, from production."""
        body = {
            "restrictedResources": [
                {"method": each.method, "path": each.path}
                | ({"dataElements": list(each.elements)} if each.elements else {})
                for each in resources
            ]
        }
        endpoint = region.endpoint(Environment.PRODUCTION)
        answer = await self._call("POST", endpoint, RESTRICTED_PATH, access_token, body=body)
        held = as_json(answer)
        token, life = (held.get("restrictedDataToken"), held.get("expiresIn")) if isinstance(held, dict) else ("", 0)
        usable_life = isinstance(life, int) and not isinstance(life, bool) and 1 <= life <= _LONGEST_LIFE
        if answer.status != 200 or not isinstance(token, str) or not is_sendable(token) or not usable_life:
            raise not_understood(answer)
        assert isinstance(life, int)
        return Grant(Secret(token), timedelta(seconds=life))

    async def _call(
        self,
        method: str,
        endpoint: str,
        path: str,
        token: Secret,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Answer:
        now = self._clock.now()
        headers = {
            "x-amz-access-token": token.reveal(),
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
            "user-agent": f"spauth-tui/0.1 (Language=Python/{platform.python_version()}; Platform={platform.system()})",
        }
        base = f"{self._override}/{urlsplit(endpoint).hostname}" if self._override else endpoint
        try:
            answer = await self._client.send(method, f"{base}{path}", headers=headers, query=query, json=body)
        except Unreachable as unreachable:
            raise SellingPartnerApiError(unreachable.sentence, "Check the network, then try again.") from None
        if answer.too_large:
            raise not_understood(answer)
        if answer.status not in (200, 204):
            raise refusal_of(answer, now)
        return answer

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


def _participations(payload: object, answer: Answer) -> tuple[Participation, ...]:
    if not isinstance(payload, list):
        raise not_understood(answer)
    found = []
    for each in payload[:100]:
        if not isinstance(each, dict):
            continue
        marketplace, takes_part = each.get("marketplace"), each.get("participation")
        if isinstance(marketplace, dict) and isinstance(takes_part, dict):
            found.append(
                Participation(
                    clean(str(marketplace.get("id", "")), 40),
                    clean(str(marketplace.get("countryCode", "")), 4),
                    clean(str(each.get("storeName", "")), 80),
                    takes_part.get("isParticipating") is True,
                    takes_part.get("hasSuspendedListings") is True,
                )
            )
    return tuple(found)
