"""What is read of a large vault before everything else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from spauth_tui.adapters.sqlcipher.store import SqlcipherVaultStore
from spauth_tui.adapters.sqlcipher.vault import SqlcipherVault
from spauth_tui.domain.application import ApplicationId
from spauth_tui.domain.authorization import AuthorizationId
from spauth_tui.domain.holdings import Holdings
from tests import builders

EACH = 6


@pytest.fixture
async def vault(tmp_path: Path) -> AsyncIterator[SqlcipherVault]:
    """Four applications with six authorizations each, and one with none."""
    made = await SqlcipherVaultStore(tmp_path / "v.vault").create(builders.PASSPHRASE)
    async with made.batch() as batch:
        for number in range(EACH):
            await batch.add_account(builders.account(f"acc-{number}", f"Account {number}"), builders.event())
        for label, count in (("delta", EACH), ("Beta", EACH), ("alpha", EACH), ("Gamma", EACH), ("Aardvark", 0)):
            await _application(batch, label, count)
    yield made
    await made.close()


async def _application(vault: SqlcipherVault, label: str, count: int) -> None:
    await vault.add_application(builders.application(label, label), builders.event())
    await vault.add_client_secret(ApplicationId(label), builders.client_secret(f"secret-{label}"), builders.event())
    for number in range(count):
        identity = AuthorizationId(f"{label}-{number}")
        authorization = builders.authorization(identity, label, f"acc-{number}")
        token = builders.refresh_token(f"token-{identity}", f"CANARY-{identity}")
        await vault.add_authorization(authorization, builders.event())
        await vault.add_refresh_token(identity, token, builders.event())
        await vault.save_access_token(identity, builders.access_token(refresh_token_id=token.id), builders.event())


async def _glance(vault: SqlcipherVault, at_first: int) -> Holdings:
    found = await vault.glance(at_first)
    assert found is not None
    return found


async def test_it_holds_the_first_applications_by_label_in_any_case(vault: SqlcipherVault) -> None:
    found = await _glance(vault, EACH + 1)
    assert [each.label for each in found.applications] == ["Aardvark", "alpha", "Beta"]


async def test_its_applications_have_all_their_authorizations(vault: SqlcipherVault) -> None:
    found = await _glance(vault, EACH - 1)
    assert {each.id for each in found.authorizations} == {f"alpha-{number}" for number in range(EACH)}


async def test_what_it_holds_is_what_is_read_of_everything(vault: SqlcipherVault) -> None:
    found, whole = await _glance(vault, EACH), await vault.holdings()
    assert found.applications == whole.applications[:2]
    assert found.authorizations == tuple(whole.authorization_by_id[each.id] for each in found.authorizations)
    assert found.accounts == whole.accounts


async def test_there_is_none_of_a_vault_that_is_read_as_quickly(vault: SqlcipherVault) -> None:
    assert await vault.glance(EACH * 2) is None


async def test_there_is_none_where_its_applications_are_much_of_the_vault(vault: SqlcipherVault) -> None:
    assert await vault.glance(2) is None


async def test_there_is_none_where_everything_is_at_hand(vault: SqlcipherVault) -> None:
    await vault.holdings()
    assert await vault.glance(EACH) is None
