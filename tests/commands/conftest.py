"""A home with a vault in it, made once for each worker and copied for each test."""

import asyncio
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from spauth_tui.adapters.vault.store import SqlcipherVaultStore
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.model.application import ApplicationId, Kind
from spauth_tui.domain.model.authorization import AuthorizationId
from tests import builders
from tests.commands.shell import Shell
from tests.simulator import Behaviour, Simulator


async def _fill(path: Path) -> None:
    vault = await SqlcipherVaultStore(path).create(builders.PASSPHRASE)
    await vault.add(builders.application(), builders.event())
    await vault.keep(ApplicationId("app"), builders.client_secret(), builders.event())
    vendor = builders.application("app2", "Vendor Orders", Kind.VENDOR, client_id=f"{builders.CLIENT_ID[:-1]}0")
    await vault.add(vendor, builders.event())
    await vault.keep(
        ApplicationId("app2"), builders.client_secret("secret2", value=f"{builders.CLIENT_SECRET}-2"), builders.event()
    )
    for identity, application, account in (
        ("us", "app", builders.account("us", "Acme US", marketplaces=("US",))),
        ("de", "app", builders.account("de", "Acme DE", region=Region.EU, marketplaces=("DE", "FR"))),
        ("globex", "app2", builders.account("globex", "Globex", Kind.VENDOR)),
    ):
        await vault.add(account, builders.event())
        await vault.add(builders.authorization(identity, application, account.id), builders.event())
        token = builders.refresh_token(f"token-{identity}", f"{builders.REFRESH_TOKEN}-{identity}")
        await vault.keep(AuthorizationId(identity), token, builders.event())
    await vault.close()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "personal.vault"
    asyncio.run(_fill(path))
    return path


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A simulator on a thread of its own."""
    made = Simulator({"": Behaviour()}, token_marker="CANARY")
    started, loop, ended = threading.Event(), asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        async with made:
            started.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait(10)
    yield made
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()


@pytest.fixture
def empty(tmp_path: Path, simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in a home without a vault."""
    if sys.platform == "win32":
        pytest.skip("this home is one of Unix: its directories are XDG's, and `cat` prints its passphrase")
    return Shell(tmp_path, simulator, monkeypatch)


@pytest.fixture
def shell(empty: Shell, filled: Path) -> Shell:
    """A shell in a home with a vault: Inventory/Acme US, Inventory/Acme DE, Vendor Orders/Globex; nothing exchanged."""
    empty.vault.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(filled, empty.vault)
    return empty
