"""List applications and accounts with the state of their access tokens, without secrets.

WORDS narrow the list like the dashboard's filter: labels, region, kind, marketplaces, state.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from spauth_tui.commands.runtime.arguments import add_json
from spauth_tui.commands.runtime.exit_codes import Exit

if TYPE_CHECKING:
    from spauth_tui.commands.runtime.context import Desk
    from spauth_tui.domain.model.snapshot import Holdings

EXAMPLES = """\
  spauth-tui ls
  spauth-tui ls eu expired
  spauth-tui ls --needs-attention || mail -s "SP-API" me
  spauth-tui ls --sort expiry --json | jq '.authorizations[].name'"""

ORDERS = ("application", "expiry", "attention")
"""The names of `Order`, which is imported only while the vault's key is being derived."""


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("words", metavar="WORD", nargs="*", help="list only what matches every word")
    parser.add_argument("--sort", choices=ORDERS, default="application", help="the order (default application)")
    parser.add_argument(
        "--needs-attention", action="store_true", help="list only what needs a person; exit code 21 if anything does"
    )
    add_json(parser)


async def run(desk: Desk, options: Namespace) -> Exit:
    from spauth_tui.commands.runtime.answers import as_json, table
    from spauth_tui.commands.runtime.listed import HEAD, described, line
    from spauth_tui.domain.text.time import rfc3339
    from spauth_tui.domain.views.attention import NOTHING_URGENT, urgency
    from spauth_tui.domain.views.order import Order, arrange

    async with desk.unlocked() as opened:
        now, holdings = desk.clock.now(), opened.holdings
        watched = (await opened.workspace.preferences()).watched
        groups = arrange(holdings, Order[options.sort.upper()], " ".join(options.words), now, watched=watched)
        chosen = [holdings.authorization_by_id[each] for group in groups for each in group.members]
        if options.needs_attention:
            rank = urgency(holdings, now)
            chosen = [each for each in chosen if rank(each)[0] < NOTHING_URGENT]
        ended = Exit.NEEDS_ATTENTION if options.needs_attention and chosen else Exit.DONE
        if options.json:
            lines = [described(each, holdings, now, opened.workspace.reached) for each in chosen]
            desk.console.answer(as_json("ls", at=rfc3339(now), authorizations=lines))
            return ended
        if chosen:
            desk.console.answer(table(HEAD, [line(each, holdings, now) for each in chosen]))
            if not (options.words or options.needs_attention):
                _tell_idle(desk, holdings)
        elif options.needs_attention:
            desk.console.say("Nothing needs attention.")
        elif holdings.authorizations:
            desk.console.say("Nothing matches all of these words.")
        elif holdings.applications or holdings.accounts:
            there = [*(each.label for each in holdings.applications), *(each.label for each in holdings.accounts)]
            desk.console.say(f"No authorization yet, only {', '.join(there)}. Next: spauth-tui add authorization.")
        else:
            desk.console.say("The vault is empty. Start with spauth-tui add application, or spauth-tui import FILE.")
    return ended


def _tell_idle(desk: Desk, holdings: Holdings) -> None:
    """Name the accounts that no application is authorized for."""
    used = {each.account_id for each in holdings.authorizations}
    idle = [each.label for each in holdings.accounts if each.id not in used]
    if idle:
        more = f" and {len(idle) - 5} more" if len(idle) > 5 else ""
        desk.console.say(f"No authorization yet: {', '.join(idle[:5])}{more}. Next: spauth-tui add authorization.")
