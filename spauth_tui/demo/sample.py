"""The demo's applications, accounts and authorizations: every state a pane can have."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from spauth_tui.demo.amazon import KnownAuthorization, KnownClient
from spauth_tui.demo.behaviour import Answer, Behaviour
from spauth_tui.demo.replies import ERRORS
from spauth_tui.demo.simulator import Simulator
from spauth_tui.domain.amazon.marketplace import marketplaces_of
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.amazon.steps import LIMITS, PORTAL
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
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId, RefreshToken, RefreshTokenId, Refusal
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.proof import ApiRefusal, Participation, Proof
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.vault import Transaction, Vault


@dataclass(frozen=True, slots=True)
class Scene:
    """One authorization. `age` is how many minutes ago its access token was requested; None for no access token."""

    label: str
    region: Region
    marketplaces: tuple[str, ...]
    age: int | None = None
    tokens: int = 1
    ticks: frozenset[str] = frozenset()
    answer: Answer = Answer.OK  # how its exchanges are answered; a refusal is in the vault already
    knows: KnownAuthorization = field(default_factory=KnownAuthorization)
    """What is special about it at Amazon; kind and environment follow from the application."""
    token_region: Region | None = None
    """The region that its refresh token really belongs to; None for the account's own."""
    is_refused_by_api: bool = False
    is_proven_by_api: bool = False
    merged_name: str = ""
    vendor_group: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """How the simulator is to answer for the sample's refresh tokens."""

    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    clients: dict[str, KnownClient] = field(default_factory=dict)
    authorizations: dict[str, KnownAuthorization] = field(default_factory=dict)
    given: list[tuple[str, str]] = field(default_factory=list)
    """Access tokens with the refresh tokens they were issued for."""

    def teach(self, simulator: Simulator) -> None:
        """Teach the simulator the sample and nothing else."""
        simulator.plan.update(self.behaviours)
        amazon = simulator.amazon
        amazon.is_strict = True
        amazon.clients.update(self.clients)
        amazon.authorizations.update(self.authorizations)
        for access_token, refresh_token in self.given:
            amazon.know(access_token, refresh_token)


_ROTATED = "Returns Desk"  # the application that is in the middle of a rotation: its earlier secret has four days left
_BAD_CLIENT = Answer.INVALID_CLIENT
_NO_ROLE, _THROTTLED = KnownAuthorization(has_role=False), KnownAuthorization(is_throttled=True)
_FOREIGN = "Its refresh token belongs to North America: press f to see how that is found out."
_NO_ROLE_NOTE = "Testing this one shows a 403 without a reason: its application lacks a role."
_THROTTLED_NOTE = "Testing this one shows what happens when SP-API asks for fewer calls."
_HANG_UP_NOTE = "Refreshing this one shows what happens when Amazon cannot be reached."
_NA, _EU, _FE = Region.NA, Region.EU, Region.FE

_SCENES: dict[tuple[str, Kind, int], tuple[Scene, ...]] = {
    # label, kind, days its client secret has left
    ("Inventory Sync", Kind.SELLER, 41): (
        Scene("Acme US", _NA, ("US", "CA", "MX"), 7, tokens=2, is_proven_by_api=True, merged_name="Acme Group"),
        Scene("Acme Europe", _EU, ("DE", "FR", "IT"), 55, merged_name="Acme Group"),
        Scene("Acme Japan 日本", _FE, ("JP",), ticks=frozenset({LIMITS, PORTAL}), tokens=0, merged_name="Acme Group"),
        Scene("Northwind Traders", _NA, ("US",), 95),
        Scene("Bluebird Books", _EU, ("UK",), 130, answer=Answer.REVOKED),
        Scene("Café Olé 🥐", _EU, ("ES", "FR"), 26),
        Scene("Globex Europe", _EU, ("DE",), 12, token_region=_NA, is_refused_by_api=True, notes=_FOREIGN),
    ),
    ("Returns Desk", Kind.SELLER, 177): (
        Scene("Initech Supplies", _NA, ("US",), 5, knows=_NO_ROLE, notes=_NO_ROLE_NOTE),
        Scene("Umbrella Outdoors", _NA, ("US",), 31, knows=_THROTTLED, notes=_THROTTLED_NOTE),
    ),
    ("Vendor Orders", Kind.VENDOR, 5): (
        Scene("Contoso Home", _NA, ("US",), 17, vendor_group="Contoso Retail"),
        Scene("Contoso Kitchen", _EU, ("DE", "NL"), 240, answer=_BAD_CLIENT, vendor_group="Contoso Retail EU"),
        Scene("Fabrikam Foods", _EU, ("PL",), 50, answer=Answer.HANG_UP, notes=_HANG_UP_NOTE),
    ),
    ("Sandbox Trials", Kind.SELLER, 160): (
        Scene("Trial seller", _NA, ("US",), 3),
        Scene("Trial Europe", _EU, ()),
        Scene("Trial Far East", _FE, ("AU", "SG"), tokens=0),
    ),
}


async def fill_sample(vault: Vault, now: datetime, *, accounts: int | None = None) -> SamplePlan:
    """Fill an empty vault with the sample, or `accounts` of it, repeated under other labels if these are more.

    It is the same every time. Return how the simulator is to answer.
    """
    plan = SamplePlan()
    known: dict[str, Application] = {}
    all_scenes = [(*about, scene) for about, scenes in _SCENES.items() for scene in scenes]
    is_whole = accounts is None or accounts <= len(all_scenes)
    async with vault.batch() as batch:
        for number in range(len(all_scenes) if accounts is None else accounts):
            label, kind, days, scene = all_scenes[number % len(all_scenes)]
            if not is_whole:
                label, scene = f"{label} {number // 120 + 1}", replace(scene, label=f"{scene.label} {number + 1}")
            if label not in known:
                known[label] = await _application(batch, label, kind, days, plan, now, 10 if is_whole else 200)
            await _scene(batch, number, scene, known[label], plan, now)
    return plan


async def _application(
    vault: Transaction, label: str, kind: Kind, days: int, plan: SamplePlan, now: datetime, limit: int
) -> Application:
    key = label.lower().replace(" ", "-")
    stored_at, client_id = (
        now - timedelta(days=180 - days),
        f"amzn1.application-oa2-client.{key.encode().hex():0<32.32}",
    )
    application = Application(ApplicationId(key), label, client_id, kind, stored_at, limit)
    await vault.add(application, Event(stored_at, EventKind.CREATED, label, "application"))
    client = plan.clients[client_id] = KnownClient({}, kind, environment=_environment(application))
    # An hour to spare, so that the days left do not change during a demo.
    spare = timedelta(hours=1)
    lives = [(f"{key}-secret", now + timedelta(days=days) + spare, stored_at)]
    if label.startswith(_ROTATED):
        before = (f"{key}-secret-before", now + timedelta(days=4) + spare, stored_at - timedelta(days=170))
        lives.insert(0, before)
    for identity, expires_at, at in lives:
        value = f"amzn1.oa2-cs.v1.DEMO-{identity}"
        client.secrets[value] = expires_at
        record = ClientSecretRecord(ClientSecretId(identity), at, expires_at, proven_at=at)
        event = Event(at, EventKind.CLIENT_SECRET_STORED, label)
        await vault.keep(application.id, ClientSecret(record, Secret(value)), event)
    return application


def _environment(application: Application) -> Environment:
    return Environment.SANDBOX if application.label.startswith("Sandbox") else Environment.PRODUCTION


async def _scene(
    vault: Transaction, number: int, scene: Scene, application: Application, plan: SamplePlan, now: datetime
) -> None:
    since = now - timedelta(days=90)
    account = Account(
        AccountId(f"account-{number}"),
        scene.label,
        application.kind,
        scene.region,
        since,
        _environment(application),
        scene.marketplaces,
        scene.merged_name,
        scene.vendor_group,
        scene.notes,
    )
    await vault.add(account, Event(since, EventKind.CREATED, scene.label, "account"))
    identity, behaviour = AuthorizationId(f"authorization-{number}"), Behaviour(scene.answer, delay=0.6)
    authorization = Authorization(identity, application.id, account.id, since, ticks=scene.ticks)
    await vault.add(authorization, Event.about(identity, since, EventKind.CREATED, "authorization"))
    for generation in range(scene.tokens):
        stored_at = since + timedelta(days=generation * 60, minutes=5)
        value = f"Atzr|DEMO-refresh-token-{number}-{generation}-".ljust(340, "x")
        token = RefreshToken(RefreshTokenId(f"refresh-{number}-{generation}"), Secret(value), stored_at)
        event = Event.about(identity, stored_at, EventKind.REFRESH_TOKEN_STORED)
        await vault.keep(identity, token, event)
        plan.behaviours[value] = behaviour
        plan.authorizations[value] = replace(
            scene.knows,
            region=scene.token_region or scene.region,
            kind=application.kind,
            environment=account.environment,
            client_id=application.client_id,
            store_name=scene.label,
        )
    if scene.age is not None:
        access_token = f"Atza|DEMO-not-a-real-token-of-{identity}-".ljust(353, "x")
        asked_at = now - timedelta(minutes=scene.age)
        life = AccessTokenLife(asked_at, asked_at + timedelta(hours=1), token.id)
        event = Event.about(identity, asked_at, EventKind.REFRESHED)
        await vault.keep(identity, AccessToken(Secret(access_token), life), event)
        await _said(vault, authorization, scene, asked_at + timedelta(minutes=1), now - timedelta(minutes=20))
        plan.given.append((access_token, value))


async def _said(
    vault: Transaction, authorization: Authorization, scene: Scene, at: datetime, refused_at: datetime
) -> None:
    """Record what SP-API and Login with Amazon said about an authorization."""
    endpoint, request_id = scene.region.endpoint(Environment.PRODUCTION), "demo-request-id"
    if scene.is_proven_by_api:
        participations = tuple(
            Participation(each.id, each.code, scene.label, is_participating=True, has_suspended_listings=False)
            for each in marketplaces_of(scene.region)
            if each.code in scene.marketplaces
        )
        wanted = replace(authorization, proof=Proof(at, endpoint, request_id, participations))
        await vault.change(authorization, wanted, Event.about(authorization.id, at, EventKind.VERIFIED, request_id))
    if scene.is_refused_by_api:
        denied = "Access to requested resource is denied."
        api_refusal = ApiRefusal(403, "Unauthorized", denied, "", request_id, endpoint, at)
        event = Event.about(authorization.id, at, EventKind.VERIFICATION_REFUSED, "403")
        await vault.change(authorization, replace(authorization, api_refusal=api_refusal), event)
    if scene.answer in ERRORS:
        status, error, description = ERRORS[scene.answer]
        refusal = Refusal(error, description, "00000000-0000-4000-8000-00000000demo", status, refused_at)
        event = Event.about(authorization.id, refused_at, EventKind.REFUSED, error)
        await vault.change(authorization, replace(authorization, refusal=refusal), event)
