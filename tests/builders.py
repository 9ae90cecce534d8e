"""Small builders with defaults; every secret holds the word CANARY."""

import json
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.access_token import AccessToken, AccessTokenLife
from spauth_tui.domain.model.account import Account, AccountId
from spauth_tui.domain.model.application import (
    Application,
    ApplicationId,
    ClientSecret,
    ClientSecretId,
    ClientSecretRecord,
    Kind,
)
from spauth_tui.domain.model.authorization import (
    Authorization,
    AuthorizationId,
    RefreshToken,
    RefreshTokenId,
    RefreshTokenRecord,
    Refusal,
)
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.proof import ApiRefusal, Proof
from spauth_tui.domain.model.restricted import RestrictedLife
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.vault import Changed, Transaction
from tests.fakes import NOW

CLIENT_ID = "amzn1.application-oa2-client.0123456789abcdef0123456789abcdef"
CLIENT_SECRET = "amzn1.oa2-cs.v1.CANARY-client-secret"
REFRESH_TOKEN = "Atzr|CANARY-refresh-token"
PASSPHRASE = Secret("CANARY horse battery staple")


def expiry_notification(expires_at: datetime) -> str:
    """Return APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY, in the fields that are read, as it comes by SQS."""
    told = {"clientId": CLIENT_ID, "clientSecretExpiryTime": expires_at.isoformat()}
    return json.dumps(
        {
            "notificationType": "APPLICATION_OAUTH_CLIENT_SECRET_EXPIRY",
            "payload": {"applicationOAuthClientSecretExpiry": told | {"clientSecretExpiryReason": "PERIODIC_ROTATION"}},
        }
    )


def event(kind: EventKind = EventKind.CREATED, authorization_id: str | None = None) -> Event:
    return Event(NOW, kind, "subject", "", AuthorizationId(authorization_id) if authorization_id else None)


def application(
    identity: str = "app",
    label: str = "Inventory",
    kind: Kind = Kind.SELLER,
    limit: int = 10,
    *,
    client_id: str = CLIENT_ID,
    client_secrets: tuple[ClientSecretRecord, ...] = (),
) -> Application:
    return Application(ApplicationId(identity), label, client_id, kind, NOW, limit, client_secrets)


def client_secret(
    identity: str = "secret", expires_at: datetime | None = None, value: str = CLIENT_SECRET
) -> ClientSecret:
    return ClientSecret(ClientSecretRecord(ClientSecretId(identity), NOW, expires_at), Secret(value))


def account(
    identity: str = "acc",
    label: str = "Acme",
    kind: Kind = Kind.SELLER,
    region: Region = Region.NA,
    environment: Environment = Environment.PRODUCTION,
    *,
    marketplaces: tuple[str, ...] = (),
    merged_name: str = "",
    vendor_group: str = "",
    notes: str = "",
) -> Account:
    return Account(
        AccountId(identity), label, kind, region, NOW, environment, marketplaces, merged_name, vendor_group, notes
    )


class Evidence(TypedDict, total=False):
    """What an authorization's record may hold beside its names."""

    refresh_tokens: tuple[RefreshTokenRecord, ...]
    access_token: AccessTokenLife | None
    refusal: Refusal | None
    ticks: frozenset[str]
    portal: str
    proof: Proof | None
    api_refusal: ApiRefusal | None
    restricted_tokens: tuple[RestrictedLife, ...]
    guarded: bool


def authorization(
    identity: str = "auth", app: str = "app", acc: str = "acc", **evidence: Unpack[Evidence]
) -> Authorization:
    return Authorization(AuthorizationId(identity), ApplicationId(app), AccountId(acc), NOW, **evidence)


def refresh_token(identity: str = "token", value: str = REFRESH_TOKEN, created_at: datetime = NOW) -> RefreshToken:
    return RefreshToken(RefreshTokenId(identity), Secret(value), created_at)


def record(
    identity: str = "token", made_current_at: datetime = NOW, revoked_at: datetime | None = None
) -> RefreshTokenRecord:
    return RefreshTokenRecord(RefreshTokenId(identity), NOW, made_current_at, "0badcafe", 340, "", revoked_at)


def life(
    asked_at: datetime = NOW, lifetime: timedelta = timedelta(hours=1), refresh_token_id: str = "token"
) -> AccessTokenLife:
    return AccessTokenLife(asked_at, asked_at + lifetime, refresh_token_id)


def access_token(
    value: str = "Atza|CANARY-access-token", *, asked_at: datetime = NOW, refresh_token_id: str = "token"
) -> AccessToken:
    return AccessToken(Secret(value), life(asked_at, refresh_token_id=refresh_token_id))


def refusal(error: str = "invalid_grant", description: str = "The request has an invalid grant parameter") -> Refusal:
    return Refusal(error, description, "request-1", 400, NOW)


def api_refusal() -> ApiRefusal:
    return ApiRefusal(403, "Unauthorized", "Access to requested resource is denied.", "", "request-2", "", NOW)


async def change(vault: Transaction, wanted: Changed, said: Event | None = None) -> Changed:
    """Make a record another one, from what it is now."""
    present: Any
    match wanted:
        case Preferences():
            present = await vault.preferences()
        case Authorization():
            present = await vault.authorization(wanted.id)
        case Application():
            present = await vault.application(wanted.id)
        case Account():
            present = (await vault.holdings()).account_by_id[wanted.id]
        case _:
            held = await vault.holdings()
            records: list[Any] = [
                *held.leaks,
                *held.loans,
                *(s for each in held.applications for s in each.client_secrets),
            ]
            present = next(each for each in records if each.id == wanted.id)
    return await vault.change(present, wanted, said)


async def furnish(vault: Transaction, *, refresh: bool = True, secret: bool = True) -> None:
    """Put one application, one account and one authorization into a vault."""
    await vault.add(application(), event())
    if secret:
        await vault.keep(ApplicationId("app"), client_secret(), event())
    await vault.add(account(), event())
    await vault.add(authorization(), event())
    if refresh:
        await vault.keep(AuthorizationId("auth"), refresh_token(), event())
