"""Show the checklist of an authorization: the five steps of Amazon's page, and the evidence for each.

--tick and --untick note what you did in the browser. --refresh-token reads the refresh token that Authorize app showed,
from standard input or typed without echo. --exchange confirms it all with an exchange.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from spauth_tui.commands.runtime.answers import as_json
from spauth_tui.commands.runtime.arguments import add_json, add_name
from spauth_tui.commands.runtime.console import Console
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.amazon.checklist import evidence, is_done, next_step
from spauth_tui.domain.amazon.portal import chosen_portal, portals_for
from spauth_tui.domain.amazon.steps import STEPS
from spauth_tui.domain.diagnosis.cut_short import short_refresh_token
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.text.pasting import filled
from spauth_tui.domain.views.naming import name_of

EXAMPLES = """\
  spauth-tui steps inventory/acme
  spauth-tui steps inventory/acme --tick limits
  pbpaste | spauth-tui steps inventory/acme --refresh-token --note "authorized by Kim" --exchange"""

_HOW = {
    "limits": "Then: spauth-tui steps NAME --tick limits",
    "portal": "Then: spauth-tui steps NAME --tick portal",
    "authorize": "Then: spauth-tui steps NAME --refresh-token",
    "store": "spauth-tui steps NAME --refresh-token stores it.",
    "exchange": "spauth-tui steps NAME --exchange does it.",
}
"""What to do about a step, as a command."""
BY_HAND = [step.key for step in STEPS if step.by_hand]


def arguments(parser: ArgumentParser) -> None:
    add_name(parser)
    parser.add_argument("--tick", choices=BY_HAND, action="append", default=[], help="mark a step as done")
    parser.add_argument("--untick", choices=BY_HAND, action="append", default=[], help="mark a step as not done")
    parser.add_argument("--refresh-token", action="store_true", help="read a refresh token and store it")
    parser.add_argument("--note", default="", help="a note kept with the refresh token")
    parser.add_argument("--keep-unusual", action="store_true", help="accept a token that looks cut or like no token")
    parser.add_argument("--exchange", action="store_true", help="prove it with an exchange")
    add_json(parser)


def refuse(options: Namespace, _console: Console, _environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` if flags for a refresh token come without one."""
    if (options.note or options.keep_unusual) and not options.refresh_token:
        raise InputRefused("--note and --keep-unusual need --refresh-token.", "Add --refresh-token, or leave them out.")


async def run(desk: Desk, options: Namespace) -> None:
    from spauth_tui.services.authorizing.pasted import accept_refresh_token

    async with desk.unlocked_for(options.name) as (opened, meant):
        authorization = meant
        service = opened.workspace.authorizing.authorizations
        for key in options.tick:
            authorization = await service.tick(authorization, key, done=True)
        for key in options.untick:
            authorization = await service.tick(authorization, key, done=False)
        if options.refresh_token:
            pasted = desk.console.read_one_secret("Refresh token")
            token = accept_refresh_token(pasted, opened.holdings, keep_unusual=options.keep_unusual)
            if short := short_refresh_token(len(token)):
                desk.console.say(f"That refresh token may be cut off: {short}.")
            authorization = await service.store_refresh_token(authorization, token, options.note)
        if options.exchange:
            authorization = await opened.workspace.tokens.refresh(authorization.id)
        name = name_of(authorization, opened.holdings)
        account = opened.holdings.account_by_id[authorization.account_id]
    portal = chosen_portal(account, authorization.portal)
    if options.json:
        steps = [
            {"key": step.key, "title": step.title, "done": is_done(step, authorization), "by_hand": step.by_hand}
            for step in STEPS
        ]
        desk.console.answer(as_json("steps", name=name, portal=portal.address, steps=steps))
        return
    desk.console.answer(name)
    for number, step in enumerate(STEPS, 1):
        done = evidence(step, authorization)
        desk.console.answer(f"  {'done' if done else 'to do'}  {number} {step.title}{f' ({done})' if done else ''}")
    upcoming = next_step(authorization)
    if upcoming is not None:
        desk.console.say(f"Next: {upcoming.title}. {filled(_HOW[upcoming.key], {'NAME': name})}")
        others = (each for each in portals_for(account) if each != portal)
        for where, each in (("At", portal), *(("or", other) for other in others)):
            desk.console.say(f"{where}: {each.name}, {each.address} ({', '.join(each.click_path)})")
