"""How the texts in files of credentials become values, and values texts; shared by the forms."""

from collections.abc import Sequence
from typing import Any

from spauth_tui.domain.amazon.marketplace import Marketplace, marketplace, marketplaces_of
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.errors.input import FileNotUnderstood, NotExportable
from spauth_tui.domain.model.application import Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.formats.draft import Draft

_REGIONS = {
    **{region.name.casefold(): region for region in Region},
    **{region.value.casefold(): region for region in Region},
    # The AWS regions that older clients named for the same thing.
    "us-east-1": Region.NA,
    "eu-west-1": Region.EU,
    "us-west-2": Region.FE,
}
_TRUE = frozenset({"true", "1", "yes", "on"})


def secret(text: str | None) -> Secret | None:
    """Return a secret; None for nothing."""
    return Secret(text.strip()) if text and text.strip() else None


def region(text: str | None) -> Region | None:
    """Read a region: NA, Europe, an AWS region, a country code, an SP-API endpoint; None for what says nothing."""
    stripped = (text or "").strip().casefold()
    if not stripped:
        return None
    if stripped in _REGIONS:
        return _REGIONS[stripped]
    home = marketplace(text or "")
    if home is not None:
        return home.region
    return next((each for each in Region if f"sellingpartnerapi-{each.name.casefold()}." in stripped), None)


def environment(text: str | None) -> Environment | None:
    """Read `SANDBOX`, `production`, `true` (for a variable that is named for the sandbox); None for nothing."""
    stripped = (text or "").strip().casefold()
    if not stripped:
        return None
    return Environment.SANDBOX if "sandbox" in stripped or stripped in _TRUE else Environment.PRODUCTION


def kind(text: str | None) -> Kind | None:
    """Read `Seller` or `Vendor`; None for anything else."""
    return next((each for each in Kind if each.value == (text or "").strip().casefold()), None)


def codes(text: str | None) -> tuple[str, ...]:
    """Read one marketplace, by its code or id; nothing for what is none."""
    found = marketplace(text or "")
    return (found.code,) if found else ()


def home(draft: Draft) -> Marketplace:
    """Return the marketplace by which a form names the account: its first, else the most used of its region."""
    known = marketplace(draft.marketplaces[0]) if draft.marketplaces else None
    return known or marketplaces_of(draft.region or Region.NA)[0]


def only(drafts: Sequence[Draft], title: str) -> Draft:
    """Return the one draft that a form can hold; raises `NotExportable`."""
    if len(drafts) != 1:
        raise NotExportable(f"{title} holds one account, and {len(drafts)} were to be written.", "Name one.")
    return drafts[0]


def needed(value: Secret | None, what: str) -> str:
    """Return a secret's text for writing; raises `NotExportable` where there is none."""
    if value is None:
        raise NotExportable(f"There is no {what} to export.", "Finish its checklist first.")
    return value.reveal()


def json_object(text: str, title: str) -> dict[str, Any]:
    """Read a JSON object; raises `FileNotUnderstood`."""
    import json

    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        held = None
    if not isinstance(held, dict):
        raise FileNotUnderstood(f"This is no JSON object, as {title} expects.", "Check the file; nothing was imported.")
    return held


def as_text(value: object) -> str | None:
    """Return a text as it is; None for everything else."""
    return value if isinstance(value, str) else None


def missing(what: str, title: str) -> FileNotUnderstood:
    """Return the refusal of a file that lacks something."""
    return FileNotUnderstood(f"There is no {what} in it, as {title} expects.", "Check the file; nothing was imported.")
