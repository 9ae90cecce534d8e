"""The bodies LWA and SP-API answer with, field by field as they are documented or were seen."""

import json
from itertools import count

from spauth_tui.demo.behaviour import Answer
from spauth_tui.domain.marketplace import marketplaces_of
from spauth_tui.domain.region import Region

_NUMBER = count(1)

ERRORS: dict[Answer, tuple[int, str, str]] = {
    Answer.INVALID_GRANT: (
        400,
        "invalid_grant",
        "The request has an invalid grant parameter : refresh_token",
    ),
    Answer.REVOKED: (
        400,
        "invalid_grant",
        "The request has an invalid grant parameter : refresh_token. "
        "User may have revoked or didn't grant the permission.",
    ),
    Answer.INVALID_CLIENT: (401, "invalid_client", "Client authentication failed"),
    Answer.UNAUTHORIZED_CLIENT: (400, "unauthorized_client", "Not authorized for requested operation"),
    Answer.INVALID_SCOPE: (400, "invalid_scope", "The request has an invalid parameter : scope"),
    Answer.INVALID_REQUEST: (
        400,
        "invalid_request",
        "The request is missing a required parameter : refresh_token",
    ),
    Answer.UNSUPPORTED_GRANT: (
        400,
        "unsupported_grant_type",
        "The authorization grant type is not supported by the authorization server",
    ),
    Answer.SERVER_ERROR: (500, "server_error", "The authorization server met an unexpected condition"),
    Answer.UNAVAILABLE: (503, "temporarily_unavailable", "The service is temporarily unavailable"),
}


def access_token(marker: str = "DEMO") -> str:
    """Return a fake access token of the length real ones have, 353 characters."""
    number = next(_NUMBER)
    return f"Atza|{marker}-not-a-real-token-{number:06d}-".ljust(353, "x")


def token_body(token: str, refresh_token: str, expires_in: object) -> bytes:
    """Write LWA's answer to a refresh token; it echoes the refresh token."""
    return json.dumps(
        {
            "access_token": token,
            "refresh_token": refresh_token,
            "token_type": "bearer",
            "expires_in": expires_in,
        }
    ).encode()


def error_body(error: str, description: str) -> bytes:
    """Write LWA's error body, with the two fields its live answers also carry."""
    number = next(_NUMBER)
    return json.dumps(
        {
            "error": error,
            "error_description": description,
            "error_index": f"demo{number:012x}",
            "request_id": f"00000000-0000-4000-8000-{number:012x}",
        }
    ).encode()


def participations_body(region: Region) -> bytes:
    """Write the answer of getMarketplaceParticipations for the first marketplaces of a region."""
    payload = [
        {
            "marketplace": {
                "id": each.id,
                "countryCode": "GB" if each.code == "UK" else each.code,
                "name": f"Amazon {each.code}",
                "defaultCurrencyCode": "EUR",
                "defaultLanguageCode": "en_US",
                "domainName": each.seller_host.replace("sellercentral", "www"),
            },
            "storeName": "Demo Store",
            "participation": {"isParticipating": True, "hasSuspendedListings": False},
        }
        for each in marketplaces_of(region)[:3]
    ]
    return json.dumps({"payload": payload}).encode()


def purchase_orders_body() -> bytes:
    """Write an empty answer of the vendors' getPurchaseOrders."""
    return json.dumps({"payload": {"orders": []}}).encode()


def sp_api_error_body(details: str) -> bytes:
    """Write SP-API's refusal."""
    error = {
        "code": "Unauthorized",
        "message": "Access to requested resource is denied.",
        "details": details,
    }
    return json.dumps({"errors": [error]}).encode()
