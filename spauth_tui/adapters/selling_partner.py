"""The one SP-API call that proves a token's region and role."""

import json
import platform
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from spauth_tui.adapters.http import Answer, HttpClient
from spauth_tui.domain.application import Kind
from spauth_tui.domain.errors import SellingPartnerApiError, Unreachable
from spauth_tui.domain.foreign import clean
from spauth_tui.domain.region import Environment, Region
from spauth_tui.domain.secret import Secret
from spauth_tui.services.ports import Clock, Participation, Verification

SELLER_PATH = "/sellers/v1/marketplaceParticipations"
VENDOR_PATH = "/vendor/orders/v1/purchaseOrders"
_SANDBOX_QUERY = {
    "limit": "2",
    "createdAfter": "2019-08-20T14:00:00",
    "createdBefore": "2019-09-21T00:00:00",
    "includeDetails": "true",
    "sortOrder": "DESC",
}


class SellingPartnerApiClient:
    """Calls SP-API once; fulfils `services.ports.SellingPartnerApi`.

    Tokens go to the six endpoints of `domain.region` alone; `override` may be given for a simulator, by who has
    made sure that it is on loopback.
    """

    def __init__(self, client: HttpClient, clock: Clock, override: str | None = None) -> None:
        self._client = client
        self._clock = clock
        self._override = override

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Verification:
        """Make the call; raises `SellingPartnerApiError`. Never retries."""
        endpoint = region.endpoint(environment)
        path = SELLER_PATH if kind is Kind.SELLER else VENDOR_PATH
        now = self._clock.now()
        headers = {
            "x-amz-access-token": access_token.reveal(),
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
            "user-agent": f"spauth-tui/0.1 (Language=Python/{platform.python_version()})",
        }
        query = {} if kind is Kind.SELLER else self._vendor_query(environment)
        try:
            answer = await self._client.send("GET", f"{self._override or endpoint}{path}", headers=headers, query=query)
        except Unreachable as unreachable:
            raise SellingPartnerApiError(unreachable.sentence, "Check the network, then test again.") from None
        request_id = clean(answer.headers.get("x-amzn-requestid", ""), 100)
        if answer.status != 200 or answer.too_large:
            raise _refusal(answer, request_id)
        return Verification(endpoint, request_id, _participations(answer) if kind is Kind.SELLER else ())

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


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body.decode("utf-8", "strict"))
    except (ValueError, RecursionError):
        return None


def _participations(answer: Answer) -> tuple[Participation, ...]:
    held = _json(answer)
    payload = held.get("payload") if isinstance(held, dict) else None
    if not isinstance(payload, list):
        raise SellingPartnerApiError("Amazon's reply was not understood.", "Test again in a minute.", status=200)
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


_WORDS = {
    403: (
        "SP-API refused the access token (403).",
        "Check, in this order: the region of this account, seller or vendor, the application's roles, sandbox or "
        "production; then authorize again.",
    ),
    429: ("SP-API asks for fewer calls (429).", "Wait a minute, then test again."),
    400: (
        "SP-API did not accept the call's parameters (400).",
        "Please report this as a fault of spauth-tui.",
    ),
}


def _refusal(answer: Answer, request_id: str) -> SellingPartnerApiError:
    held = _json(answer)
    errors = held.get("errors") if isinstance(held, dict) else None
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    details = first.get("details") or first.get("message") or ""
    sentence, remedy = _WORDS.get(
        answer.status,
        (f"SP-API answered with status {answer.status}.", "Wait a few minutes, then test again."),
    )
    return SellingPartnerApiError(
        sentence,
        remedy,
        status=answer.status,
        details=clean(details) if isinstance(details, str) else "",
        request_id=request_id,
    )
