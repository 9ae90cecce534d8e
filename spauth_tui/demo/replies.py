"""The bodies of LWA's and SP-API's replies, field by field as in Amazon's models or as seen in reality.

Models: Sellers v1, Vendor Orders v1, Application Management 2023-11-30, Tokens 2021-03-01. Names, numbers and
values are made up.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from secrets import token_hex

from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.amazon.marketplace import marketplaces_of
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.model.application import CLIENT_SECRET_LIFETIME, OVERLAP

_NUMBER = count(1)
MALFORMED = "The access token you provided is revoked, malformed or invalid."


@dataclass(frozen=True, slots=True)
class SimulatedReply:
    """One answer: status, body, and headers in addition to the usual ones."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


ERRORS: dict[Answer, tuple[int, str, str]] = {
    Answer.INVALID_GRANT: (400, "invalid_grant", "The request has an invalid grant parameter : refresh_token"),
    Answer.REVOKED: (
        400,
        "invalid_grant",
        "The request has an invalid grant parameter : refresh_token. "
        "User may have revoked or didn't grant the permission.",
    ),
    Answer.INVALID_CLIENT: (401, "invalid_client", "Client authentication failed"),
    Answer.UNAUTHORIZED_CLIENT: (400, "unauthorized_client", "Not authorized for requested operation"),
    Answer.INVALID_SCOPE: (400, "invalid_scope", "The request has an invalid parameter : scope"),
    Answer.INVALID_REQUEST: (400, "invalid_request", "The request is missing a required parameter : refresh_token"),
    Answer.UNSUPPORTED_GRANT: (
        400,
        "unsupported_grant_type",
        "The authorization grant type is not supported by the authorization server",
    ),
    Answer.ACCESS_DENIED: (401, "access_denied", "Access to the requested resource is denied"),
    Answer.SERVER_ERROR: (500, "server_error", "The authorization server met an unexpected condition"),
    Answer.UNAVAILABLE: (503, "temporarily_unavailable", "The service is temporarily unavailable"),
}
_PAGE = b"<html><body>Please sign in to the hotel's network</body></html>"


def access_token(marker: str = "DEMO", prefix: str = "Atza") -> str:
    """Return a fake access token of the length real ones have, 353 characters; no two have a part in common."""
    return f"{prefix}|{marker}-{token_hex(180)}"[:353]


def token_body(token: str, refresh_token: str, expires_in: object) -> bytes:
    """Write LWA's answer; for a refresh-token grant it echoes the token."""
    echo = {"refresh_token": refresh_token} if refresh_token else {}
    return json.dumps({"access_token": token, **echo, "token_type": "bearer", "expires_in": expires_in}).encode()


def error(answer: Answer, headers: Mapping[str, str] | None = None) -> SimulatedReply:
    """Write a failure at LWA, or what something in between answers."""
    headers = headers or {}
    if answer is Answer.THROTTLED:
        return SimulatedReply(429, b"", headers)
    if answer is Answer.HTML:
        return SimulatedReply(200, _PAGE, {"content-type": "text/html", **headers})
    if answer is Answer.REDIRECT:
        return SimulatedReply(307, b"", {"location": "http://127.0.0.1:9/sign-in", **headers})
    return refusal(*ERRORS[answer], headers)


def refusal(status: int, name: str, description: str, headers: Mapping[str, str] | None = None) -> SimulatedReply:
    """Write a refusal by LWA, with the two fields its live answers also carry."""
    number = next(_NUMBER)
    body = {
        "error": name,
        "error_description": description,
        "error_index": f"demo{number:012x}",
        "request_id": f"00000000-0000-4000-8000-{number:012x}",
    }
    return SimulatedReply(status, json.dumps(body).encode(), headers or {})


def participations_body(region: Region, store_name: str = "Demo Store") -> bytes:
    """Write the answer of getMarketplaceParticipations for the first marketplaces of a region."""
    currencies = {"US": "USD", "CA": "CAD", "MX": "MXN", "UK": "GBP", "JP": "JPY", "AU": "AUD", "SG": "SGD"}
    payload = [
        {
            "marketplace": {
                "id": each.id,
                "countryCode": "GB" if each.code == "UK" else each.code,
                "name": f"Amazon {each.name}",
                "defaultCurrencyCode": currencies.get(each.code, "EUR"),
                "defaultLanguageCode": "en_US",
                "domainName": each.vendor_host.replace("vendorcentral", "www"),
            },
            "storeName": store_name,
            "participation": {"isParticipating": True, "hasSuspendedListings": False},
        }
        for each in marketplaces_of(region)[:3]
    ]
    return json.dumps({"payload": payload}).encode()


def purchase_orders_body() -> bytes:
    """Write an answer of getPurchaseOrders with one order that has only the required fields."""
    order = {"purchaseOrderNumber": "DEMO0001", "purchaseOrderState": "New"}
    return json.dumps({"payload": {"pagination": {"nextToken": "DEMO"}, "orders": [order]}}).encode()


def restricted_token_body(token: str) -> bytes:
    """Write the answer of createRestrictedDataToken."""
    return json.dumps({"restrictedDataToken": token, "expiresIn": 3600}).encode()


def sp_api_error(status: int, code: str, message: str, details: str, limit: str = "") -> SimulatedReply:
    """Write SP-API's refusal."""
    body = {"errors": [{"code": code, "message": message, "details": details}]}
    return SimulatedReply(status, json.dumps(body).encode(), {"x-amzn-ratelimit-limit": limit} if limit else {})


def unauthorized(details: str) -> SimulatedReply:
    """Write the 403 of every access that is denied; its headers carry no rate limit."""
    return sp_api_error(403, "Unauthorized", "Access to requested resource is denied.", details)


def throttled() -> SimulatedReply:
    """Write the 429 of a rate that was exceeded."""
    return sp_api_error(429, "QuotaExceeded", "You exceeded your quota for the requested resource.", "")


def invalid_request(details: str) -> SimulatedReply:
    """Write the 400 of the Tokens API."""
    return sp_api_error(400, "InvalidRequest", "Request is missing or has invalid parameters", details, "1.0")


def invalid_input(message: str) -> SimulatedReply:
    """Write a 400 that gives its reason in `message`."""
    body = {"errors": [{"code": "InvalidInput", "message": message}]}
    return SimulatedReply(400, json.dumps(body).encode())


def personal_data_denied() -> SimulatedReply:
    """Write the 400 of the Tokens API for an application without the role, as reported."""
    return invalid_input(
        "Application does not have access to one or more requested data elements: [buyerInfo, shippingAddress]"
    )


def not_enrolled() -> SimulatedReply:
    """Write the 400 of a rotation without a queue; the model's example has no details."""
    words = (
        "Application is not enrolled for rotation notification. "
        "Please update application notification preference in Developer console."
    )
    return replace(invalid_input(words), headers={"x-amzn-ratelimit-limit": "0.0167"})


def new_secret_notification(client_id: str, application_id: str, secret: str, now: datetime) -> str:
    """Write the notification APPLICATION_OAUTH_CLIENT_NEW_SECRET as SQS delivers it."""
    new_secret = {
        "clientId": client_id,
        "newClientSecret": secret,
        "newClientSecretExpiryTime": _instant(now + CLIENT_SECRET_LIFETIME),
        "oldClientSecretExpiryTime": _instant(now + OVERLAP),
    }
    metadata = {
        "applicationId": application_id,
        "subscriptionId": "00000000-0000-4000-8000-0000000000aa",
        "publishTime": _instant(now + timedelta(seconds=1)),
        "notificationId": "00000000-0000-4000-8000-0000000000bb",
    }
    held = {
        "notificationVersion": "1.0",
        "notificationType": "APPLICATION_OAUTH_CLIENT_NEW_SECRET",
        "payloadVersion": "2023-11-30",
        "eventTime": _instant(now),
        "payload": {"applicationOAuthClientNewSecret": new_secret},
        "notificationMetadata": metadata,
    }
    return json.dumps(held)


def _instant(instant: datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
