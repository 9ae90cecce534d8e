"""No secret in a log, a repr, an exception or a picture, whatever is done with it."""

import gc
import logging
from pathlib import Path

import pytest
from textual.widgets import Input

from spauth_tui.adapters.amazon.http import HttpClient
from spauth_tui.adapters.amazon.lwa import LoginWithAmazon
from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.errors import SpauthError
from spauth_tui.domain.model.authorization import AuthorizationId
from spauth_tui.services.tokens.exchanging import Tokens
from tests import builders
from tests.fakes import FakeClock
from tests.simulator import Simulator
from tests.ui.test_checklist import walking


async def test_no_secret_is_logged_at_any_level(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    vault = await SqlcipherVaultStore(tmp_path / "v.vault").create(builders.PASSPHRASE)
    await builders.furnish(vault)
    async with Simulator(token_marker="CANARY") as simulator:
        client = HttpClient({})
        tokens = Tokens(vault, LoginWithAmazon(client, FakeClock(), simulator.lwa_url), FakeClock())
        await tokens.refresh(AuthorizationId("auth"))
        await client.close()
    await vault.close()
    assert "CANARY" not in caplog.text
    assert builders.REFRESH_TOKEN in simulator.requests[0].form.values()


async def test_no_repr_of_what_a_vault_gives_holds_a_secret(tmp_path: Path) -> None:
    vault = await SqlcipherVaultStore(tmp_path / "v.vault").create(builders.PASSPHRASE)
    await builders.furnish(vault)
    await vault.keep(AuthorizationId("auth"), builders.access_token(), builders.event())
    held = [
        await vault.holdings(),
        await vault.credentials(AuthorizationId("auth")),
        await vault.access_token(AuthorizationId("auth")),
        await vault.events(),
        vault,
    ]
    await vault.close()
    assert "CANARY" not in repr(held)


async def test_a_picture_of_a_filled_paste_box_holds_no_secret() -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("Atzr|CANARY-in-the-field")
        assert "CANARY" not in walk.host.export_screenshot()


async def test_after_storing_no_field_holds_the_secret() -> None:
    async with walking(step="authorize") as walk:
        await walk.paste("Atzr|CANARY-in-the-field")
        await walk.click("store")
        gc.collect()
        assert [field for field in walk.host.screen.query(Input) if "CANARY" in field.value] == []


async def test_no_error_of_a_broken_vault_holds_a_secret(tmp_path: Path) -> None:
    path = tmp_path / "v.vault"
    await (await SqlcipherVaultStore(path).create(builders.PASSPHRASE)).close()
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SpauthError) as caught:
        await SqlcipherVaultStore(path).open(builders.PASSPHRASE)
    told = f"{caught.value!r} {caught.value} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert "CANARY" not in told
