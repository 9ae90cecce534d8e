"""Print an access token with enough time left, exchanging only if the one in the vault has too little.

Only the token goes to standard output, so that $(...) can capture it. The hand-out is logged. --restricted prints a
restricted data token of an authorization, for operations that return personal data (Orders API v2026-01-01 needs none);
--grantless prints an access token of an application, for operations that need no selling partner.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import add_min_ttl, add_name
from spauth_tui.domain.errors.input import InputRefused

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk, OpenVault
    from spauth_tui.domain.model.authorization import Authorization
    from spauth_tui.domain.model.secret import Secret
    from spauth_tui.services.tokens.guarding import Clearance
    from spauth_tui.services.tokens.token_forms import TokenForm

EXAMPLES = """\
  spauth-tui token acme --format header | curl -H @- "$ENDPOINT/sellers/v1/marketplaceParticipations"
  eval "$(spauth-tui token acme --format env)"
  spauth-tui token acme --min-ttl 10m --format json
  spauth-tui token acme --restricted getOrder --path /orders/v0/orders/123-1234567-1234567 --data buyerInfo
  spauth-tui token "Inventory Sync" --grantless notifications"""

SCOPE_KEYS = ("notifications", "rotation", "tracking")
"""The keys of `SCOPES`; like those below, they are written here so that the model is imported only when it is used."""
ELEMENTS = ("buyerInfo", "shippingAddress", "buyerTaxInformation")
FORMS = ("bare", "header", "curl", "env", "fish", "powershell", "json")
"""The names of `TokenForm`, which is imported only while the vault's key is being derived."""


def arguments(parser: ArgumentParser) -> None:
    add_name(parser)
    add_min_ttl(parser)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--restricted", metavar="OPERATION", help="a restricted data token, for this operation")
    kind.add_argument("--grantless", choices=SCOPE_KEYS, help="a grantless one; NAME is then an application")
    parser.add_argument(
        "--path", action="append", default=[], metavar="PATH", help="with --restricted: a path with its ids filled in"
    )
    parser.add_argument(
        "--data", action="append", default=[], choices=ELEMENTS, help="with --restricted: a data element"
    )
    parser.add_argument("--format", choices=FORMS, default="bare", help="how to print it (default bare)")
    parser.add_argument("--json", action="store_const", dest="format", const="json", help="the same as --format json")
    parser.add_argument(
        "--refresh", action="store_true", help="exchange even if the one in the vault has enough time left"
    )


async def run(desk: Desk, options: Namespace) -> None:
    from spauth_tui.services.tokens.token_forms import TokenForm, call_of, written

    if options.restricted is None and (options.path or options.data):
        raise InputRefused("--path and --data go with --restricted.", "Say which operation the token is for.")
    to, form = f"token --format {options.format}", TokenForm[options.format.upper()]
    if options.grantless is not None:
        desk.console.answer_secret(await _grantless(desk, options, to, form))
        return
    async with desk.unlocked_for(options.name, lambda workspace: workspace.handing_out) as (opened, authorization):
        clearance, account = await opened.clearance_for(authorization), opened.holdings.account_of(authorization)
        if options.restricted is not None:
            secret = await _restricted(opened, authorization, options, to, form, clearance)
        else:
            token = await opened.workspace.handing_out.access_token(
                authorization, to, at_least=options.min_ttl, renew=options.refresh, clearance=clearance
            )
            secret = written(token, call_of(account, opened.workspace.reached), form)
    desk.console.answer_secret(secret)


async def _restricted(
    opened: OpenVault, authorization: Authorization, options: Namespace, to: str, form: TokenForm, clearance: Clearance
) -> Secret:
    from spauth_tui.services.tokens.restricting import resources_of
    from spauth_tui.services.tokens.token_forms import Call, written

    account = opened.holdings.account_of(authorization)
    resources = resources_of(options.restricted, account.kind, options.path, tuple(options.data))
    token = await opened.workspace.restricting.hand_out(
        authorization, account, resources, to, at_least=options.min_ttl, renew=options.refresh, clearance=clearance
    )
    endpoint, first = opened.workspace.reached(account.region.endpoint(account.environment)), resources[0]
    return written(token, Call(endpoint, first.path, first.method), form)


async def _grantless(desk: Desk, options: Namespace, to: str, form: TokenForm) -> Secret:
    from spauth_tui.domain.amazon.region import Environment, Region
    from spauth_tui.domain.model.grantless import SCOPE_BY_KEY
    from spauth_tui.domain.views.naming import find_application
    from spauth_tui.services.tokens.token_forms import Call, TokenForm, written

    async with desk.unlocked() as opened:
        application, scope = find_application(opened.holdings, options.name), SCOPE_BY_KEY[options.grantless]
        if form is TokenForm.CURL and not scope.path:
            raise InputRefused(f"There is no harmless call to show for {scope.title.lower()}.", "Use --format header.")
        theirs = opened.holdings.of_application(application.id)
        clearance = await opened.clearance_for(*theirs)
        token = await opened.workspace.grantless.give(
            application, scope, to, at_least=options.min_ttl, renew=options.refresh, clearance=clearance
        )
        region = next((opened.holdings.account_of(each).region for each in theirs), Region.NA)
        endpoint = opened.workspace.reached(region.endpoint(Environment.PRODUCTION))
    return written(token, Call(endpoint, scope.path), form)
