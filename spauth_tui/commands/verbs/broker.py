"""Lend access tokens to SDKs whose token endpoint can be set, while the real secrets stay in the vault.

It listens on a random port of this machine only and understands Login with Amazon's token request. It prints a
throwaway client id, client secret and handle for each authorization; the handle replaces the refresh token. Give these
to the SDK, with the token endpoint that is printed. They stop working when the broker ends, or when you end them on the
dashboard (H). Every access token that is handed out is logged.

If you guard an authorization after lending it, the next request for it asks for the passphrase at this terminal, and
waits a minute. Without an answer the SDK's request is refused.

Where only an assistant needs access, Amazon's own MCP server, Selling Partner Connector, needs no refresh token.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from spauth_tui.commands.runtime.answers import as_json, facts
from spauth_tui.commands.runtime.arguments import add_json, add_name, span
from spauth_tui.commands.runtime.console import Console
from spauth_tui.commands.runtime.context import Desk
from spauth_tui.domain.errors.input import InputRefused
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.clean import clean
from spauth_tui.domain.views.naming import name_of
from spauth_tui.services.lending.brokering import TOKEN_PATH, Ask
from spauth_tui.services.lending.credentials import LentCredentials

_ANSWER_WITHIN = 60.0
"""Seconds to type the passphrase; the SDK waits meanwhile."""

EXAMPLES = """\
  spauth-tui broker acme
  (umask 077; spauth-tui broker acme globex --json > /dev/shm/broker.json)
  spauth-tui broker inventory --for 8h"""


def arguments(parser: ArgumentParser) -> None:
    add_name(parser, many=True)
    parser.add_argument("--for", dest="span", type=span, metavar="SPAN", help="stop after this time, such as 8h")
    add_json(parser)


def refuse(options: Namespace, _console: Console, _environment: Mapping[str, str]) -> None:
    """Raise `InputRefused` if no name is given."""
    if not options.names:
        raise InputRefused("Name at least one authorization to lend.", "spauth-tui broker --help shows examples.")


async def run(desk: Desk, options: Namespace) -> None:
    import asyncio

    async with desk.unlocked() as opened:
        chosen = opened.named(options.names)
        brokering = opened.workspace.brokering
        async with desk.listener().listen(brokering.answering(_asking(desk))) as origin:
            try:
                lent = [
                    await brokering.give(
                        each,
                        name_of(each, opened.holdings),
                        origin,
                        await opened.clearance_for(each),
                    )
                    for each in chosen
                ]
                _tell(desk, lent, f"{origin}{TOKEN_PATH}", as_object=options.json)
                # It may ask for a passphrase at any time, and what is typed late must not be seen either.
                desk.console.hide_typing()
                desk.console.say("Lending. Press ctrl+c to stop and to end the throwaway credentials.")
                await (asyncio.Event().wait() if options.span is None else desk.clock.sleep(options.span))
            finally:
                await brokering.end_all()


def _asking(desk: Desk) -> Ask:
    """Return what asks the person and, once for each loan, says what to do if nobody answers."""
    said: set[str] = set()

    async def ask(lent: LentCredentials) -> Secret | None:
        from spauth_tui.commands.runtime.meanwhile import secret_typed_meanwhile

        name = clean(lent.name)
        typed = await secret_typed_meanwhile(
            f"An SDK is asking for an access token of {name}, which is guarded now. Passphrase", _ANSWER_WITHIN
        )
        if typed is None and lent.loan.client_id in said:
            desk.console.say(f"spauth-tui: nobody typed the passphrase, so the SDK got no access token of {name}.")
        elif typed is None:
            said.add(lent.loan.client_id)
            desk.console.say(
                f"spauth-tui: {name} was guarded after it was lent, and nobody typed the passphrase, so the SDK got no "
                "access token. Start the broker again with the passphrase, or remove the guard."
            )
        return typed

    return ask


def _tell(desk: Desk, lent: list[LentCredentials], endpoint: str, *, as_object: bool) -> None:
    if as_object:
        listed = [{"name": each.name, **each.printed()} for each in lent]
        desk.console.answer_secret(Secret(as_json("broker", token_endpoint=endpoint, credentials=listed)))
    else:
        desk.console.answer(facts({"token endpoint": endpoint}))
        for each in lent:
            desk.console.answer(f"\n{each.name}")
            lines = {f"  {name.replace('_', ' ')}": value for name, value in each.printed().items()}
            desk.console.answer_secret(Secret(facts(lines)))
    desk.console.flush()
