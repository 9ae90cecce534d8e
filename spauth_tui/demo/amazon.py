"""What the simulated Amazon knows, and the rules by which it answers: applications, authorizations, issued tokens.

The rules follow Amazon's documentation, and where that is silent, what developers report.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from spauth_tui.demo import replies
from spauth_tui.demo.behaviour import Answer
from spauth_tui.demo.replies import SimulatedReply
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import OVERLAP, Kind
from spauth_tui.domain.model.grantless import ROTATION, SCOPES
from spauth_tui.domain.model.restricted import METHODS, MOST_RESOURCES, Resource

SELLERS, VENDORS = "/sellers/v1/marketplaceParticipations", "/vendor/orders/v1/purchaseOrders"
ROTATE, RESTRICTED = "/applications/2023-11-30/clientSecret", "/tokens/2021-03-01/restrictedDataToken"
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_HOUR = timedelta(hours=1)


@dataclass(slots=True)
class KnownClient:
    """An application as Amazon knows it. `secrets` maps each accepted client secret to its expiry, or None."""

    secrets: dict[str, datetime | None]
    kind: Kind = Kind.SELLER
    application_id: str = "amzn1.sp.solution.00000000-0000-4000-8000-000000000000"
    environment: Environment = Environment.PRODUCTION
    has_queue: bool = True  # whether a queue for rotation notifications is registered in the console


@dataclass(slots=True)
class KnownAuthorization:
    """What one refresh token stands for. An empty `client_id` matches any application."""

    region: Region = Region.NA
    kind: Kind = Kind.SELLER
    environment: Environment = Environment.PRODUCTION
    client_id: str = ""
    store_name: str = "Demo Store"
    has_role: bool = True
    may_see_personal_data: bool = True
    is_throttled: bool = False
    is_secret_blamed: bool = False
    """Whether SP-API says that the client secret has expired, as reported after rotations."""


@dataclass(frozen=True, slots=True)
class _Issued:
    until: datetime
    authorization: KnownAuthorization | None = None
    scope: str = ""
    client_id: str = ""


@dataclass(slots=True)
class Amazon:
    """The state of the simulated Amazon. Unknown clients are accepted unless `is_strict`."""

    clients: dict[str, KnownClient] = field(default_factory=dict)
    authorizations: dict[str, KnownAuthorization] = field(default_factory=dict)
    is_strict: bool = False
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    marker: str = "DEMO"
    everyone: KnownAuthorization | None = None
    """What every refresh token stands for; None for what `authorizations` say."""
    queue: list[str] = field(default_factory=list)  # rotation notifications, as SQS would deliver them
    issued: dict[str, _Issued] = field(default_factory=dict)
    _rotated_at: dict[str, datetime] = field(default_factory=dict)

    def know(self, access_token: str, refresh_token: str) -> None:
        """Register an access token as already issued for a refresh token."""
        self.issued[access_token] = _Issued(self.now() + _HOUR, self.authorizations.get(refresh_token))

    def exchange(self, form: Mapping[str, str], content_type: str, expires_in: object = 3600) -> SimulatedReply:
        """Answer as Login with Amazon."""
        refusal = self._refusal_at_lwa(form, content_type)
        if refusal is not None:
            return refusal
        client_id, scope = form.get("client_id", ""), form.get("scope", "")
        token = replies.access_token(self.marker, "Atc" if scope else "Atza")
        lives = expires_in if isinstance(expires_in, int) and 0 < expires_in < 10**6 else 3600
        refresh_token = form.get("refresh_token", "")
        self.issued[token] = _Issued(
            self.now() + timedelta(seconds=lives),
            self.everyone or self.authorizations.get(refresh_token),
            scope,
            client_id,
        )
        return SimulatedReply(200, replies.token_body(token, refresh_token, expires_in))

    def _refusal_at_lwa(self, form: Mapping[str, str], content_type: str) -> SimulatedReply | None:
        grant = form.get("grant_type")
        if not content_type.startswith((_FORM, _JSON)) or grant not in ("refresh_token", "client_credentials"):
            return replies.error(Answer.UNSUPPORTED_GRANT)
        client = self.clients.get(form.get("client_id", ""))
        ends = client.secrets.get(form.get("client_secret", ""), self.now() - _HOUR) if client else None
        if (client is None and self.is_strict) or (ends is not None and ends <= self.now()):
            return replies.error(Answer.INVALID_CLIENT)
        if grant == "client_credentials":
            known = {scope.text for scope in SCOPES}
            is_sandbox = client is not None and client.environment is Environment.SANDBOX
            return replies.error(Answer.INVALID_SCOPE) if is_sandbox or form.get("scope") not in known else None
        if not form.get("refresh_token"):
            return replies.error(Answer.INVALID_REQUEST)
        known_authorization = self.authorizations.get(form["refresh_token"])
        if known_authorization is None:
            return replies.error(Answer.INVALID_GRANT) if self.is_strict else None
        if known_authorization.client_id not in ("", form.get("client_id")):
            return replies.error(Answer.UNAUTHORIZED_CLIENT)
        return None

    def call(self, host: str, method: str, path: str, token: str, body: bytes) -> SimulatedReply:
        """Answer as one of the SP-API endpoints, or as the right one if the host is empty."""
        if not token:
            return replies.unauthorized("Access token is missing in the request header.")
        issued = self.issued.get(token)
        if issued is None:
            if self.is_strict:
                return replies.unauthorized(replies.MALFORMED)
            issued = _Issued(self.now() + _HOUR, _permitted(host, path))
        if issued.until <= self.now():
            return replies.unauthorized("The access token you provided has expired.")
        if path == ROTATE and method == "POST":
            return self._rotate(issued)
        authorization = issued.authorization or _permitted(host, path)
        refusal = _refusal(host, path, authorization)
        if refusal is not None:
            return refusal
        if path == SELLERS:
            names = replies.participations_body(authorization.region, authorization.store_name)
            return SimulatedReply(200, names, {"x-amzn-ratelimit-limit": "0.016"})
        if path == VENDORS:
            return SimulatedReply(200, replies.purchase_orders_body(), {"x-amzn-ratelimit-limit": "10.0"})
        if path == RESTRICTED and method == "POST":
            return self._lend(authorization, body)
        return replies.unauthorized("")

    def _rotate(self, issued: _Issued) -> SimulatedReply:
        client = self.clients.get(issued.client_id)
        if issued.scope != ROTATION.text or client is None:
            return replies.unauthorized("")
        last = self._rotated_at.get(issued.client_id)
        if last is not None and self.now() - last < timedelta(seconds=60):
            return replies.throttled()
        if not client.has_queue:
            return replies.not_enrolled()
        self._rotated_at[issued.client_id] = self.now()
        self.rotate_in_portal(issued.client_id)
        return SimulatedReply(204, b"", {"x-amzn-ratelimit-limit": "0.0167"})

    def rotate_in_portal(self, client_id: str) -> str:
        """Make a new client secret as the console's Rotate secret does; return the notification about it."""
        client, now = self.clients[client_id], self.now()
        secret = f"amzn1.oa2-cs.v1.{self.marker}-rotated-{len(client.secrets)}".ljust(80, "0")
        for old, end in client.secrets.items():
            client.secrets[old] = min(end or now + OVERLAP, now + OVERLAP)
        client.secrets[secret] = now + timedelta(days=180)
        notification = replies.new_secret_notification(client_id, client.application_id, secret, now)
        self.queue.append(notification)
        return notification

    def newest_notification(self, client_id: str) -> str:
        """Take the newest notification off the queue, after rotating in the portal if there is none."""
        if not self.queue:
            self.rotate_in_portal(client_id)
        return self.queue.pop()

    def _lend(self, authorization: KnownAuthorization, body: bytes) -> SimulatedReply:
        try:
            resources = json.loads(body)["restrictedResources"]
            usable = 0 < len(resources) <= MOST_RESOURCES and all(
                each["method"] in METHODS and Resource(each["method"], each["path"]).operation for each in resources
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            usable = False
        if not usable:
            return replies.invalid_request("Resource not provided.")
        if not authorization.may_see_personal_data:
            return replies.personal_data_denied()
        token = replies.access_token(self.marker, "Atz.sprdt")
        self.issued[token] = _Issued(self.now() + _HOUR, authorization)
        return SimulatedReply(200, replies.restricted_token_body(token), {"x-amzn-ratelimit-limit": "1.0"})


def _permitted(host: str, path: str) -> KnownAuthorization:
    """Return an authorization that may make the call, for an unknown token."""
    environment = Environment.SANDBOX if host.startswith("sandbox.") else Environment.PRODUCTION
    kind = Kind.VENDOR if path == VENDORS else Kind.SELLER
    return KnownAuthorization(_region_of(host) or Region.NA, kind, environment)


def _refusal(host: str, path: str, authorization: KnownAuthorization) -> SimulatedReply | None:
    is_sandbox = host.startswith("sandbox.")
    if host and is_sandbox is not (authorization.environment is Environment.SANDBOX):
        return replies.unauthorized(replies.MALFORMED)
    if authorization.is_secret_blamed:
        return replies.unauthorized("The LWA secret token you provided has expired.")
    # The sandbox has been seen to accept a token of any region.
    wrong_region = host and not is_sandbox and _region_of(host) is not authorization.region
    wrong_kind = (path == SELLERS and authorization.kind is Kind.VENDOR) or (
        path == VENDORS and authorization.kind is Kind.SELLER
    )
    if wrong_region or wrong_kind or (path in (SELLERS, VENDORS) and not authorization.has_role):
        return replies.unauthorized("")
    return replies.throttled() if authorization.is_throttled else None


def _region_of(host: str) -> Region | None:
    hosts = {each.endpoint(environment): each for each in Region for environment in Environment}
    return hosts.get(f"https://{host}")
