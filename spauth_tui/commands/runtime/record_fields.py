"""The fields of applications and accounts as flags, and the drafts they become, for `add` and `edit`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

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


def add_application_fields(parser: ArgumentParser, *, wanted: bool) -> None:
    """Add the flags of an application; a new one needs those that are `wanted`."""
    parser.add_argument("--label", required=wanted, help="the name you will recognise it by")
    parser.add_argument("--client-id", required=wanted, help="from the developer console: LWA credentials, View")
    parser.add_argument("--kind", choices=KINDS, help="whose data it is about (default seller)")
    parser.add_argument("--limit", metavar="N", help="how many slots it has (default 10)")
    parser.add_argument(
        "--slots-elsewhere", metavar="N", help="how many slots accounts outside this vault use (default 0)"
    )
    parser.add_argument(
        "--rotated-on", type=day, metavar="DATE", help="when the client secret was created; it expires 180 days later"
    )


def add_account_fields(parser: ArgumentParser, *, wanted: bool) -> None:
    """Add the flags of an account."""
    parser.add_argument("--label", required=wanted, help="the name you will recognise it by")
    parser.add_argument("--kind", choices=KINDS, help="seller or vendor (default seller)")
    parser.add_argument("--region", type=str.casefold, choices=REGIONS, required=wanted, help="its region")
    parser.add_argument("--environment", choices=ENVIRONMENTS, help="production or sandbox (default production)")
    parser.add_argument("--marketplaces", metavar="CODES", help="country codes of the region, such as DE,FR")
    parser.add_argument("--merged-name", metavar="NAME", help="the merged account it belongs to")
    parser.add_argument("--vendor-group", metavar="NAME", help="the vendor group it belongs to")
    parser.add_argument("--notes", help="for yourself")


def application_draft(options: Namespace, client_secret: Secret, before: Application | None) -> ApplicationDraft:
    """Return the draft with what the flags say; the rest stays as it is."""
    return ApplicationDraft(
        _text(options.label, before.label if before else ""),
        _text(options.client_id, before.client_id if before else ""),
        client_secret,
        KINDS[options.kind] if options.kind else (before.kind if before else Kind.SELLER),
        _text(options.limit, str(before.authorization_limit) if before else "10"),
        options.rotated_on,
        _text(options.slots_elsewhere, str(before.slots_elsewhere) if before else "0"),
    )


def account_draft(options: Namespace, before: Account | None) -> AccountDraft:
    """Return the draft with what the flags say; the rest stays as it is."""
    region = REGIONS[options.region] if options.region else (before.region if before else Region.NA)
    moved = before is not None and before.region is not region
    return AccountDraft(
        _text(options.label, before.label if before else ""),
        KINDS[options.kind] if options.kind else (before.kind if before else Kind.SELLER),
        region,
        ENVIRONMENTS[options.environment]
        if options.environment
        else (before.environment if before else Environment.PRODUCTION),
        # Another region has other marketplaces: the old ones do not belong to it.
        _text(options.marketplaces, " ".join(before.marketplaces) if before and not moved else ""),
        _text(options.merged_name, before.merged_name if before else ""),
        _text(options.vendor_group, before.vendor_group if before else ""),
        _text(options.notes, before.notes if before else ""),
    )


def _text(given: str | None, else_: str) -> str:
    return else_ if given is None else given
