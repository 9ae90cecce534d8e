"""The fields of applications and accounts as flags, and the drafts they become, for `add` and `edit`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from spauth_tui.commands.runtime.arguments import day
from spauth_tui.domain.amazon.region import Environment, Region
from spauth_tui.domain.model.account import Account
from spauth_tui.domain.model.application import Application, Kind
from spauth_tui.domain.model.secret import Secret
from spauth_tui.services.authorizing.accounts import AccountDraft
from spauth_tui.services.authorizing.applications import ApplicationDraft

KINDS = {kind.value: kind for kind in Kind}
REGIONS = {region.name.casefold(): region for region in Region}
ENVIRONMENTS = {environment.value: environment for environment in Environment}
_READ: dict[str, Mapping[str, object]] = {"kind": KINDS, "region": REGIONS, "environment": ENVIRONMENTS}


def add_application_fields(parser: ArgumentParser, *, wanted: bool) -> None:
    """Add the flags of an application; `wanted` makes the essential ones required."""
    parser.add_argument("--label", required=wanted, help="the name you will recognise it by")
    parser.add_argument("--client-id", required=wanted, help="from the developer console: LWA credentials, View")
    parser.add_argument("--kind", choices=KINDS, help="seller or vendor: whose data it works with (default seller)")
    parser.add_argument("--limit", dest="authorization_limit", metavar="N", help="how many slots it has (default 10)")
    parser.add_argument(
        "--slots-elsewhere", metavar="N", help="how many slots are used by accounts outside this vault (default 0)"
    )
    parser.add_argument(
        "--rotated-on",
        dest="rotated_at",
        type=day,
        metavar="DATE",
        help="when the client secret was created; it expires 180 days later",
    )
    parser.add_argument("--keep-unusual", action="store_true", help="accept a client secret that looks cut")


def add_account_fields(parser: ArgumentParser, *, wanted: bool) -> None:
    """Add the flags of an account."""
    parser.add_argument("--label", required=wanted, help="the name you will recognise it by")
    parser.add_argument("--kind", choices=KINDS, help="seller or vendor (default seller)")
    parser.add_argument("--region", type=str.casefold, choices=REGIONS, required=wanted, help="its region")
    parser.add_argument("--environment", choices=ENVIRONMENTS, help="production or sandbox (default production)")
    parser.add_argument("--marketplaces", metavar="CODES", help="country codes of the region, such as DE,FR")
    parser.add_argument("--merged-name", metavar="NAME", help="the merged account it belongs to")
    parser.add_argument("--vendor-group", metavar="NAME", help="the vendor group it belongs to")
    parser.add_argument("--notes", help="notes for yourself")


def given(options: Namespace, draft: type[ApplicationDraft | AccountDraft]) -> dict[str, Any]:
    """Return the fields that flags were given for; a client secret only says that it will be read."""
    found = {field.name: getattr(options, field.name, None) for field in fields(draft)}
    return {name: _READ.get(name, {}).get(value, value) for name, value in found.items() if value not in {None, False}}


def application_draft(options: Namespace, client_secret: Secret, before: Application | None) -> ApplicationDraft:
    """Return the draft with what the flags say; the rest stays as it is."""
    draft = ApplicationDraft("", "", client_secret, Kind.SELLER)
    if before is not None:
        limit, elsewhere = str(before.authorization_limit), str(before.slots_elsewhere)
        draft = ApplicationDraft(before.label, before.client_id, client_secret, before.kind, limit, None, elsewhere)
    return replace(draft, **{**given(options, ApplicationDraft), "client_secret": client_secret})


def account_draft(options: Namespace, before: Account | None) -> AccountDraft:
    """Return the draft with what the flags say; the rest stays as it is."""
    said = given(options, AccountDraft)
    if before is None:
        return AccountDraft(**{"label": "", "kind": Kind.SELLER, "region": Region.NA, **said})
    # Another region has other marketplaces: the old ones do not belong to it.
    moved = said.get("region", before.region) is not before.region
    held = {field.name: getattr(before, field.name) for field in fields(AccountDraft)}
    return AccountDraft(**{**held, "marketplaces": "" if moved else " ".join(before.marketplaces), **said})
