"""What each method of a vault does within a batch: it works, or it refuses at once; held against both vaults."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors.vault import NotInABatch
from spauth_tui.domain.model.account import AccountId
from spauth_tui.domain.model.application import ApplicationId, ClientSecretId
from spauth_tui.domain.model.authorization import AuthorizationId, RefreshTokenId
from spauth_tui.domain.model.grantless import GrantlessLife, GrantlessToken
from spauth_tui.domain.model.incident import Incident, IncidentId, Leaked
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.restricted import Resource, RestrictedLife, RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.services.ports.vault import Vault
from tests import builders
from tests.fakes import NOW, InMemoryVault

AUTH, APP, ACC, TOKEN = AuthorizationId("auth"), ApplicationId("app"), AccountId("acc"), RefreshTokenId("token")
SECRET = ClientSecretId("secret")
EVENT = builders.event()
OTHER = Secret("CANARY another passphrase")
GRANTLESS = GrantlessToken(
    Secret("Atc|CANARY-grantless"), GrantlessLife(NOW, NOW + timedelta(hours=1), "notifications")
)
RESOURCES = (Resource("GET", "/orders/v0/orders/{orderId}", ("buyerInfo",)),)
RESTRICTED, ANOTHER = (
    RestrictedToken(
        Secret("Atz.sprdt|CANARY"),
        RestrictedLife(NOW, NOW + timedelta(hours=1), RestrictedTokenId(identity), RESOURCES),
    )
    for identity in ("restricted", "another")
)
INCIDENT = Incident(IncidentId("incident"), NOW, Leaked.REFRESH_TOKEN, "Inventory / Acme", APP, AUTH)
LOAN = Loan(LoanId("loan"), AUTH, "CANARY-throwaway", "http://127.0.0.1:1", NOW)
SOON = 5.0
"""Seconds that nothing here takes; what hangs is ended then."""


async def _add_authorization(vault: Vault) -> None:
    await vault.add_account(builders.account("spare", "Spare"), EVENT)
    await vault.add_authorization(builders.authorization("spare", acc="spare"), EVENT)


Call = Callable[[Vault], Awaitable[object]]
WORKS: dict[str, Call] = {
    "add_account": lambda vault: vault.add_account(builders.account("new", "New"), EVENT),
    "add_application": lambda vault: vault.add_application(builders.application("new", "New"), EVENT),
    "add_authorization": _add_authorization,
    "add_incident": lambda vault: vault.add_incident(INCIDENT, EVENT),
    "add_loan": lambda vault: vault.add_loan(replace(LOAN, id=LoanId("two")), EVENT),
    "access_token": lambda vault: vault.access_token(AUTH),
    "add_client_secret": lambda vault: vault.add_client_secret(APP, builders.client_secret("two"), EVENT),
    "add_refresh_token": lambda vault: vault.add_refresh_token(AUTH, builders.refresh_token("two"), EVENT),
    "application": lambda vault: vault.application(APP),
    "authorization": lambda vault: vault.authorization(AUTH),
    "change": lambda vault: vault.change(Preferences(), Preferences(backups_kept=3), EVENT),
    "changes": lambda vault: vault.changes(),
    "client": lambda vault: vault.client(APP, SECRET),
    "credentials": lambda vault: vault.credentials(AUTH),
    "end_loan": lambda vault: vault.end_loan(LOAN.id, EVENT),
    "events": lambda vault: vault.events(),
    "fingerprint": lambda vault: vault.fingerprint(OTHER),
    "forget_expired": lambda vault: vault.forget_expired(NOW + timedelta(days=1)),
    "grantless_token": lambda vault: vault.grantless_token(APP, "notifications"),
    "holdings": lambda vault: vault.holdings(),
    "is_passphrase": lambda vault: vault.is_passphrase(OTHER),
    "last_asked_to_rotate": lambda vault: vault.last_asked_to_rotate("CANARY"),
    "times_guarded": lambda vault: vault.times_guarded(AUTH),
    "loan": lambda vault: vault.loan(LOAN.id),
    "make_current": lambda vault: vault.make_current(TOKEN, NOW, EVENT),
    "mark_revoked": lambda vault: vault.mark_revoked(TOKEN, NOW, EVENT),
    "names": lambda vault: vault.names(),
    "part": lambda vault: vault.part(APP),
    "parties": lambda vault: vault.parties(AUTH),
    "preferences": lambda vault: vault.preferences(),
    "purge_refresh_token": lambda vault: vault.purge_refresh_token(TOKEN, EVENT),
    "record": lambda vault: vault.record(EVENT),
    "refresh_token": lambda vault: vault.refresh_token(TOKEN),
    "remove_account": lambda vault: vault.remove_account(ACC, EVENT),
    "remove_application": lambda vault: vault.remove_application(APP, EVENT),
    "remove_authorization": lambda vault: vault.remove_authorization(AUTH, EVENT),
    "remove_backup": lambda vault: vault.remove_backup(Path("none.vault")),
    "remove_client_secret": lambda vault: vault.remove_client_secret(SECRET, EVENT),
    "remove_restricted_token": lambda vault: vault.remove_restricted_token(RESTRICTED.life.id, EVENT),
    "restricted_token": lambda vault: vault.restricted_token(RESTRICTED.life.id),
    "save_access_token": lambda vault: vault.save_access_token(AUTH, builders.access_token(), EVENT),
    "save_grantless_token": lambda vault: vault.save_grantless_token(APP, GRANTLESS, EVENT),
    "save_restricted_token": lambda vault: vault.save_restricted_token(AUTH, ANOTHER, EVENT),
}


async def _batch(vault: Vault) -> None:
    async with vault.batch():
        pass


async def _turn(vault: Vault) -> None:
    async with vault.turn(AUTH):
        pass


REFUSED: dict[str, Call] = {
    "back_up": lambda vault: vault.back_up(BackupReason.BY_HAND, NOW),
    "batch": _batch,
    "change_passphrase": lambda vault: vault.change_passphrase(OTHER, EVENT),
    "close": lambda vault: vault.close(),
    "turn": _turn,
}
_WRITES = ("add_", "change", "end_", "forget_", "make_", "mark_", "purge_", "record", "remove_", "save_")
WAITS = sorted({*REFUSED, *(name for name in WORKS if name.startswith(_WRITES))} - {"remove_backup", "changes"})
"""What waits for its turn to write; a backup is removed without one."""


@pytest.fixture(params=["sqlcipher", "memory"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Vault]:
    """A vault with one of each."""
    made: Vault
    if request.param == "memory":
        made = InMemoryVault()
    else:
        made = await SqlcipherVaultStore(tmp_path / "v.vault").create(builders.PASSPHRASE)
    await builders.furnish(made)
    await made.save_access_token(AUTH, builders.access_token(), EVENT)
    await made.save_grantless_token(APP, GRANTLESS, EVENT)
    await made.save_restricted_token(AUTH, RESTRICTED, EVENT)
    await made.add_loan(LOAN, EVENT)
    yield made
    await made.close()


def test_every_method_of_a_vault_has_its_place_here() -> None:
    methods = {name for name, _ in inspect.getmembers(Vault, inspect.isfunction) if not name.startswith("_")}
    assert methods == WORKS.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", sorted(WORKS))
async def test_within_a_batch_it_works(vault: Vault, name: str) -> None:
    async with asyncio.timeout(SOON), vault.batch() as batch:
        await WORKS[name](batch)


@pytest.mark.parametrize("name", sorted(REFUSED))
async def test_a_batch_refuses_what_would_end_it_or_wait_for_it(vault: Vault, name: str) -> None:
    async with asyncio.timeout(SOON), vault.batch() as batch:
        await batch.record(EVENT)
        with pytest.raises(NotInABatch):
            await REFUSED[name](batch)
        await batch.record(EVENT)


@pytest.mark.parametrize("name", sorted(REFUSED))
async def test_a_task_of_the_batchs_own_is_refused_likewise(vault: Vault, name: str) -> None:
    async with asyncio.timeout(SOON), vault.batch() as batch:
        with pytest.raises(NotInABatch):
            await asyncio.gather(REFUSED[name](batch))


@pytest.mark.parametrize("name", WAITS)
async def test_within_it_the_vault_that_lent_it_refuses_what_would_wait_for_its_end(vault: Vault, name: str) -> None:
    async with asyncio.timeout(SOON), vault.batch():
        with pytest.raises(NotInABatch):
            await (WORKS | REFUSED)[name](vault)


async def test_what_was_refused_leaves_the_batch_as_it_was(vault: Vault) -> None:
    async with asyncio.timeout(SOON), vault.batch() as batch:
        await batch.add_account(builders.account("b", "Before"), EVENT)
        with pytest.raises(NotInABatch):
            await batch.close()
        await batch.add_application(builders.application("a", "After"), EVENT)
    held = await vault.holdings()
    assert {each.label for each in held.accounts} == {"Acme", "Before"}
    assert {each.label for each in held.applications} == {"After", "Inventory"}


async def test_another_task_waits_for_the_end_of_a_batch(vault: Vault) -> None:
    before = len(await vault.events())
    async with asyncio.timeout(SOON):
        async with vault.batch() as batch:
            waiting = asyncio.create_task(vault.record(EVENT))
            await batch.record(EVENT)
        await waiting
    assert len(await vault.events()) == before + 2


@pytest.mark.parametrize("name", ["holdings", "record"])
async def test_a_batch_that_has_ended_neither_reads_nor_writes(vault: Vault, name: str) -> None:
    async with vault.batch() as batch:
        pass
    with pytest.raises(NotInABatch):
        await WORKS[name](batch)
