"""List applications and accounts with the state of their access tokens. No secret is in the answer.

WORDS narrow the list as the dashboard's filter does: labels, region, kind, marketplaces, state.
"""

from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import Any

from spauth_tui.commands.answers import as_json, table
from spauth_tui.commands.desk import Desk
from spauth_tui.commands.exit_codes import Exit
from spauth_tui.commands.fields import add_json
from spauth_tui.domain.arranging import Order, arrange
from spauth_tui.domain.authorization import Authorization
from spauth_tui.domain.checklist import next_step
from spauth_tui.domain.holdings import Holdings
from spauth_tui.domain.instants import clock_face, date_words, rfc3339, span_words
from spauth_tui.domain.naming import name_of
from spauth_tui.domain.standing import standing_of

EXAMPLES = """\
  spauth-tui ls
  spauth-tui ls eu expired
  spauth-tui ls --sort expiry --json | jq '.authorizations[].name'"""

ORDERS = {"application": Order.APPLICATION, "expiry": Order.EXPIRY, "attention": Order.ATTENTION}


def arguments(parser: ArgumentParser) -> None:
    """Add the verb's own arguments."""
    parser.add_argument("words", metavar="WORD", nargs="*", help="show only what has every word")
    parser.add_argument("--sort", choices=ORDERS, default="application", help="the order (default application)")
    add_json(parser)


async def run(desk: Desk, options: Namespace) -> Exit:
    """Answer with the list."""
    async with desk.unlocked() as opened:
        now, holdings = desk.clock.now(), opened.holdings
        groups = arrange(holdings, ORDERS[options.sort], " ".join(options.words), now)
        chosen = [holdings.authorization_by_id[each] for group in groups for each in group.members]
        if options.json:
            lines = [described(each, holdings, now) for each in chosen]
            desk.console.answer(as_json("ls", at=rfc3339(now), authorizations=lines))
            return Exit.DONE
        if chosen:
            head = ("NAME", "REGION", "STATE", "LEFT", "REFRESH TOKEN", "CLIENT SECRET")
            desk.console.answer(table(head, [_line(each, holdings, now) for each in chosen]))
        elif holdings.authorizations:
            desk.console.say("Nothing has every one of these words.")
        else:
            desk.console.say("The vault is empty. Begin with spauth-tui add application, or spauth-tui import FILE.")
    return Exit.DONE


def described(authorization: Authorization, holdings: Holdings, now: datetime) -> dict[str, Any]:
    """Return an authorization as programs are told of it."""
    application = holdings.application_by_id[authorization.application_id]
    account = holdings.account_by_id[authorization.account_id]
    life, current, secret = authorization.access_token, authorization.current_refresh_token, application.client_secret
    step = next_step(authorization)
    return {
        "name": name_of(authorization, holdings),
        "application": application.label,
        "account": account.label,
        "kind": account.kind.value,
        "region": account.region.name,
        "environment": account.environment.value,
        "endpoint": account.region.endpoint(account.environment),
        "marketplaces": list(account.marketplaces),
        "state": standing_of(authorization, now).value,
        "expires_at": rfc3339(life.expires_at) if life else None,
        "seconds_left": int(life.remaining(now).total_seconds()) if life else 0,
        "refresh_token_stored_at": rfc3339(current.created_at) if current else None,
        "refresh_token_fingerprint": current.fingerprint if current else None,
        "client_secret_ends_at": rfc3339(secret.expires_at) if secret and secret.expires_at else None,
        "guarded": authorization.guarded,
        "next_step": step.key if step else None,
    }


def _line(authorization: Authorization, holdings: Holdings, now: datetime) -> tuple[str, ...]:
    account = holdings.account_by_id[authorization.account_id]
    secret = holdings.application_by_id[authorization.application_id].client_secret
    life, current = authorization.access_token, authorization.current_refresh_token
    region = account.region.name if account.environment.value == "production" else f"{account.region.name} sandbox"
    return (
        name_of(authorization, holdings),
        region,
        standing_of(authorization, now).value,
        clock_face(life.remaining(now)) if life else "-",
        span_words(now - current.created_at) if current else "-",
        date_words(secret.expires_at) if secret and secret.expires_at else "-",
    )
