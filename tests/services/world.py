"""A workspace on doubles, with the doubles at hand."""

from dataclasses import replace
from typing import Any

from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, ApplicationId
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.event import EventKind
from spauth_tui.services.workspace import Workspace
from tests import builders
from tests.fakes import (
    FakeBrowser,
    FakeClipboard,
    FakeClock,
    FakeFiles,
    FakeSellingPartnerApi,
    FakeTokenEndpoint,
    InMemoryVaultStore,
)
from tests.outside import Outside

AUTH, APP = AuthorizationId("auth"), ApplicationId("app")


class World:
    """A workspace on doubles, with the doubles at hand."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.endpoint = FakeTokenEndpoint()
        self.api = FakeSellingPartnerApi()
        self.clipboard = FakeClipboard()
        self.browser = FakeBrowser()
        self.files = FakeFiles()
        self.store = InMemoryVaultStore(passphrase=builders.PASSPHRASE)
        self.vault = self.store.vault()
        self.outside = Outside(self.clock, self.endpoint, self.api, self.clipboard, self.browser, self.files)
        self.workspace = Workspace(self.vault, self.outside, self.store)

    async def authorization(self) -> Authorization:
        return await self.vault.authorization(AUTH)

    async def application(self) -> Application:
        return await self.vault.application(APP)

    async def account(self) -> Account:
        return (await self.vault.holdings()).accounts[0]

    async def kinds(self) -> list[EventKind]:
        return [each.kind for each in await self.vault.events()]

    async def change_account(self, **changes: Any) -> Account:
        return await builders.change(self.vault, replace(await self.account(), **changes), builders.event())
