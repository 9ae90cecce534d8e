"""Replace an application's client secret without a gap: store the new one beside the old, then test it.

It is read from standard input or typed without echo; the JSON of Amazon's two notifications works too and gives the
exact deadlines. Until the new one has worked, the old one is used automatically. --remove-old removes old ones that are
no longer needed; guarded ones need the passphrase. --ask-amazon has Amazon rotate, which cannot be undone: the new
client secret then comes to your registered queue and nowhere else. Not for sandbox applications.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime.arguments import add_name, day
from spauth_tui.commands.runtime.context import Desk, OpenVault
from spauth_tui.commands.runtime.record_fields import REGIONS
from spauth_tui.domain.amazon.facts import FACTS
from spauth_tui.domain.model.application import Application
from spauth_tui.domain.model.client_secrets import removable
from spauth_tui.domain.text.counting import counted
from spauth_tui.domain.views.naming import find_application

EXAMPLES = """\
  spauth-tui rotate-secret inventory --rotated-on 2026-03-01
  aws sqs receive-message … | jq -r '.Messages[0].Body' | spauth-tui rotate-secret inventory
  spauth-tui rotate-secret inventory --remove-old"""

WORD = "rotate"


def arguments(parser: ArgumentParser) -> None:
    add_name(parser)
    parser.add_argument(
        "--rotated-on", type=day, metavar="DATE", help="the day you pressed Rotate; the secret expires 180 days later"
    )
    parser.add_argument("--keep-unusual", action="store_true", help="accept a client secret that looks cut")
    parser.add_argument("--no-prove", action="store_true", help="store it without an exchange")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--remove-old", action="store_true", help="instead: remove old ones that are no longer needed")
    instead.add_argument("--prove", action="store_true", help="instead: only prove the newest one")
    instead.add_argument(
        "--ask-amazon", choices=REGIONS, metavar="REGION", help="instead: have Amazon rotate, in na, eu or fe"
    )


async def run(desk: Desk, options: Namespace) -> None:
    async with desk.unlocked() as opened:
        application = find_application(opened.holdings, options.name)
        if options.remove_old:
            await _remove_old(desk, opened, application)
        elif options.ask_amazon:
            await _ask_amazon(desk, opened, application, options.ask_amazon)
        elif options.prove:
            await _prove(desk, opened, application)
        else:
            pasted = desk.console.read_secret("Client secret")
            taken = await opened.workspace.testing.rotating.take(
                application, pasted, options.rotated_on, keep_unusual=options.keep_unusual
            )
            desk.console.answer(taken.words)
            for other in taken.others:
                desk.console.say(f"For {other.label}: spauth-tui rotate-secret, with its name and the same input.")
            if taken.has_new_secret and not options.no_prove:
                await _prove(desk, opened, taken.application)


async def _prove(desk: Desk, opened: OpenVault, application: Application) -> None:
    account = await opened.workspace.testing.rotating.prove(application, opened.holdings)
    desk.console.answer(f"Login with Amazon accepts it, for {account}.")


async def _remove_old(desk: Desk, opened: OpenVault, application: Application) -> None:
    old = removable(application, desk.clock.now())
    if not old:
        desk.console.say(
            "No old client secret can be removed: there is none, or the newest one is not proven yet (--prove)."
        )
        return
    clearance = await opened.clearance_for(*opened.holdings.of_application(application.id))
    await opened.workspace.authorizing.removing.remove_old_secrets(application, old, clearance)
    desk.console.say("For 7 days spauth-tui removed lists it, and brings it back.")
    desk.console.answer(f"Removed {counted(len(old), 'old client secret')}.")


async def _ask_amazon(desk: Desk, opened: OpenVault, application: Application, region: str) -> None:
    desk.console.say(FACTS["rotation-sandbox"].text)
    desk.console.say(FACTS["test-notification"].text)
    desk.console.confirm_typed(
        f"Amazon will make a new client secret for {application.label} and send it only to your registered queue. "
        "This cannot be undone, and the current one expires in 7 days.",
        WORD,
    )
    request_id = await opened.workspace.testing.rotating.ask_amazon(application, REGIONS[region])
    desk.console.answer(f"Amazon is rotating it. Request id: {request_id or 'none'}")
    desk.console.say("Read the new client secret from your queue within 7 days and give it to rotate-secret.")
