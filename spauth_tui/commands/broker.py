"""Lend access tokens to SDKs whose token endpoint can be set, without the real secrets leaving the vault.

It listens at a random port of this machine alone and speaks Login with Amazon's own token request. Each authorization
gets a throwaway client id, client secret and handle, the latter in the place of the refresh token: give these to the
SDK, with the token endpoint that is printed. They end with the broker, or when they are ended on the dashboard (H).
Each access token that is handed out is logged.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING

from spauth_tui.commands.answers import as_json, facts
from spauth_tui.commands.console import Console, usage
from spauth_tui.commands.exit_codes import Exit
from spauth_tui.commands.fields import add_json, add_name, span
from spauth_tui.domain.naming import find_authorizations, name_of
from spauth_tui.domain.secret import Secret

if TYPE_CHECKING:
    from spauth_tui.commands.desk import Desk
    from spauth_tui.services.brokering import Lent

EXAMPLES = """\
  spauth-tui broker acme
  spauth-tui broker acme globex --json > /dev/shm/broker.json
  spauth-tui broker inventory --for 8h"""


def arguments(parser: ArgumentParser) -> None:
    """Add the verb's own arguments."""
    add_name(parser, many=True)
    parser.add_argument("--for", dest="span", type=span, metavar="SPAN", help="end after this time, such as 8h")
    add_json(parser)


def refuse(options: Namespace, _console: Console, _environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` where no name is given."""
    if not options.names:
        raise usage("Name what to lend.", "spauth-tui broker --help shows examples.")


async def run(desk: Desk, options: Namespace) -> Exit:
    """Answer with the throwaway credentials, and serve until it is interrupted."""
    import asyncio

    from spauth_tui.services.brokering import TOKEN_PATH
    from spauth_tui.services.routes import Routes

    async with desk.unlocked() as opened:
        named = (each for name in options.names for each in find_authorizations(opened.holdings, name))
        chosen = tuple({each.id: each for each in named}.values())
        brokering = opened.workspace.brokering
        async with desk.listener().listen(Routes(*brokering.routes).answer) as origin:
            try:
                lent = [
                    await brokering.give(
                        each,
                        opened.subject(each),
                        name_of(each, opened.holdings),
                        origin,
                        opened.passphrase_for(each),
                    )
                    for each in chosen
                ]
                _tell(desk, lent, f"{origin}{TOKEN_PATH}", as_object=options.json)
                desk.console.say("Serving. Interrupt with ctrl+c; what was lent ends then.")
                await (asyncio.Event().wait() if options.span is None else desk.clock.sleep(options.span))
            finally:
                await brokering.end_all()
    return Exit.DONE


def _tell(desk: Desk, lent: list[Lent], endpoint: str, *, as_object: bool) -> None:
    if as_object:
        listed = [
            {
                "name": each.name,
                "client_id": each.loan.client_id,
                "client_secret": each.client_secret.reveal(),
                "refresh_token": each.handle.reveal(),
            }
            for each in lent
        ]
        desk.console.answer_secret(Secret(as_json("broker", token_endpoint=endpoint, credentials=listed)))
    else:
        desk.console.answer(facts({"token endpoint": endpoint}))
        for each in lent:
            desk.console.answer(f"\n{each.name}")
            lines = {
                "  client id": each.loan.client_id,
                "  client secret": each.client_secret.reveal(),
                "  refresh token": each.handle.reveal(),
            }
            desk.console.answer_secret(Secret(facts(lines)))
    desk.console.flush()
