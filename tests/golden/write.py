"""Writes a golden vault with the program that is on the path: `python tests/golden/write.py FILE`. README.md says how.

It imports the program alone, and of its later parts only what that program has, so that old commits can run it. Where
a schema changes, what the new tables and columns hold is added at the end of `write`.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from spauth_tui.adapters.vault.records.migrations import MIGRATIONS
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
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
    Refusal,
)
from spauth_tui.domain.model.event import Event, EventKind
from spauth_tui.domain.model.secret import Secret

PASSPHRASE = Secret("CANARY horse battery staple")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CLIENT_ID = "amzn1.application-oa2-client.0123456789abcdef0123456789abcdef"
SELLER, VENDOR = ApplicationId("app"), ApplicationId("app-vendor")
ACME, GLOBEX = AuthorizationId("auth"), AuthorizationId("auth-vendor")


def event(kind: EventKind = EventKind.CREATED, authorization_id: AuthorizationId | None = None) -> Event:
    """Return an event whose texts hold the word CANARY."""
    return Event(NOW, kind, "CANARY subject", "CANARY detail", authorization_id)


def refresh_token(identity: str, value: str, at: datetime) -> RefreshToken:
    """Return a refresh token with a note."""
    return RefreshToken(RefreshTokenId(identity), Secret(f"Atzr|CANARY-{value}"), at, "CANARY note")


async def _first(vault: Any) -> None:
    """Put something in every table of version 1."""
    for identity, label, kind, digit in (
        (SELLER, "Inventory", Kind.SELLER, "f"),
        (VENDOR, "CANARY Vendor Orders", Kind.VENDOR, "0"),
    ):
        await vault.add(Application(identity, label, CLIENT_ID[:-1] + digit, kind, NOW, 10), event())
    for name, owner, ends_at in (
        ("secret", SELLER, NOW + timedelta(days=180)),
        ("secret-old", VENDOR, NOW + timedelta(days=7)),
        ("secret-new", VENDOR, None),
    ):
        record = ClientSecretRecord(ClientSecretId(name), NOW, ends_at)
        value = Secret(f"amzn1.oa2-cs.v1.CANARY-client-{name}")
        await vault.keep(owner, ClientSecret(record, value), event(EventKind.CLIENT_SECRET_STORED))
    acme = Account(AccountId("acc"), "Acme", Kind.SELLER, Region.NA, NOW, Environment.PRODUCTION, ("US", "CA"))
    globex = Account(
        AccountId("acc-vendor"),
        "CANARY Globex",
        Kind.VENDOR,
        Region.EU,
        NOW,
        Environment.SANDBOX,
        ("DE", "FR"),
        "CANARY merged",
        "CANARY group",
        "CANARY notes",
    )
    await vault.add(acme, event())
    await vault.add(globex, event())
    plain = Authorization(ACME, SELLER, acme.id, NOW)
    other = Authorization(GLOBEX, VENDOR, globex.id, NOW, ticks=frozenset({"CANARY-tick"}), portal="CANARY-portal")
    await vault.add(plain, event())
    await vault.add(other, event())
    stored = EventKind.REFRESH_TOKEN_STORED
    await vault.keep(ACME, refresh_token("token", "refresh-token", NOW), event(stored, ACME))
    await vault.keep(GLOBEX, refresh_token("token-1", "superseded", NOW), event(stored, GLOBEX))
    await vault.keep(GLOBEX, refresh_token("token-2", "revoked", NOW + HOUR), event(stored, GLOBEX))
    await vault.keep(GLOBEX, refresh_token("token-3", "current", NOW + 2 * HOUR), event(stored, GLOBEX))
    await vault.mark_revoked(RefreshTokenId("token-2"), NOW + 3 * HOUR, event(EventKind.REFRESH_TOKEN_REVOKED, GLOBEX))
    life = AccessTokenLife(NOW, NOW + HOUR, "token")
    await vault.keep(ACME, AccessToken(Secret("Atza|CANARY-access-token"), life), event())
    refused = Refusal("CANARY_invalid_grant", "CANARY description", "CANARY-request", 400, NOW)
    await vault.change(other, replaced(other, refusal=refused), event(EventKind.REFUSED, GLOBEX))


async def _second(vault: Any) -> None:
    """Add a guard and preferences."""
    from spauth_tui.domain.model.preferences import Preferences

    present = await vault.authorization(GLOBEX)
    await vault.change(present, replaced(present, guarded=True), event(EventKind.GUARDED, GLOBEX))
    kept = Preferences(timedelta(minutes=7), backup_every=timedelta(days=3), backups_kept=4)
    await vault.change(Preferences(), kept, event(EventKind.PREFERENCES_CHANGED))


async def _third(vault: Any) -> None:
    """Add proofs, an overlap of client secrets, grantless and restricted data tokens, and leaks."""
    from spauth_tui.domain.model.grantless import GrantlessLife, GrantlessToken
    from spauth_tui.domain.model.leak import Leak, Leaked, LeakId
    from spauth_tui.domain.model.proof import ApiRefusal, Participation, Proof
    from spauth_tui.domain.model.restricted import Resource, RestrictedLife, RestrictedToken, RestrictedTokenId

    application = await vault.application(VENDOR)
    await vault.change(application, replaced(application, slots_elsewhere=3), event())
    newest, before = application.client_secrets
    proven = replaced(before, expires_at=NOW + timedelta(days=7), proven_at=NOW + HOUR)
    await vault.change(before, proven, event(EventKind.CLIENT_SECRET_PROVEN))
    refused = replaced(newest, expires_at=None, refused_at=NOW + HOUR)
    await vault.change(newest, refused, event(EventKind.CLIENT_SECRET_REFUSED))
    shop = Participation("ATVPDKIKX0DER", "US", "CANARY store", is_participating=True, has_suspended_listings=False)
    proof = Proof(NOW, "https://sellingpartnerapi-na.amazon.com", "CANARY-request", (shop,))
    present = await vault.authorization(ACME)
    await vault.change(present, replaced(present, proof=proof), event(EventKind.VERIFIED, ACME))
    no = ApiRefusal(403, "Unauthorized", "CANARY message", "CANARY details", "CANARY-request", "CANARY-endpoint", NOW)
    present = await vault.authorization(GLOBEX)
    await vault.change(present, replaced(present, api_refusal=no), event(EventKind.VERIFICATION_REFUSED, GLOBEX))
    scope = GrantlessLife(NOW, NOW + HOUR, "notifications")
    grantless = GrantlessToken(Secret("Atza|CANARY-grantless"), scope)
    await vault.keep(SELLER, grantless, event(EventKind.GRANTLESS))
    orders = Resource("GET", "/orders/v0/orders/CANARY", ("buyerInfo",))
    life = RestrictedLife(NOW, NOW + HOUR, RestrictedTokenId("restricted"), (orders,))
    restricted = RestrictedToken(Secret("Atz.sprdt|CANARY-restricted"), life)
    await vault.keep(ACME, restricted, event(EventKind.RESTRICTED, ACME))
    for name, ended_at in (("leak-1", NOW + HOUR), ("leak-2", None)):
        done = frozenset({"CANARY-step"})
        leak = Leak(LeakId(name), NOW, Leaked.REFRESH_TOKEN, "CANARY leak", SELLER, ACME, done, ended_at)
        await vault.add(leak, event(EventKind.LEAK_OPENED, ACME))


async def _fourth(vault: Any) -> None:
    """Add a loan."""
    from spauth_tui.domain.model.loan import Loan, LoanId

    loan = Loan(LoanId("loan"), ACME, "CANARY-client", "CANARY-origin", NOW)
    await vault.add(loan, event(EventKind.BROKER_GAVE, ACME))
    await vault.change(loan, replaced(loan, served=2, last_served_at=NOW + HOUR), event(EventKind.BROKER_SERVED, ACME))


async def _fifth(vault: Any) -> None:
    """Remove one of each kind that is only marked, after adding those of which there would be none left."""
    spare = Application(ApplicationId("app-gone"), "CANARY removed", f"{CLIENT_ID[:-1]}1", Kind.SELLER, NOW)
    shop = Account(AccountId("acc-gone"), "CANARY removed", Kind.SELLER, Region.FE, NOW)
    await vault.add(spare, event())
    await vault.add(shop, event())
    gone = Authorization(AuthorizationId("auth-gone"), SELLER, shop.id, NOW)
    await vault.add(gone, event())
    await vault.keep(ACME, refresh_token("token-gone", "removed", NOW), event())
    record = ClientSecretRecord(ClientSecretId("secret-gone"), NOW, None)
    await vault.keep(SELLER, ClientSecret(record, Secret("amzn1.oa2-cs.v1.CANARY-removed")), event())
    token = (await vault.authorization(ACME)).refresh_tokens[0]
    for each in (spare, gone, shop, record, token):
        await vault.remove(each, event(EventKind.REMOVED))


def replaced(record: Any, **changes: object) -> Any:
    """Return a record with some fields changed."""
    from dataclasses import replace

    return replace(record, **changes)


STEPS = (_first, _second, _third, _fourth, _fifth)
"""What each version of the tables adds."""


async def write(path: Path) -> None:
    """Write a vault with something in every table and column of the program's newest version."""
    if len(STEPS) < len(MIGRATIONS):
        raise NotImplementedError(f"say here what version {len(MIGRATIONS)} adds")
    vault = await SqlcipherVaultStore(path).create(PASSPHRASE)
    for step in STEPS[: len(MIGRATIONS)]:
        await step(vault)
    await vault.close()


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1])))
