"""The demo's applications, accounts and authorizations: every state a pane can have."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from spauth_tui.demo.amazon import KnownAuthorization, KnownClient
from spauth_tui.demo.behaviour import Answer, Behaviour
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
    """One authorization of the demo. `age` is how long ago its access token was asked for; None for none."""

    application: str
    label: str
    region: Region
    marketplaces: tuple[str, ...]
    age: timedelta | None = None
    tokens: int = 1
    ticks: frozenset[str] = frozenset()
    refused: Answer | None = None
    behaviour: Behaviour = field(default_factory=lambda: Behaviour(delay=0.6))
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
    """Access tokens with the refresh tokens they were given for."""

    def teach(self, simulator: Simulator) -> None:
        """Have the simulator know the sample, and nothing else."""
        simulator.plan.update(self.behaviours)
        amazon = simulator.amazon
        amazon.is_strict = True
        amazon.clients.update(self.clients)
        amazon.authorizations.update(self.authorizations)
        for access_token, refresh_token in self.given:
            amazon.know(access_token, refresh_token)


_M = timedelta(minutes=1)
_APPLICATIONS: tuple[tuple[str, Kind, int], ...] = (
    # label, kind, days its client secret has left
    ("Inventory Sync", Kind.SELLER, 41),
    ("Returns Desk", Kind.SELLER, 177),
    ("Vendor Orders", Kind.VENDOR, 5),
    ("Sandbox Trials", Kind.SELLER, 160),
)
_ROTATED = "Returns Desk"
"""The application that is in the middle of a rotation: its secret before still has four days."""

SCENES: tuple[Scene, ...] = (
    Scene(
        "Inventory Sync",
        "Acme US",
        Region.NA,
        ("US", "CA", "MX"),
        7 * _M,
        tokens=2,
        is_proven_by_api=True,
        merged_name="Acme Group",
    ),
    Scene("Inventory Sync", "Acme Europe", Region.EU, ("DE", "FR", "IT"), 55 * _M, merged_name="Acme Group"),
    Scene(
        "Inventory Sync",
        "Acme Japan 日本",
        Region.FE,
        ("JP",),
        ticks=frozenset({LIMITS, PORTAL}),
        tokens=0,
        merged_name="Acme Group",
    ),
    Scene("Inventory Sync", "Northwind Traders", Region.NA, ("US",), 95 * _M),
    Scene(
        "Inventory Sync",
        "Bluebird Books",
        Region.EU,
        ("UK",),
        130 * _M,
        refused=Answer.REVOKED,
        behaviour=Behaviour(Answer.REVOKED, delay=0.6),
    ),
    Scene("Inventory Sync", "Café Olé 🥐", Region.EU, ("ES", "FR"), 26 * _M),
    Scene(
        "Inventory Sync",
        "Globex Europe",
        Region.EU,
        ("DE",),
        12 * _M,
        token_region=Region.NA,
        is_refused_by_api=True,
        notes="Its refresh token belongs to North America: press f to see how that is found out.",
    ),
    Scene(
        "Returns Desk",
        "Initech Supplies",
        Region.NA,
        ("US",),
        5 * _M,
        knows=KnownAuthorization(has_role=False),
        notes="Testing this one shows a 403 without a reason: its application lacks a role.",
    ),
    Scene(
        "Returns Desk",
        "Umbrella Outdoors",
        Region.NA,
        ("US",),
        31 * _M,
        knows=KnownAuthorization(is_throttled=True),
        notes="Testing this one shows what happens when SP-API asks for fewer calls.",
    ),
    Scene("Vendor Orders", "Contoso Home", Region.NA, ("US",), 17 * _M, vendor_group="Contoso Retail"),
    Scene(
        "Vendor Orders",
        "Contoso Kitchen",
        Region.EU,
        ("DE", "NL"),
        240 * _M,
        refused=Answer.INVALID_CLIENT,
        behaviour=Behaviour(Answer.INVALID_CLIENT, delay=0.6),
        vendor_group="Contoso Retail EU",
    ),
    Scene(
        "Vendor Orders",
        "Fabrikam Foods",
        Region.EU,
        ("PL",),
        50 * _M,
        behaviour=Behaviour(Answer.HANG_UP, delay=0.6),
        notes="Refreshing this one shows what happens when Amazon cannot be reached.",
    ),
    Scene("Sandbox Trials", "Trial seller", Region.NA, ("US",), 3 * _M),
    Scene("Sandbox Trials", "Trial Europe", Region.EU, (), None),
    Scene("Sandbox Trials", "Trial Far East", Region.FE, ("AU", "SG"), tokens=0),
)


def scenes(count: int | None) -> tuple[Scene, ...]:
    """Return the sample's scenes, or `count` of them: for more, the same ones over and over under other labels."""
    if count is None or count <= len(SCENES):
        return SCENES[:count]
    return tuple(
        replace(
            SCENES[number % len(SCENES)],
            application=f"{SCENES[number % len(SCENES)].application} {number // 120 + 1}",
            label=f"{SCENES[number % len(SCENES)].label} {number + 1}",
            behaviour=replace(SCENES[number % len(SCENES)].behaviour),
        )
        for number in range(count)
    )


async def fill_sample(vault: Vault, now: datetime, *, accounts: int | None = None) -> SamplePlan:
    """Fill an empty vault with the sample, the same every time; return how the simulator is to answer."""
    plan = SamplePlan()
    kinds = {label: (kind, days) for label, kind, days in _APPLICATIONS}
    known: dict[str, Application] = {}
    async with vault.batch() as batch:
        for number, scene in enumerate(scenes(accounts)):
            if scene.application not in known:
                base = next(label for label in kinds if scene.application.startswith(label))
                kind, days = kinds[base]
                known[scene.application] = await _application(batch, scene.application, kind, days, plan, now)
            await _scene(batch, number, scene, known[scene.application], plan, now)
    return plan


async def _application(
    vault: Transaction, label: str, kind: Kind, days: int, plan: SamplePlan, now: datetime
) -> Application:
    key = label.lower().replace(" ", "-")
    stored_at = now - timedelta(days=180 - days)
    application = Application(
        ApplicationId(key),
        label,
        f"amzn1.application-oa2-client.{key.encode().hex():0<32.32}",
        kind,
        stored_at,
        authorization_limit=10 if label in {each[0] for each in _APPLICATIONS} else 200,
    )
    await vault.add(application, Event(stored_at, EventKind.CREATED, label, "application"))
    # An hour to spare, so that the days left do not change while somebody looks.
    spare = timedelta(hours=1)
    environment = Environment.SANDBOX if label.startswith("Sandbox") else Environment.PRODUCTION
    client = KnownClient({}, kind, environment=environment)
    plan.clients[application.client_id] = client
    lives = [(f"{key}-secret", now + timedelta(days=days) + spare, stored_at)]
    if label.startswith(_ROTATED):
        before = (f"{key}-secret-before", now + timedelta(days=4) + spare, stored_at - timedelta(days=170))
        lives.insert(0, before)
    for identity, expires_at, at in lives:
        value = f"amzn1.oa2-cs.v1.DEMO-{identity}"
        client.secrets[value] = expires_at
        record = ClientSecretRecord(ClientSecretId(identity), at, expires_at, proven_at=at)
        await vault.keep(
            application.id, ClientSecret(record, Secret(value)), Event(at, EventKind.CLIENT_SECRET_STORED, label)
        )
    return application


async def _scene(
    vault: Transaction, number: int, scene: Scene, application: Application, plan: SamplePlan, now: datetime
) -> None:
    since = now - timedelta(days=90)
    subject = f"{scene.application} / {scene.label}"
    account = Account(
        AccountId(f"account-{number}"),
        scene.label,
        application.kind,
        scene.region,
        since,
        Environment.SANDBOX if scene.application.startswith("Sandbox") else Environment.PRODUCTION,
        scene.marketplaces,
        scene.merged_name,
        scene.vendor_group,
        scene.notes,
    )
    await vault.add(account, Event(since, EventKind.CREATED, scene.label, "account"))
    authorization = Authorization(
        AuthorizationId(f"authorization-{number}"), application.id, account.id, since, ticks=scene.ticks
    )
    await vault.add(authorization, Event(since, EventKind.CREATED, subject, "authorization", authorization.id))
    for generation in range(scene.tokens):
        stored_at = since + timedelta(days=generation * 60, minutes=5)
        value = f"Atzr|DEMO-refresh-token-{number}-{generation}-".ljust(340, "x")
        token = RefreshToken(RefreshTokenId(f"refresh-{number}-{generation}"), Secret(value), stored_at)
        event = Event(stored_at, EventKind.REFRESH_TOKEN_STORED, subject, "", authorization.id)
        await vault.keep(authorization.id, token, event)
        plan.behaviours[value] = scene.behaviour
        plan.authorizations[value] = replace(
            scene.knows,
            region=scene.token_region or scene.region,
            kind=application.kind,
            environment=account.environment,
            client_id=application.client_id,
            store_name=scene.label,
        )
    if scene.age is not None:
        await _asked(vault, authorization, scene, f"refresh-{number}-{scene.tokens - 1}", subject, now)
        plan.given.append((_access_token(authorization), value))


def _access_token(authorization: Authorization) -> str:
    return f"Atza|DEMO-not-a-real-token-of-{authorization.id}-".ljust(353, "x")


async def _asked(
    vault: Transaction, authorization: Authorization, scene: Scene, token_id: str, subject: str, now: datetime
) -> None:
    assert scene.age is not None
    asked_at = now - scene.age
    life = AccessTokenLife(asked_at, asked_at + timedelta(hours=1), token_id)
    value = Secret(_access_token(authorization))
    event = Event(asked_at, EventKind.REFRESHED, subject, "", authorization.id)
    await vault.keep(authorization.id, AccessToken(value, life), event)
    endpoint, at = scene.region.endpoint(Environment.PRODUCTION), asked_at + timedelta(minutes=1)
    if scene.is_proven_by_api:
        participations = tuple(
            Participation(each.id, each.code, scene.label, is_participating=True, has_suspended_listings=False)
            for each in marketplaces_of(scene.region)
            if each.code in scene.marketplaces
        )
        proof = Proof(at, endpoint, "demo-request-id", participations)
        await vault.change(
            authorization,
            replace(authorization, proof=proof),
            Event(at, EventKind.VERIFIED, subject, proof.request_id, authorization.id),
        )
    if scene.is_refused_by_api:
        denied = "Access to requested resource is denied."
        api_refusal = ApiRefusal(403, "Unauthorized", denied, "", "demo-request-id", endpoint, at)
        await vault.change(
            authorization,
            replace(authorization, api_refusal=api_refusal),
            Event(at, EventKind.VERIFICATION_REFUSED, subject, "403", authorization.id),
        )
    if scene.refused is not None:
        from spauth_tui.demo.replies import ERRORS

        status, error, description = ERRORS[scene.refused]
        refused_at = now - timedelta(minutes=20)
        refusal = Refusal(error, description, "00000000-0000-4000-8000-00000000demo", status, refused_at)
        await vault.change(
            authorization,
            replace(authorization, refusal=refusal),
            Event(refused_at, EventKind.REFUSED, subject, error, authorization.id),
        )
