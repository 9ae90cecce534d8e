"""What one SP-API test call proved about an authorization, or how SP-API refused it."""

from dataclasses import dataclass
from datetime import datetime

from spauth_tui.domain.amazon.marketplace import marketplace
from spauth_tui.domain.amazon.region import Region


@dataclass(frozen=True, slots=True)
class Participation:
    """One marketplace that a seller account participates in, according to SP-API."""

    marketplace_id: str
    country_code: str
    store_name: str
    is_participating: bool
    has_suspended_listings: bool

    @property
    def is_store(self) -> bool:
        """Whether it is one of Amazon's stores; SP-API names other marketplaces beside them."""
        return marketplace(self.marketplace_id) is not None

    @property
    def code(self) -> str:
        """The country as this program writes it, UK for GB; SP-API's own code if the marketplace is unknown."""
        known = marketplace(self.marketplace_id)
        return known.code if known else self.country_code

    @property
    def region(self) -> Region | None:
        """The region of the marketplace; None if this program does not know it."""
        known = marketplace(self.marketplace_id)
        return known.region if known else None


@dataclass(frozen=True, slots=True)
class Proof:
    """A call that SP-API accepted: where, when (UTC), and what it said. `participations` is empty for vendors."""

    proven_at: datetime
    endpoint: str
    request_id: str
    participations: tuple[Participation, ...] = ()


REFUSING = frozenset({400, 401, 403})
"""The statuses with which SP-API refuses an authorization until something changes."""


@dataclass(frozen=True, slots=True)
class ApiRefusal:
    """How SP-API refused the last test call; cleared by the next accepted one."""

    status: int
    code: str
    message: str
    details: str
    request_id: str
    endpoint: str
    refused_at: datetime


def foreign_regions(participations: tuple[Participation, ...], region: Region) -> tuple[Region, ...]:
    """Return the regions other than `region` whose marketplaces SP-API named; any such region means a mix-up."""
    named = {each.region for each in participations} - {None, region}
    return tuple(each for each in Region if each in named)
