"""One authorization on its way through the steps: what is known of it, and what brings it on."""

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
    """What the checklist shows and changes; it knows no screen."""

    def __init__(self, workspace: Workspace, authorization_id: AuthorizationId) -> None:
        self._workspace, self._authorization_id = workspace, authorization_id
        self._authorizations = workspace.authorizing.authorizations
        self.holdings = Holdings()
        self.verified: Verified | None = None
        """What the last test call proved, while nothing else was done since."""
        self.keeps: Secret | None = None
        """What was pasted in an unusual shape: pasted once more, it is stored."""

    async def read(self) -> None:
        """Read the vault."""
        self.holdings = await self._workspace.holdings()

    @property
    def case(self) -> Case:
        """The authorization, with what refusals are checked against."""
        authorization = self.holdings.authorization_by_id[self._authorization_id]
        return Case(authorization, self.holdings, self._workspace.clock.now())

    @property
    def portal(self) -> Portal:
        """Where it is authorized."""
        return chosen_portal(self.case.account, self.case.authorization.portal)

    @property
    def has_next_region(self) -> bool:
        """Whether the account, or one that it is merged with, has a region left to authorize."""
        account = self.case.account
        regions = {each.region for each in self.holdings.accounts if each.is_merged_with(account)}
        return len(regions | {account.region}) < len(Region)

    def _take(self, authorization: Authorization) -> None:
        self.holdings = self.holdings.replacing(authorization)

    async def tick(self, step_key: str, *, done: bool) -> None:
        """Tick a step, or take the tick back."""
        self._take(await self._authorizations.tick(self.case.authorization, step_key, done=done))

    async def choose_portal(self, key: str) -> None:
        """Authorize in another portal."""
        self._take(await self._authorizations.choose_portal(self.case.authorization, key))

    async def store(self, pasted: Secret) -> None:
        """Store a refresh token; raises `InputRefused`, for an unusual shape once."""
        try:
            accepted = accept_refresh_token(pasted, keep_unusual=pasted == self.keeps)
        except UnusualShape:
            self.keeps = pasted
            raise
        self._take(await self._authorizations.store_refresh_token(self.case.authorization, accepted))
        self.keeps = self.verified = None

    async def exchange(self) -> None:
        """Exchange the refresh token; a refusal is in the vault by then, and is read."""
        self.verified = None
        with suppress(ExchangeRefused):
            await self._workspace.tokens.refresh(self._authorization_id)
        await self.read()

    async def verify(self) -> None:
        """Call SP-API once; what Amazon refuses is in the vault by then, anything else is raised."""
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
        """Keep the marketplaces that SP-API named."""
        assert self.verified is not None
        account = await self._workspace.authorizing.accounts.set_marketplaces(
            self.verified.account, self.verified.named
        )
        self.verified = replace(self.verified, account=account)
        await self.read()
