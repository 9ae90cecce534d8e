"""Converts between values and the texts in credential files; shared by the formats."""

from collections.abc import Sequence

from spauth_tui.domain.amazon.marketplace import Marketplace, marketplace, marketplaces_of
from spauth_tui.domain.amazon.region import Region
from spauth_tui.domain.errors.input import NotExportable
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft


def home(draft: Draft) -> Marketplace:
    """Return the marketplace that identifies the account in a format: its first, else its region's most used."""
    known = marketplace(draft.marketplaces[0]) if draft.marketplaces else None
    return known or marketplaces_of(draft.region or Region.NA)[0]


def only(drafts: Sequence[Draft], title: str) -> Draft:
    """Return the only draft, for formats that take one; raises `NotExportable`."""
    if len(drafts) != 1:
        raise NotExportable(f"{title} holds one account, and {len(drafts)} were to be written.", "Name one.")
    return drafts[0]


def needed(value: Secret | None, what: str) -> str:
    """Return a secret's text for writing; raises `NotExportable` if there is none."""
    if value is None:
        raise NotExportable(f"There is no {what} to export.", "Finish its checklist first.")
    return value.reveal()
