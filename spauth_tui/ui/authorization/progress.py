"""The progress of one authorization through the steps, and the actions that advance it."""

from contextlib import suppress
from dataclasses import replace

from spauth_tui.domain.amazon.portal import Portal, chosen_portal
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.diagnosis.explanation import Case
from spauth_tui.domain.errors.exchange import ExchangeRefused
from spauth_tui.domain.errors.selling_partner import SellingPartnerApiError
from spauth_tui.domain.model.authorization import Authorization, AuthorizationId
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.model.snapshot import Holdings
from spauth_tui.services.authorizing.pasted import UnusualShape, accept_refresh_token
from spauth_tui.services.testing.verifying import Verified
from spauth_tui.services.workspace import Workspace


class Progress:
    """What the checklist shows and changes, without any screen."""

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId) -> None:
        self._workspace, self._authorization_id = workspace, authorization_id
        self._authorizations = workspace.authorizing.authorizations
        self.holdings = Holdings()
        self.verified: Verified | None = None
        """What the last test call proved; None again after any other action."""
        self.keeps: Secret | None = None
        """A pasted text of unusual shape: if it is pasted again, it is stored."""

    async def read(self) -> None:
        """Read the vault."""
        self.holdings = await self._workspace.holdings()

    @property
    def case(self) -> Case:
        """The authorization, with what refusals are compared with."""
        authorization = self.holdings.authorization_by_id[self._authorization_id]
        return Case(authorization, self.holdings, self._workspace.clock.now())

    @property
    def portal(self) -> Portal:
        """The portal to authorize in."""
        return chosen_portal(self.case.account, self.case.authorization.portal)

    @property
    def has_next_region(self) -> bool:
        """Whether the account, or one merged with it, has a region left to authorize."""
        account = self.case.account
        regions = {each.region for each in self.holdings.accounts if each.is_merged_with(account)}
        return len(regions | {account.region}) < len(Region)

    def _take(self, authorization: Authorization) -> None:
        self.holdings = self.holdings.replacing(authorization)

    async def tick(self, step_key: str, *, done: bool) -> None:
        """Tick or untick a step."""
        self._take(await self._authorizations.tick(self.case.authorization, step_key, done=done))

    async def choose_portal(self, key: str) -> None:
        """Choose the portal to authorize in."""
        self._take(await self._authorizations.choose_portal(self.case.authorization, key))

    async def store(self, pasted: Secret) -> None:
        """Store a refresh token; raises `InputRefused`, for an unusual shape only the first time."""
        try:
            accepted = accept_refresh_token(pasted, self.holdings, keep_unusual=pasted == self.keeps)
        except UnusualShape:
            self.keeps = pasted
            raise
        self._take(await self._authorizations.store_refresh_token(self.case.authorization, accepted))
        self.keeps = self.verified = None

    async def exchange(self) -> None:
        """Exchange the refresh token; a refusal is stored in the vault and read from there, anything else is raised."""
        self.verified = None
        with suppress(ExchangeRefused):
            await self._workspace.tokens.refresh(self._authorization_id)
        await self.read()

    async def verify(self) -> None:
        """Call SP-API once; a refusal by Amazon is stored in the vault, anything else is raised."""
        before, account = self.case.authorization, self.case.account
        self.verified = None
        try:
            self.verified = await self._workspace.testing.verifying.verify(before, account)
        except (ExchangeRefused, SellingPartnerApiError):
            await self.read()
            now = self.case.authorization
            if (now.refusal, now.api_refusal) == (before.refusal, before.api_refusal):
                raise
        await self.read()

    async def set_marketplaces(self) -> None:
        """Store the marketplaces that SP-API named."""
        assert self.verified is not None
        account = await self._workspace.authorizing.accounts.set_marketplaces(
            self.verified.account, self.verified.named
        )
        self.verified = replace(self.verified, account=account)
        await self.read()
