"""Print an access token with enough time left, exchanging only if the one in the vault has too little.

Only the token goes to standard output, so that $(...) can capture it. The hand-out is logged.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import add_min_ttl, add_name

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk

EXAMPLES = """\
  spauth-tui token acme --format header | curl -H @- "$ENDPOINT/sellers/v1/marketplaceParticipations"
  eval "$(spauth-tui token acme --format env)"
  spauth-tui token acme --min-ttl 10m --format json"""

FORMS = ("bare", "header", "curl", "env", "fish", "powershell", "json")
"""The names of `TokenForm`, which is imported only while the vault's key is being derived."""


def arguments(parser: ArgumentParser) -> None:
    add_name(parser)
    add_min_ttl(parser)
    parser.add_argument("--format", choices=FORMS, default="bare", help="how to print it (default bare)")
    parser.add_argument(
        "--refresh", action="store_true", help="exchange even if the one in the vault has enough time left"
    )


async def run(desk: Desk, options: Namespace) -> None:
    from spauth_tui.services.tokens.token_forms import TokenForm, written

    async with desk.unlocked_for(options.name, lambda workspace: workspace.handing_out) as (opened, authorization):
        token = await opened.workspace.handing_out.access_token(
            authorization,
            f"token --format {options.format}",
            at_least=options.min_ttl,
            anew=options.refresh,
            leave=await opened.leave_for(authorization),
        )
        account = opened.holdings.account_by_id[authorization.account_id]
    desk.console.answer_secret(written(token, account, TokenForm[options.format.upper()]))
