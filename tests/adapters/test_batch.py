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
from spauth_tui.domain.model.leak import Leak, Leaked, LeakId
from spauth_tui.domain.model.loan import Loan, LoanId
from spauth_tui.domain.model.preferences import Preferences
from spauth_tui.domain.model.restricted import Resource, RestrictedLife, RestrictedToken, RestrictedTokenId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.vault.backup import BackupReason
from spauth_tui.services.ports.vault import Transaction, Vault
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
LEAK = Leak(LeakId("leak"), NOW, Leaked.REFRESH_TOKEN, "Inventory / Acme", APP, AUTH)
GONE = builders.application("gone", "Gone")
LOAN = Loan(LoanId("loan"), AUTH, "CANARY-throwaway", "http://127.0.0.1:1", NOW)
SOON = 5.0
"""Seconds that nothing here takes; what hangs is ended then."""


async def _add_authorization(vault: Transaction) -> None:
    await vault.add(builders.account("spare", "Spare"), EVENT)
    await vault.add(builders.authorization("spare", acc="spare"), EVENT)


async def _remove_refresh_token(vault: Transaction) -> None:
    await vault.remove((await vault.authorization(AUTH)).refresh_tokens[0], EVENT)


Call = Callable[[Transaction], Awaitable[object]]
WORKS: dict[str, Call] = {
    "add account": lambda vault: vault.add(builders.account("new", "New"), EVENT),
    "add application": lambda vault: vault.add(builders.application("new", "New"), EVENT),
    "add authorization": _add_authorization,
    "add leak": lambda vault: vault.add(LEAK, EVENT),
    "add loan": lambda vault: vault.add(replace(LOAN, id=LoanId("two")), EVENT),
    "keep access token": lambda vault: vault.keep(AUTH, builders.access_token(), EVENT),
    "keep client secret": lambda vault: vault.keep(APP, builders.client_secret("two"), EVENT),
    "keep grantless token": lambda vault: vault.keep(APP, GRANTLESS, EVENT),
    "keep refresh token": lambda vault: vault.keep(AUTH, builders.refresh_token("two"), EVENT),
    "keep restricted token": lambda vault: vault.keep(AUTH, ANOTHER, EVENT),
    "remove account": lambda vault: vault.remove(builders.account(), EVENT),
    "remove application": lambda vault: vault.remove(builders.application(), EVENT),
    "remove authorization": lambda vault: vault.remove(builders.authorization(), EVENT),
    "remove client secret": lambda vault: vault.remove(builders.client_secret().record, EVENT),
    "remove loan": lambda vault: vault.remove(LOAN, EVENT),
    "remove refresh token": _remove_refresh_token,
    "remove restricted token": lambda vault: vault.remove(RESTRICTED.life, EVENT),
    "bring_back": lambda vault: vault.bring_back(GONE, EVENT),
    "delete": lambda vault: vault.delete(GONE, EVENT),
    "delete_removed": lambda vault: vault.delete_removed(NOW),
    "removed": lambda vault: vault.removed(),
    "access_token": lambda vault: vault.access_token(AUTH),
    "application": lambda vault: vault.application(APP),
    "authorization": lambda vault: vault.authorization(AUTH),
    "change": lambda vault: vault.change(Preferences(), Preferences(backups_kept=3), EVENT),
    "client": lambda vault: vault.client(APP, SECRET),
    "credentials": lambda vault: vault.credentials(AUTH),
    "events": lambda vault: vault.events(),
    "fingerprint": lambda vault: vault.fingerprint(OTHER),
    "forget_expired": lambda vault: vault.forget_expired(NOW + timedelta(days=1)),
    "grantless_token": lambda vault: vault.grantless_token(APP, "notifications"),
    "holdings": lambda vault: vault.holdings(),
    "last_asked_to_rotate": lambda vault: vault.last_asked_to_rotate("CANARY"),
    "times_guarded": lambda vault: vault.times_guarded(AUTH),
    "loan": lambda vault: vault.loan(LOAN.id),
    "make_current": lambda vault: vault.make_current(TOKEN, NOW, EVENT),
    "mark_revoked": lambda vault: vault.mark_revoked(TOKEN, NOW, EVENT),
    "names": lambda vault: vault.names(),
    "preferences": lambda vault: vault.preferences(),
    "record": lambda vault: vault.record(EVENT),
    "refresh_token": lambda vault: vault.refresh_token(TOKEN),
    "restricted_token": lambda vault: vault.restricted_token(RESTRICTED.life.id),
}


async def _batch(vault: Vault) -> None:
    async with vault.batch():
        pass


async def _turn(vault: Vault) -> None:
    async with vault.turn(AUTH):
        pass


LIFE: dict[str, Callable[[Vault], Awaitable[object]]] = {
    "back_up": lambda vault: vault.back_up(BackupReason.BY_HAND, NOW),
    "batch": _batch,
    "change_passphrase": lambda vault: vault.change_passphrase(OTHER, EVENT),
    "close": lambda vault: vault.close(),
    "turn": _turn,
}
_WRITES = ("add ", "bring_", "change", "delete", "keep ", "forget_", "make_", "mark_", "record", "remove ")
WRITES = sorted(name for name in WORKS if name.startswith(_WRITES))


@pytest.fixture(params=["sqlcipher", "memory"])
async def vault(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Vault]:
    """A vault with one of each."""
    made: Vault
    if request.param == "memory":
        made = InMemoryVault()
    else:
        made = await SqlcipherVaultStore(tmp_path / "v.vault").create(builders.PASSPHRASE)
    await builders.furnish(made)
    await made.keep(AUTH, builders.access_token(), EVENT)
    await made.keep(APP, GRANTLESS, EVENT)
    await made.keep(AUTH, RESTRICTED, EVENT)
    await made.add(LOAN, EVENT)
    await made.add(GONE, EVENT)
    await made.remove(GONE, EVENT)
    yield made
    await made.close()


def _methods(of: type) -> set[str]:
    return {name for name, _ in inspect.getmembers(of, inspect.isfunction) if not name.startswith("_")}


def test_every_method_of_a_vault_has_its_place_here() -> None:
    assert _methods(Transaction) == {name.split()[0] for name in WORKS}
    assert _methods(Vault) - _methods(Transaction) == LIFE.keys() | {"changes", "checked", "is_passphrase"}


@pytest.mark.parametrize("name", sorted(WORKS))
async def test_within_a_batch_it_works(vault: Vault, name: str) -> None:
    async with asyncio.timeout(SOON), vault.batch() as batch:
        await WORKS[name](batch)


async def test_a_batch_has_nothing_that_would_end_it_or_wait_for_it(vault: Vault) -> None:
    async with asyncio.timeout(SOON), vault.batch() as batch:
        assert [name for name in LIFE if hasattr(batch, name)] == []


@pytest.mark.parametrize("call", [*(WORKS[each] for each in WRITES), *LIFE.values()], ids=[*WRITES, *LIFE])
async def test_within_it_the_vault_that_lent_it_refuses_what_would_wait_for_its_end(
    vault: Vault, call: Callable[[Vault], Awaitable[object]]
) -> None:
    async with asyncio.timeout(SOON), vault.batch():
        with pytest.raises(NotInABatch):
            await call(vault)


async def test_what_was_refused_leaves_the_batch_as_it_was(vault: Vault) -> None:
    async with asyncio.timeout(SOON), vault.batch() as batch:
        await batch.add(builders.account("b", "Before"), EVENT)
        with pytest.raises(NotInABatch):
            await vault.close()
        await batch.add(builders.application("a", "After"), EVENT)
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
