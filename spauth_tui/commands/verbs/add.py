"""Add an application, an account, or an authorization: one application for one account.

The client secret and the refresh token are read from standard input or typed without echo, never from the command line,
which other users can see and shells record.
"""

from argparse import ArgumentParser, Namespace

from spauth_tui.commands.runtime import record_fields
from spauth_tui.commands.runtime.context import Desk, OpenVault
from spauth_tui.domain.diagnosis.cut_short import short_refresh_token
from spauth_tui.domain.model.secret import Secret
from spauth_tui.domain.text.pasting import command
from spauth_tui.domain.views.naming import find_account, find_application

EXAMPLES = """\
  pass show amazon/secret | spauth-tui add application --label Inventory --client-id amzn1.application-oa2-client.…
  spauth-tui add account --label "Acme DE" --region eu --marketplaces DE,FR
  spauth-tui add authorization --application inventory --account "acme de"      (asks for the refresh token)"""


def arguments(parser: ArgumentParser) -> None:
    nouns = parser.add_subparsers(dest="noun", metavar="application|account|authorization", required=True)
    application = nouns.add_parser("application", help="an application with its client secret")
    record_fields.add_application_fields(application, wanted=True)
    application.add_argument("--without-client-secret", action="store_true", help="add the client secret later")
    account = nouns.add_parser("account", help="a seller or vendor account in one region")
    record_fields.add_account_fields(account, wanted=True)
    authorization = nouns.add_parser("authorization", help="one application for one account")
    authorization.add_argument("--application", required=True, metavar="NAME", help="its label or a part of it")
    authorization.add_argument("--account", required=True, metavar="NAME", help="its label or a part of it")
    authorization.add_argument("--without-refresh-token", action="store_true", help="continue later with steps NAME")
    authorization.add_argument(
        "--keep-unusual", action="store_true", help="accept a token that looks cut or like no token"
    )


async def run(desk: Desk, options: Namespace) -> None:
    """Print the name of what was added."""
    async with desk.unlocked() as opened:
        authorizing, began = opened.workspace.authorizing, desk.clock.now()
        if options.noun == "application":
            secret = Secret("") if options.without_client_secret else desk.console.read_one_secret("Client secret")
            application = await authorizing.applications.add(record_fields.application_draft(options, secret, None))
            added = application.label
            if application.created_at < began:
                desk.console.say("One with this client id was removed: it is back, with what it had.")
        elif options.noun == "account":
            added = (await authorizing.accounts.add(record_fields.account_draft(options, None))).label
        else:
            added = await _authorization(opened, options)
        desk.console.answer(added)


async def _authorization(opened: OpenVault, options: Namespace) -> str:
    from spauth_tui.services.authorizing.authorizations import AlreadyStored
    from spauth_tui.services.authorizing.pasted import accept_refresh_token

    application = find_application(opened.holdings, options.application)
    account = find_account(opened.holdings, options.account)
    token: Secret | None = None
    if not options.without_refresh_token:
        pasted = opened.console.read_one_secret("Refresh token")
        token = accept_refresh_token(pasted, opened.holdings, keep_unusual=options.keep_unusual)
        if short := short_refresh_token(len(token)):
            opened.console.say(f"That refresh token may be cut off: {short}.")
    authorizations = opened.workspace.authorizing.authorizations
    authorization = await authorizations.add(application.id, account.id)
    name = f"{application.label}/{account.label}"
    if authorization.refresh_tokens:
        opened.console.say("It was removed: it is back, with its refresh tokens.")
    if token is not None:
        try:
            await authorizations.store_refresh_token(authorization, token)
        except AlreadyStored:
            if not authorization.refresh_tokens:
                raise
        opened.console.say(f"Stored and read back. Next: {command('spauth-tui', 'check', name)}")
    else:
        opened.console.say(f"Next: {command('spauth-tui', 'steps', name)}")
    return name
