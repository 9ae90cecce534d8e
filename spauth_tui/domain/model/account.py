"""A selling partner account in one region."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.application import Kind

AccountId = NewType("AccountId", str)


@dataclass(frozen=True, slots=True)
class Account:
    """One seller or vendor account in one region.

    A merged account appears once for each region, because Amazon gives each region its own Authorize app button and
    refresh token; all of them share `merged_name`.
    """

    id: AccountId
    label: str
    kind: Kind
    region: Region
    created_at: datetime
    environment: Environment = Environment.PRODUCTION
    marketplaces: tuple[str, ...] = ()  # the known marketplace codes
    merged_name: str = ""
    vendor_group: str = ""
    notes: str = ""

    def is_merged_with(self, other: "Account") -> bool:
        """Return whether both are regions of one merged account."""
        return bool(self.merged_name) and self.merged_name == other.merged_name and self.id != other.id
