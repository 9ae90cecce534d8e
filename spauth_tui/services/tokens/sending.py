"""Asks the guard before anything is sent to anyone but Amazon, for the two clients that a simulator can replace."""

from collections.abc import Sequence

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.proof import Proof
from spauth_tui.domain.model.restricted import Resource
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.ports.amazon import Admit, Client, Credentials, Grant, RetryingEndpoint, SellingPartnerApi
from spauth_tui.services.tokens.guarding import Guarding


class GuardedEndpoint:
    """Implements `TokenEndpoint`; asks the guard before each request, and each retry, that goes elsewhere.

    It raises `PassphraseNeeded` and `WrongPassphrase` too.
    """

    def __init__(self, endpoint: RetryingEndpoint, guarding: Guarding) -> None:
        self._endpoint, self._guarding = endpoint, guarding

    @property
    def goes_elsewhere(self) -> bool:
        return self._endpoint.goes_elsewhere

    async def exchange(self, credentials: Credentials) -> Grant:
        admit = self._admitting(credentials.client)
        await admit()
        return await self._endpoint.exchange(credentials, admit)

    async def grantless(self, client: Client, scope: str) -> Grant:
        admit = self._admitting(client)
        await admit()
        return await self._endpoint.grantless(client, scope, admit)

    def _admitting(self, client: Client) -> Admit:
        async def admit() -> None:
            if self.goes_elsewhere:
                await self._guarding.admit_client_elsewhere(client.client_id)

        return admit


class GuardedApi:
    """Implements `SellingPartnerApi`; asks the guard before each call that goes elsewhere, and raises the same."""

    def __init__(self, api: SellingPartnerApi, guarding: Guarding) -> None:
        self._api, self._guarding = api, guarding

    @property
    def goes_elsewhere(self) -> bool:
        return self._api.goes_elsewhere

    async def verify(self, access_token: Secret, kind: Kind, region: Region, environment: Environment) -> Proof:
        await self._admit(access_token)
        return await self._api.verify(access_token, kind, region, environment)

    async def rotate_client_secret(self, grantless_token: Secret, region: Region) -> str:
        await self._admit(grantless_token)
        return await self._api.rotate_client_secret(grantless_token, region)

    async def restricted_data_token(self, access_token: Secret, resources: Sequence[Resource], region: Region) -> Grant:
        await self._admit(access_token)
        return await self._api.restricted_data_token(access_token, resources, region)

    async def _admit(self, token: Secret) -> None:
        if self.goes_elsewhere:
            await self._guarding.admit_token_elsewhere(token)
